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
import { DateTime } from 'luxon';
import { CommitGraph } from './CommitGraph';
import { HistoryCommit } from './types';

const START = DateTime.fromISO('2026-01-01T00:00:00Z');
const day = (number: number) => START.plus({ days: number }).toUTC().toISO()!;

/** A commit a day; each has some of those before it as its parents. */
const history = fc
  .array(fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), {
    minLength: 2,
    maxLength: 30,
  })
  .map(all =>
    all.map(
      (parents, number): HistoryCommit => ({
        sha: `c${number}`,
        parents:
          number === 0
            ? []
            : [...new Set(parents.map(parent => `c${parent % number}`))],
        message: '',
        authoredAt: day(number),
        committedAt: day(number),
      }),
    ),
  );

function ancestors(commits: HistoryCommit[], sha: string): Set<string> {
  const { parents } = commits[Number(sha.slice(1))];
  return new Set([
    sha,
    ...parents.flatMap(parent => [...ancestors(commits, parent)]),
  ]);
}

describe('CommitGraph', () => {
  it('tells what git tells, or nothing where something is missing', () => {
    const answers = { told: 0, untold: 0 };
    fc.assert(
      fc.property(
        history,
        fc.nat(),
        fc.nat(),
        fc.nat({ max: 20 }),
        (commits, a, b, since) => {
          const [base, head] = [a, b].map(
            number => commits[number % commits.length].sha,
          );
          const graph = new CommitGraph(
            commits.filter(({ committedAt }) => committedAt >= day(since)),
            START.plus({ days: since }),
          );
          const before = ancestors(commits, base);
          const expected = [...ancestors(commits, head)].filter(
            sha => !before.has(sha),
          );
          const found = graph.between(base, head)?.map(({ sha }) => sha);
          answers[found ? 'told' : 'untold']++;
          expect([...(found ?? expected)].sort()).toEqual(expected.sort());
          const misplaced = found?.filter((sha, index) =>
            commits[Number(sha.slice(1))].parents.some(parent =>
              found.slice(index).includes(parent),
            ),
          );
          expect(misplaced ?? []).toEqual([]);
          // The first day is in doubt.
          const mayBeMissing = since > 0 || expected.includes('c0');
          expect(mayBeMissing || found !== undefined).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
    expect(answers.told).toBeGreaterThan(100);
    expect(answers.untold).toBeGreaterThan(100);
  });

  it('takes only the head of what is deployed first', () => {
    const commit = (number: number): HistoryCommit => ({
      sha: `c${number}`,
      parents: [`c${number - 1}`],
      message: '',
      authoredAt: day(number),
      committedAt: day(number),
    });
    const graph = new CommitGraph([commit(1), commit(2)], START);
    expect(graph.between(undefined, 'c2')).toEqual([commit(2)]);
    expect(graph.between(undefined, 'c3')).toBeUndefined();
    expect(graph.between('c1', 'c3')).toBeUndefined();
  });
});
