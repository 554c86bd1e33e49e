/*
 * Copyright 2026 The Backstage DORA Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import { Change } from '@backstage-dora/plugin-dora-common';
import { Practice } from '../organisation';
import { beforeWorkingHours } from './calendar';
import { Random } from './Random';
import { commitOf, SAMPLE_SOURCE, Subject, timestamp } from './Subject';
import { changeTitle, hotfixTitle, updateTitle } from './texts';

/** No change waits longer, in hours of work; so nothing of a day depends on releases much later. */
const LONGEST_LEAD_TIME = 450;

/** The calendar days that {@link LONGEST_LEAD_TIME} takes at most, of five working days a week. */
export const LONGEST_LEAD_TIME_DAYS = 70;

/** Share of changes that a robot makes. */
const UPDATES = 0.12;

/** Share of changes pushed without a pull request. */
const PUSHES = 0.03;

/** Writes the changes of one subject, release by release. */
export class ChangeWriter {
  #count = 0;

  constructor(
    private readonly subject: Subject,
    private readonly emit: (change: Change) => void,
  ) {}

  /** Changes that go live with a release, merged after the release before it. */
  write(
    release: number,
    previous: number,
    practice: Practice,
    random: Random,
  ): Change[] {
    const times = { release, previous };
    const count = 1 + random.poisson(practice.changesPerRelease - 1);
    return Array.from({ length: count }, () => {
      if (random.chance(UPDATES)) {
        return this.#write(times, { ...practice, leadTime: 5 }, random, {
          title: updateTitle(random),
          labels: ['dependencies'],
          size: 2 + 2 * random.integer(0, 8),
          reviewed: false,
        });
      }
      return this.#write(times, practice, random, {
        title: changeTitle(random),
        size: Math.ceil(random.logNormal(60, 1.1)),
        reviewed: true,
      });
    });
  }

  /** The change of a hotfix that goes live at a time. */
  writeHotfix(
    release: number,
    failure: number,
    labelled: boolean,
    random: Random,
  ): Change {
    // An emergency does not keep office hours, and begins after the failure.
    const at = (from: number, to: number) =>
      failure + (release - failure) * random.between(from, to);
    return this.#emit(random, {
      title: hotfixTitle(random),
      labels: labelled ? ['hotfix'] : undefined,
      size: 1 + random.integer(0, 25),
      times: [at(0.1, 0.3), at(0.4, 0.5), at(0.55, 0.65), at(0.7, 0.9)],
    });
  }

  #write(
    { release, previous }: { release: number; previous: number },
    practice: Practice,
    random: Random,
    what: { title: string; labels?: string[]; size: number; reviewed: boolean },
  ): Change {
    const hours = Math.min(
      LONGEST_LEAD_TIME,
      random.logNormal(practice.leadTime, practice.spread),
    );
    const weights = practice.stages.map(stage => random.logNormal(stage, 0.6));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    let left = hours;
    const [first, opened, review, merged] = weights.map(weight => {
      const time = beforeWorkingHours(release, left);
      left -= (hours * weight) / total;
      return time;
    });
    return this.#emit(random, {
      ...what,
      times: [
        first,
        random.chance(PUSHES) ? undefined : opened,
        what.reviewed && this.subject.delivery.reviews ? review : undefined,
        // Otherwise it would have gone out with the release before.
        merged > previous
          ? merged
          : previous + (release - previous) * random.between(0.1, 0.9),
      ],
    });
  }

  #emit(
    random: Random,
    what: {
      title: string;
      labels?: string[];
      size: number;
      times: [
        first: number,
        opened: number | undefined,
        review: number | undefined,
        merged: number,
      ];
    },
  ): Change {
    const number = ++this.#count;
    const { name, entityRef } = this.subject;
    const [first, opened, reviewed, merged] = what.times;
    const pushed = opened === undefined;
    const commit = commitOf(name, 'change', number);
    const review = pushed ? undefined : reviewed;
    const approved =
      review && review + (merged - review) * random.between(0.3, 0.95);
    const change: Change = {
      source: SAMPLE_SOURCE,
      id: pushed ? commit : `${name}-pr-${number}`,
      entityRef,
      repository: `sample/${name}`,
      title: what.title,
      labels: what.labels,
      size: what.size,
      firstCommitAt: timestamp(first),
      openedAt: pushed ? undefined : timestamp(opened),
      firstReviewAt: review ? timestamp(review) : undefined,
      approvedAt: approved ? timestamp(approved) : undefined,
      mergedAt: timestamp(merged),
      commitSha: commit,
      commitShas: Array.from({ length: 1 + random.poisson(0.7) }, (_, index) =>
        index === 0 ? commit : commitOf(name, 'change', number, index),
      ),
      url: pushed
        ? `https://example.com/${name}/commit/${commit}`
        : `https://example.com/${name}/pull/${number}`,
    };
    this.emit(change);
    return change;
  }
}
