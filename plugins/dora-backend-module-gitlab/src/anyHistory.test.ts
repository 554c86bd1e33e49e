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
import { FakeGitLab } from './__testUtils__/FakeGitLab';
import { component } from './__testUtils__/component';
import { Reader } from './__testUtils__/Reader';
import { World } from './__testUtils__/World';

jest.setTimeout(120_000);

const START = '2026-01-05T00:00:00.000Z';
const NOW = '2026-06-30T00:00:00.000Z';

type Deed = (world: World) => void;

const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc
    .record({
      how: fc.constantFrom(
        'merge' as const,
        'squash' as const,
        'squash and merge' as const,
        'rebase' as const,
      ),
      commits: fc.integer({ min: 1, max: 3 }),
    })
    .map(
      ({ how, commits }): Deed =>
        world =>
          world.change(how, { commits }),
    ),
  fc.constant<Deed>(world => world.push()),
  fc.constant<Deed>(world => world.deploy()),
  fc.constant<Deed>(world => world.deploy('failed')),
  fc.constant<Deed>(world => world.deployToStaging()),
  fc.nat().map(
    (number): Deed =>
      world => {
        const live = world.project.deployments.filter(
          ({ environment, status }) =>
            environment === 'production' && status === 'success',
        );
        world.rollBack(live[number % live.length]);
      },
  ),
);

/** By the time of each deployment that succeeded, what it is the first to carry. */
function firstCarried(
  deployments: Iterable<{
    status: string;
    finishedAt?: string;
    changes?: unknown[];
  }>,
) {
  const seen = new Set<unknown>();
  return [...deployments]
    .filter(({ status }) => status === 'success')
    .sort((a, b) => Date.parse(a.finishedAt!) - Date.parse(b.finishedAt!))
    .map(({ finishedAt, changes = [] }) => {
      const fresh = changes.filter(id => !seen.has(id)).sort();
      fresh.forEach(id => seen.add(id));
      return [finishedAt, fresh];
    });
}

describe('whatever people do', () => {
  let gitlab: FakeGitLab;

  beforeAll(async () => {
    gitlab = await FakeGitLab.start();
  });

  afterAll(async () => {
    await gitlab.stop();
  });

  it('each change is found in the deployment that brought it first', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(deed, { minLength: 3, maxLength: 25 }),
        async deeds => {
          gitlab.projects.length = 0;
          const world = new World(
            gitlab.add('acme/shop/cart'),
            'component:default/cart',
            Date.parse(START),
          );
          world.push();
          world.deploy();
          deeds.forEach(happen => happen(world));

          const reader = Reader.create(gitlab, () => DateTime.fromISO(NOW));
          await reader.read([component('cart')], '2026-01-01T00:00:00.000Z');
          expect(firstCarried(reader.deployments.values())).toEqual(
            firstCarried(world.facts.deployments),
          );
          expect([...reader.changes.keys()].sort()).toEqual(
            expect.arrayContaining(
              world.facts.deployments
                .flatMap(({ changes = [] }) => changes as string[])
                .sort(),
            ),
          );
        },
      ),
      { numRuns: 40 },
    );
  });
});
