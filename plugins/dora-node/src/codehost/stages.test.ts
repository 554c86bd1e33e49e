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

import { JsonValue } from '@backstage/types';
import { runStages, Stage } from './stages';

type Visit = [name: string, page: number | undefined];

/** A stage of some pages. */
const pages =
  (name: string, count: number): Stage<Visit[]> =>
  async (visits, { page }) => {
    visits.push([name, page]);
    const next = (page ?? 1) + 1;
    return next <= count
      ? { next: { page: next }, remaining: count - next + 1 }
      : {};
  };

async function run(
  stages: Array<[string, Stage<Visit[]>]>,
  cursor?: JsonValue,
) {
  const visits: Visit[] = [];
  const remaining: Array<number | undefined> = [];
  let at = cursor;
  do {
    const step = await runStages(stages, visits, at);
    // As it comes back from the database.
    at = step.next && JSON.parse(JSON.stringify(step.next));
    remaining.push(step.remaining);
  } while (at !== undefined);
  return { visits, remaining };
}

describe('runStages', () => {
  const stages: Array<[string, Stage<Visit[]>]> = [
    ['a', pages('a', 2)],
    ['b', pages('b', 1)],
    ['c', pages('c', 2)],
  ];

  it('does the pages of each stage in order, and counts down', async () => {
    expect(await run(stages)).toEqual({
      visits: [
        ['a', undefined],
        ['a', 2],
        ['b', undefined],
        ['c', undefined],
        ['c', 2],
      ],
      remaining: [3, 2, 1, 1, undefined],
    });
  });

  it('goes on where it was', async () => {
    const { visits } = await run(stages, { stage: 'c', at: { page: 2 } });
    expect(visits).toEqual([['c', 2]]);
  });

  it('begins anew when its stage is gone', async () => {
    const { visits } = await run(stages.slice(1), {
      stage: 'a',
      at: { page: 2 },
    });
    expect(visits[0]).toEqual(['b', undefined]);
  });
});
