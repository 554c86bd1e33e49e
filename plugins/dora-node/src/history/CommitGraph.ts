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

import { DateTime } from 'luxon';
import { HistoryCommit } from './types';

/** Larger clock errors are not taken into account. */
const DOUBT = { days: 1 };

/**
 * The commits of a branch since some time, which show what lies between two of
 * them without asking the code host each time. Whatever they cannot establish
 * for certain is undefined.
 */
export class CommitGraph {
  readonly #commits: Map<string, HistoryCommit>;
  /** Commits before this time may lack ancestors. */
  readonly #sureSince: DateTime;

  /** @param since - all later commits are known */
  constructor(commits: Iterable<HistoryCommit>, since: DateTime) {
    this.#commits = new Map([...commits].map(commit => [commit.sha, commit]));
    this.#sureSince = since.plus(DOUBT);
  }

  /**
   * The commits in the head but not in the base, oldest first; without a base,
   * only the head itself.
   */
  between(base: string | undefined, head: string): HistoryCommit[] | undefined {
    const last = this.#commits.get(head);
    if (!last || base === undefined) {
      return last && [last];
    }
    return this.#commits.has(base) ? this.#difference(base, head) : undefined;
  }

  #difference(base: string, head: string): HistoryCommit[] | undefined {
    const before = this.#ancestors(base);
    const found: HistoryCommit[] = [];
    const seen = new Set<string>();
    // Each commit is visited once before its parents and once after them.
    const open: Array<{ sha: string; parentsAreDone: boolean }> = [
      { sha: head, parentsAreDone: false },
    ];
    for (let next = open.pop(); next; next = open.pop()) {
      const commit = this.#commits.get(next.sha);
      if (next.parentsAreDone) {
        found.push(commit!);
      } else if (!seen.has(next.sha) && !before.has(next.sha)) {
        if (!commit || DateTime.fromISO(commit.committedAt) < this.#sureSince) {
          return undefined;
        }
        seen.add(next.sha);
        open.push({ sha: next.sha, parentsAreDone: true });
        for (const sha of [...commit.parents].reverse()) {
          open.push({ sha, parentsAreDone: false });
        }
      }
    }
    return found;
  }

  /** A commit and all its known ancestors. */
  #ancestors(sha: string): Set<string> {
    const found = new Set<string>();
    const open = [sha];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (!found.has(next)) {
        found.add(next);
        open.push(...(this.#commits.get(next)?.parents ?? []));
      }
    }
    return found;
  }
}
