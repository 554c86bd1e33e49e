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

const STARTS: Record<Rules['leadTimeStart'], string> = {
  firstCommit: 'firstCommitAt',
  opened: 'openedAt',
  merged: 'mergedAt',
};

/** Why a change has no lead time that counts, in a sentence. */
export function describeExclusion(
  exclusion: ChangeExclusion,
  rules: Rules,
): string {
  switch (exclusion) {
    case 'excluded-label':
      return `left out: it has a label of dora.rules.excludeChanges.labels (${rules.excludeChanges.labels.join(
        ', ',
      )})`;
    case 'excluded-title':
      return `left out: its title matches dora.rules.excludeChanges.titles (${rules.excludeChanges.titles.join(
        ', ',
      )})`;
    case 'no-start':
      return `left out: it has no ${
        STARTS[rules.leadTimeStart]
      }, where lead time starts (dora.rules.leadTimeStart: ${
        rules.leadTimeStart
      })`;
    case 'negative':
      return `left out: its ${
        STARTS[rules.leadTimeStart]
      } is after the release, so that its lead time would be negative`;
    default:
      return 'counted before: an earlier release of the component was the first to carry it';
  }
}
