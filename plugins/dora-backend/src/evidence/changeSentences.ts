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

import { ChangeExclusion, Rules } from '../derive/types';
import { ChangeFacts } from './carriedQueries';
import { formatDuration, formatTime, releaseName } from './text';
import { BigInteger } from './values';

/** The release that a change is seen with. */
interface Carrier {
  time: number;
  /** The one that carried it first, where that is another. */
  first?: { version: string | null; time: number };
}

const STARTS = {
  firstCommit: { column: 'first_commit_at', name: 'firstCommitAt' },
  opened: { column: 'opened_at', name: 'openedAt' },
  merged: { column: 'merged_at', name: 'mergedAt' },
} as const;

function excludedByLabel(labels: string[], rules: Rules): string {
  const key = 'dora.rules.excludeChanges.labels';
  const excluded = new Set(
    rules.excludeChanges.labels.map(label => label.toLowerCase()),
  );
  const label = labels.find(name => excluded.has(name.toLowerCase()));
  return label === undefined
    ? `one of its labels is in ${key}`
    : `its label “${label}” is in ${key}`;
}

function excludedByTitle(title: string | null, rules: Rules): string {
  const key = 'dora.rules.excludeChanges.titles';
  const pattern = rules.excludeChanges.titles.find(
    text => title !== null && new RegExp(text, 'i').test(title),
  );
  return pattern === undefined
    ? `its title matches one of ${key}`
    : `its title matches “${pattern}” of ${key}`;
}

/**
 * Why a change that a release carries has no lead time there that counts.
 *
 * @param change - with the title and labels that the reader may be shown
 */
export function exclusionSentence(
  exclusion: ChangeExclusion,
  change: ChangeFacts,
  carrier: Carrier,
  rules: Rules,
): string {
  const { column, name } = STARTS[rules.leadTimeStart];
  const start: BigInteger | null = change[column];
  switch (exclusion) {
    case 'excluded-label':
      return excludedByLabel(
        change.labels ? JSON.parse(change.labels) : [],
        rules,
      );
    case 'excluded-title':
      return excludedByTitle(change.title, rules);
    case 'no-start':
      return `it has no ${name}, where lead time starts (dora.rules.leadTimeStart: ${rules.leadTimeStart})`;
    case 'negative': {
      const late = formatDuration(Math.max(0, Number(start) - carrier.time));
      return `its ${name}, where lead time starts (dora.rules.leadTimeStart: ${rules.leadTimeStart}), is ${late} after the release`;
    }
    default:
      return carrier.first
        ? `it belongs to ${releaseName(
            carrier.first,
            rules.timezone,
          )}, the first release to carry it`
        : 'an earlier release carries it already';
  }
}

/** The release after a change joined its component, and what that makes of its changes. */
export interface NextRelease {
  version: string | null;
  time: number;
  changesFrom: 'listed' | 'inferred' | 'none';
}

/**
 * Why no release carries a change.
 *
 * @param change - the component that it names, and whether that has any release; undefined when it names none
 * @param next - the component's next release after it joined, rollbacks aside
 */
export function unreleasedSentence(
  change: { title: string; released: boolean } | undefined,
  next: NextRelease | undefined,
  rules: Rules,
): string {
  if (!change) {
    return 'it names no component, and no release lists it';
  }
  if (!change.released) {
    return `not released: no production release of ${change.title} is known`;
  }
  if (!next) {
    return `not released yet: it came after the latest production release of ${change.title}`;
  }
  const name = releaseName(next, rules.timezone);
  switch (next.changesFrom) {
    case 'listed':
      return `not released: ${name}, the next release of ${change.title}, lists its changes, and neither it nor a later one names this`;
    case 'none':
      return `it was there before ${name} of ${formatTime(
        next.time,
        rules.timezone,
      )}, the first known release of ${change.title}`;
    default:
      return `not in any production release of ${change.title} yet`;
  }
}
