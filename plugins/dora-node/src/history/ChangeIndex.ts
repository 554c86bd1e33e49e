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

import { ChangeRecord } from './types';

const ABBREVIATED = 7;

const before = (a: ChangeRecord, b: ChangeRecord) =>
  (a.mergedAt ?? '￿') < (b.mergedAt ?? '￿');

/** Finds changes by their commits. */
export class ChangeIndex {
  readonly #byId = new Map<string, ChangeRecord>();
  /** If several changes contain a commit, the one merged first brought it. */
  readonly #bySha = new Map<string, ChangeRecord>();
  readonly #byMerge = new Map<string, ChangeRecord>();
  /** Rebasing or cherry-picking a commit changes its hash but not its key. */
  readonly #byKey = new Map<string, ChangeRecord>();

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
    for (const { sha, key, merge } of record.commits) {
      keepFirst(this.#bySha, sha, record);
      if (!merge) {
        keepFirst(this.#byKey, key, record);
      }
    }
  }

  get(id: string): ChangeRecord | undefined {
    return this.#byId.get(id);
  }

  all(): ChangeRecord[] {
    return [...this.#byId.values()];
  }

  /** The change that brought a commit: of all that contain it, the one merged first. */
  find({ sha, key }: { sha: string; key?: string }): ChangeRecord | undefined {
    return [
      this.#byMerge.get(sha),
      this.#bySha.get(sha),
      key === undefined ? undefined : this.#byKey.get(key),
    ].reduce((first, record) =>
      !first || (record && before(record, first)) ? record : first,
    );
  }

  /** As {@link ChangeIndex.find}, for a hash that may be abbreviated. */
  findByAnySha(sha: string): ChangeRecord | undefined {
    const found = this.find({ sha });
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
   * Whether a change only carries others from one branch to another: others had
   * brought all of its commits before.
   */
  isPromotion(record: ChangeRecord): boolean {
    const proposed = record.commits.filter(({ merge }) => !merge);
    return (
      proposed.length > 0 &&
      proposed.every(commit => this.find(commit)?.id !== record.id)
    );
  }
}

function keepFirst(
  map: Map<string, ChangeRecord>,
  key: string,
  record: ChangeRecord,
): void {
  const known = map.get(key);
  if (!known || known.id === record.id || before(record, known)) {
    map.set(key, record);
  }
}
