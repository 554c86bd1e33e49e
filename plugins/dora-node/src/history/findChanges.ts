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
import { ChangeIndex } from './ChangeIndex';
import { ChangeRecord, CodeHost, commitKey, HistoryCommit } from './types';

/** The changes that some commits are part of. */
export interface FoundChanges {
  changes: ChangeRecord[];
  /** Those that were not known before. */
  discovered: { record: ChangeRecord; fact: Change }[];
  /** Those that turned out to bring nothing of their own. */
  promotions: ChangeRecord[];
}

const isMerge = ({ parents }: HistoryCommit) => parents.length > 1;

/** Finds the changes that commits belong to; asks the code host about commits of which nothing is known. */
export async function findChanges(
  commits: HistoryCommit[],
  index: ChangeIndex,
  host: CodeHost,
): Promise<FoundChanges> {
  const discovered: FoundChanges['discovered'] = [];
  const brought = new Map<string, HistoryCommit[]>();
  for (const commit of commits) {
    const key = isMerge(commit) ? undefined : commitKey(commit);
    let record = index.find({ sha: commit.sha, key });
    if (!record) {
      const found = await find(commit, host);
      if (found) {
        discovered.push(found);
        index.add(found.record);
        record = found.record;
      }
    }
    if (record) {
      brought.set(record.id, [...(brought.get(record.id) ?? []), commit]);
    }
  }

  const changes: ChangeRecord[] = [];
  const promotions: ChangeRecord[] = [];
  for (const [id, own] of brought) {
    const record = index.get(id)!;
    if (own.every(isMerge) && index.isPromotion(record)) {
      promotions.push(record);
    } else {
      changes.push(record);
    }
  }
  return { changes, discovered, promotions };
}

async function find(commit: HistoryCommit, host: CodeHost) {
  const found = await host.findChange(commit);
  // A merge of branches by itself changes nothing.
  return found ?? (isMerge(commit) ? undefined : host.asChange(commit));
}
