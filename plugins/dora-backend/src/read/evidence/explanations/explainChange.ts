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

import { Explanation } from '@backstage-dora/plugin-dora-common';
import { ChangeExclusion, Rules } from '../../../rules/types';
import { ChangeFacts } from '../carriedQueries';
import { BigInteger } from '../values';
import { explain, inSeconds, releaseValues } from './explain';

/** The release that a change is shown with. */
interface Carrier {
  time: number;
  /** The release that carried it first, if it is another one. */
  first?: { version: string | null; time: number };
}

const STARTS = {
  firstCommit: { column: 'first_commit_at', name: 'firstCommitAt' },
  opened: { column: 'opened_at', name: 'openedAt' },
  merged: { column: 'merged_at', name: 'mergedAt' },
} as const;

function excludedByLabel(labels: string[], rules: Rules): Explanation {
  const excluded = new Set(
    rules.excludeChanges.labels.map(label => label.toLowerCase()),
  );
  const label = labels.find(name => excluded.has(name.toLowerCase()));
  return label === undefined
    ? explain('excludedByLabels', {})
    : explain('excludedLabel', { label });
}

function excludedByTitle(title: string | null, rules: Rules): Explanation {
  const pattern = rules.excludeChanges.titles.find(
    text => title !== null && new RegExp(text, 'i').test(title),
  );
  return pattern === undefined
    ? explain('excludedByTitles', {})
    : explain('excludedTitle', { pattern });
}

/**
 * Explains why the lead time of a carried change does not count.
 *
 * @param change - with the title and labels only if the reader may see them
 */
export function explainExclusion(
  exclusion: ChangeExclusion,
  change: ChangeFacts,
  carrier: Carrier,
  rules: Rules,
): Explanation {
  const { leadTimeStart } = rules;
  const { column, name } = STARTS[leadTimeStart];
  const startedAt: BigInteger | null = change[column];
  switch (exclusion) {
    case 'excluded-label':
      return excludedByLabel(
        change.labels ? JSON.parse(change.labels) : [],
        rules,
      );
    case 'excluded-title':
      return excludedByTitle(change.title, rules);
    case 'no-start':
      return explain('noStart', { start: name, leadTimeStart });
    case 'negative':
      return explain('startAfterRelease', {
        start: name,
        leadTimeStart,
        lateSeconds: inSeconds(Math.max(0, Number(startedAt) - carrier.time)),
      });
    default:
      return carrier.first
        ? explain('carriedBefore', releaseValues(carrier.first))
        : explain('carriedByAnother', {});
  }
}

/** The release after a change joined its component, and how it gets its changes. */
export interface NextRelease {
  version: string | null;
  time: number;
  changesFrom: 'listed' | 'inferred' | 'none';
}

/**
 * Explains why no release carries a change.
 *
 * @param change - the component that it names, and whether that has any release; undefined when it names none
 * @param next - the component's next release after the change joined, except rollbacks
 */
export function explainUnreleased(
  change: { component?: string; released: boolean } | undefined,
  next: NextRelease | undefined,
): Explanation {
  if (!change) {
    return explain('noComponent', {});
  }
  const { component, released } = change;
  if (!released) {
    return explain('neverReleased', { component });
  }
  if (!next) {
    return explain('notReleasedYet', { component });
  }
  switch (next.changesFrom) {
    case 'listed':
      return explain('notListed', { ...releaseValues(next), component });
    case 'none':
      return explain('beforeFirstRelease', {
        ...releaseValues(next),
        component,
      });
    default:
      return explain('inNoRelease', { component });
  }
}
