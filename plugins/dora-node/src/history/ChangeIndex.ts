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

import { ChangeRecord, commitKey, HistoryCommit } from './types';

const ABBREVIATED = 7;

const before = (a: ChangeRecord, b: ChangeRecord) =>
  (a.mergedAt ?? '￿') < (b.mergedAt ?? '￿');

/** Finds changes by their commits. */
export class ChangeIndex {
  readonly #byId = new Map<string, ChangeRecord>();
  /** Where several changes propose a commit, the one that was merged first brought it. */
  readonly #bySha = new Map<string, ChangeRecord>();
  readonly #byMerge = new Map<string, ChangeRecord>();

  constructor(records: Iterable<ChangeRecord>) {
    for (const record of records) {
      this.add(record);
    }
  }

  add(record: ChangeRecord): void {
    this.#byId.set(record.id, record);
    if (record.mergeSha) {
      this.#byMerge.set(record.mergeSha, record);
    }
    for (const { sha } of record.commits) {
      const known = this.#bySha.get(sha);
      if (!known || known.id === record.id || before(record, known)) {
        this.#bySha.set(sha, record);
      }
    }
  }

  get(id: string): ChangeRecord | undefined {
    return this.#byId.get(id);
  }

  all(): ChangeRecord[] {
    return [...this.#byId.values()];
  }

  /** The change that brought a commit. */
  findBySha(sha: string): ChangeRecord | undefined {
    const proposed = this.#bySha.get(sha);
    const merged = this.#byMerge.get(sha);
    return proposed && merged && before(merged, proposed)
      ? merged
      : proposed ?? merged;
  }

  /** As {@link ChangeIndex.findBySha}, for a hash that may be abbreviated. */
  findByAnySha(sha: string): ChangeRecord | undefined {
    const found = this.findBySha(sha);
    if (found || sha.length < ABBREVIATED) {
      return found;
    }
    for (const known of [this.#byMerge, this.#bySha]) {
      for (const [full, record] of known) {
        if (full.startsWith(sha)) {
          return record;
        }
      }
    }
    return undefined;
  }

  /**
   * The changes that brought some commits by a rebase: their last commit is
   * known as the one that they were merged by, the others look the same as
   * those that were proposed.
   */
  findRebased(commits: HistoryCommit[]): Map<string, ChangeRecord> {
    const byKey = new Map<string, ChangeRecord>();
    for (const { sha, parents } of commits) {
      const record = parents.length < 2 && this.#byMerge.get(sha);
      if (record) {
        record.commits.forEach(({ key }) => byKey.set(key, record));
      }
    }
    const found = new Map<string, ChangeRecord>();
    for (const commit of commits) {
      const record = byKey.get(commitKey(commit));
      if (record && !this.findBySha(commit.sha)) {
        found.set(commit.sha, record);
      }
    }
    return found;
  }

  /**
   * Whether a change only brings others from one branch to another: all that
   * it proposed had been brought by others before.
   */
  isPromotion(record: ChangeRecord): boolean {
    const proposed = record.commits.filter(({ merge }) => !merge);
    return (
      proposed.length > 0 &&
      proposed.every(({ sha }) => this.findBySha(sha)?.id !== record.id)
    );
  }
}
