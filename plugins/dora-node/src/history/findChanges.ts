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

import { ChangeIndex } from './ChangeIndex';
import {
  ChangeRecord,
  CodeHost,
  commitKey,
  FoundChange,
  HistoryCommit,
} from './types';

/** The changes that commits belong to. */
export interface FoundChanges {
  changes: ChangeRecord[];
  /** Newly found changes. */
  discovered: FoundChange[];
  /** Changes that turned out to be promotions. */
  promotions: ChangeRecord[];
}

const isMerge = ({ parents }: HistoryCommit) => parents.length > 1;

/** Finds the changes that commits belong to; asks the code host about unknown commits. */
export async function findChanges(
  commits: HistoryCommit[],
  index: ChangeIndex,
  host: CodeHost,
): Promise<FoundChanges> {
  const discovered: FoundChange[] = [];
  const known = (commit: HistoryCommit) =>
    index.find({
      sha: commit.sha,
      key: isMerge(commit) ? undefined : commitKey(commit),
    });
  // Merges first: the commits they brought may be too old to be requested.
  for (const commit of [
    ...commits.filter(isMerge),
    ...commits.filter(one => !isMerge(one)),
  ]) {
    const found = known(commit) ? undefined : await find(commit, host);
    if (found) {
      discovered.push(found);
      index.add(found.record);
    }
  }

  const brought = new Map<string, HistoryCommit[]>();
  for (const commit of commits) {
    const record = known(commit);
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
  // A merge commit changes nothing by itself.
  return found ?? (isMerge(commit) ? undefined : host.asChange(commit));
}
