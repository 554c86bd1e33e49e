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
import { beforeWorkingHours, Day } from './calendar';
import { hashOf } from './Random';

/** No change takes longer, in hours of work, so that a day does not depend on releases much later. */
const LONGEST_LEAD_TIME = 450;
/** How many calendar days that is at most, of five working days a week. */
export const LONGEST_LEAD_TIME_DAYS = 70;

/** Reports a change by its times: first commit, pull request, review, merge. Returns its id. */
function reportChange(
  { habits, place, random, reporter }: Day,
  [first, opened, reviewed, merged]: number[],
  what: Pick<Change, 'title' | 'labels' | 'size'>,
  isReviewed: boolean,
): string {
  const isPushed = random.chance(habits.chances.pushedDirectly);
  const approved = reviewed + (merged - reviewed) * random.between(0.3, 0.95);
  const pullRequest = reporter.nextId('pr');
  const commitSha = hashOf(pullRequest);
  const more = Array.from({ length: random.poisson(0.7) }, (_, index) =>
    hashOf(pullRequest, index),
  );
  const id = isPushed ? commitSha : pullRequest;
  reporter.report('changes', {
    id,
    repository: `sample/${place.entity.metadata.name}`,
    ...what,
    firstCommitAt: first,
    mergedAt: merged,
    commitSha,
    commitShas: [commitSha, ...more],
    ...(!isPushed && { openedAt: opened }),
    ...(!isPushed &&
      isReviewed && { firstReviewAt: reviewed, approvedAt: approved }),
  });
  return id;
}

/** Reports a change that goes live with a release, and was merged after the release before it. Returns its id. */
export function changeOf(day: Day, release: number, previous: number): string {
  const { habits, practice, random } = day;
  const { chances, words } = habits;
  const byRobot = random.chance(chances.madeByRobot);
  const median = byRobot ? 5 : practice.leadTime;
  const leadTime = random.logNormal(median, practice.spread);
  const hours = Math.min(LONGEST_LEAD_TIME, leadTime);
  const stages = practice.stages.map(stage => random.logNormal(stage, 0.6));
  const total = stages.reduce((sum, stage) => sum + stage, 0);
  let left = hours;
  const times = stages.map(stage => {
    const time = beforeWorkingHours(release, left);
    left -= (hours * stage) / total;
    return time;
  });
  if (times[3] <= previous) {
    // Otherwise it would have gone out with the release before.
    times[3] = random.between(previous, release);
  }
  const what = byRobot
    ? {
        title: `Bump ${random.pick(words.packages)} to 3.${random.integer(99)}`,
        labels: ['dependencies'],
        size: 2 + 2 * random.integer(8),
      }
    : {
        title: `${random.pick(words.verbs)} ${random.pick(words.things)}`,
        size: Math.ceil(random.logNormal(60, 1.1)),
      };
  return reportChange(day, times, what, !byRobot);
}

/** Reports the change of a hotfix: an emergency does not keep office hours, and begins after the failure. Returns its id. */
export function hotfixOf(
  day: Day,
  release: number,
  failure: number,
  labels?: string[],
): string {
  const { habits, random } = day;
  const shares = [0.2, 0.45, 0.6, 0.8].map(s => s * random.between(0.9, 1.1));
  const times = shares.map(share => failure + (release - failure) * share);
  const title = `Hotfix: ${random.pick(habits.words.things)}`;
  const size = 1 + random.integer(25);
  return reportChange(day, times, { title, labels, size }, true);
}
