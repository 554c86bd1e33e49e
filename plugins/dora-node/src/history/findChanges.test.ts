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

import fc from 'fast-check';
import { ChangeIndex } from './ChangeIndex';
import { findChanges } from './findChanges';
import { ChangeRecord, CodeHost, commitKey, HistoryCommit } from './types';

const time = (minutes: number) =>
  new Date(Date.UTC(2026, 0, 1) + minutes * 60_000).toISOString();

/** Makes a branch, and knows what each commit of it belongs to. */
class Branch {
  readonly commits: HistoryCommit[] = [];
  readonly records: ChangeRecord[] = [];
  /** The change of each commit that brings something. */
  readonly truth = new Map<string, string>();
  #clock = 0;
  #count = 0;

  push(): void {
    const commit = this.#commit('push');
    this.commits.push(commit);
    this.truth.set(commit.sha, `@${commit.sha}`);
  }

  merge(how: 'merge' | 'squash' | 'rebase', count: number): void {
    const id = `#${this.records.length + 1}`;
    const proposed = Array.from({ length: count }, (_, index) =>
      this.#commit(`${id} part ${index}`),
    );
    const own: HistoryCommit[] = [];
    if (how === 'merge') {
      own.push(...proposed, this.#commit(`Merge ${id}`, ['a', 'b']));
    } else if (how === 'squash') {
      own.push(this.#commit(`Squash ${id}`));
    } else {
      own.push(
        ...proposed.map(commit => ({
          ...this.#commit(commit.message),
          authoredAt: commit.authoredAt,
        })),
      );
    }
    this.commits.push(...own);
    own.forEach(({ sha }) => this.truth.set(sha, id));
    this.#propose(id, proposed, own[own.length - 1].sha);
  }

  /** Brings all so far from one branch to another; what was pushed is proposed by that for the first time. */
  promote(): void {
    const id = `#${this.records.length + 1}`;
    const proposed = [...this.commits];
    const pushed = proposed.filter(
      ({ sha }) => this.truth.get(sha) === `@${sha}`,
    );
    const merge = this.#commit(`Promote ${id}`, ['a', 'b']);
    if (pushed.length > 0) {
      [...pushed, merge].forEach(({ sha }) => this.truth.set(sha, id));
    }
    this.commits.push(merge);
    this.#propose(id, proposed, merge.sha);
  }

  #propose(id: string, proposed: HistoryCommit[], mergeSha: string): void {
    this.records.push({
      id,
      fingerprint: '',
      openedAt: time(0),
      mergedAt: time(this.#clock),
      mergeSha,
      commits: proposed.map(commit => ({
        sha: commit.sha,
        key: commitKey(commit),
        merge: commit.parents.length > 1,
      })),
      entityRefs: [],
    });
  }

  #commit(message: string, parents = ['a']): HistoryCommit {
    this.#clock++;
    const at = time(this.#clock);
    return {
      sha: `c${++this.#count}`,
      parents,
      message,
      authoredAt: at,
      committedAt: at,
    };
  }
}

/** Knows nothing but commits. */
const host: CodeHost = {
  compare: async () => undefined,
  commits: async () => ({ commits: [], hasNext: false }),
  findChange: async () => undefined,
  asChange: async ({ sha, committedAt }) => ({
    record: {
      id: `@${sha}`,
      fingerprint: '',
      openedAt: committedAt,
      mergeSha: sha,
      commits: [],
      entityRefs: [],
    },
    fact: { source: 'acme', id: `@${sha}`, firstCommitAt: committedAt },
  }),
};

const event = fc.oneof(
  fc.record({
    how: fc.constantFrom(
      'merge' as const,
      'squash' as const,
      'rebase' as const,
    ),
    count: fc.integer({ min: 1, max: 5 }),
  }),
  fc.constant('push' as const),
  fc.constant('promote' as const),
);

describe('findChanges', () => {
  it('finds the change of each commit, however it was merged and in whatever order it is known', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { minLength: 1, maxLength: 12 }),
        fc.nat(),
        fc.infiniteStream(fc.nat()),
        async (events, cut, order) => {
          const branch = new Branch();
          // Something to promote.
          branch.merge('merge', 1);
          for (const one of events) {
            if (one === 'push' || one === 'promote') {
              branch[one]();
            } else {
              branch.merge(one.how, one.count);
            }
          }
          const index = new ChangeIndex(
            branch.records
              .map(record => ({ record, rank: order.next().value }))
              .sort((a, b) => a.rank - b.rank)
              .map(({ record }) => record),
          );
          // Cut where one has ended: a deployment of half a rebase is another story.
          const ends = [
            0,
            ...branch.records.map(
              ({ mergeSha }) =>
                branch.commits.findIndex(({ sha }) => sha === mergeSha) + 1,
            ),
          ];
          const from = ends[cut % ends.length];
          const range = branch.commits.slice(from);
          const { changes } = await findChanges(range, index, host);
          const expected = new Set(
            range
              .map(({ sha }) => branch.truth.get(sha))
              .filter(id => id !== undefined),
          );
          expect(new Set(changes.map(({ id }) => id))).toEqual(expected);
        },
      ),
    );
  });
});
