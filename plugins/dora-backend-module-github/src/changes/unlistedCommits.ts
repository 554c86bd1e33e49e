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

import { ChangeRecord, SyncBatch } from '@backstage-dora/plugin-dora-node';
import { Work } from '../stages/types';

const KEY = 'unlistedCommits';

/** The maximum number of commits that GitHub lists for a pull request. */
const LISTED = 250;

/** Records that some pull requests have more commits than GitHub lists. */
export function unlistedCommitsBatch(records: ChangeRecord[]): SyncBatch {
  return records.some(({ commits }) => commits.length >= LISTED)
    ? { state: { [KEY]: true } }
    : {};
}

/** Whether a commit may belong to a known pull request that does not list it. */
export async function hasUnlistedCommits({ context }: Work): Promise<boolean> {
  return (await context.state.get<boolean>(KEY)) ?? false;
}
