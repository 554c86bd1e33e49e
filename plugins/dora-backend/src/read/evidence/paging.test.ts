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

import { TestDatabases } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import {
  crowded,
  hierarchy,
  ofWeek,
  serviceOf,
  Story,
} from './__testUtils__/story';
import {
  excludeMany,
  inOrder,
  MANY,
  releaseMany,
  Row,
  waitMany,
} from './__testUtils__/manyRows';

jest.setTimeout(240_000);

const contains = (row: Row, names: string[], text: string | undefined) =>
  text === undefined ||
  [row.ref, ...names].some(name => name.includes(text.toLowerCase()));

describe('pages of evidence', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  it.each(databases.eachSupportedId())(
    'are cut from one order, however many there are, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      await Story.begin(knex);
      const rows = await releaseMany(knex);
      const waiting = await waitMany(knex);
      const excluded = await excludeMany(knex);
      const service = serviceOf(knex);
      await fc.assert(
        fc.asyncProperty(
          fc.record({
            // With more entities, they are looked for in other ways.
            hierarchy: fc.constantFrom(hierarchy, crowded),
            entityRef: fc.constantFrom(undefined, 'system:cart', 'pay-api'),
            limit: fc.integer({ min: 0, max: 40 }),
            offset: fc.oneof(
              fc.integer({ min: 0, max: 60 }),
              fc.integer({ min: 0, max: MANY + 400 }),
            ),
            order: fc.constantFrom(undefined, 'asc' as const, 'desc' as const),
            filter: fc.constantFrom(undefined, undefined, 'V1', '-12', 'cart'),
          }),
          fc.boolean(),
          fc.constantFrom(
            'time' as const,
            'changes' as const,
            'value' as const,
          ),
          async (asked, some, sort) => {
            const { entityRef, limit, offset, order = 'desc', filter } = asked;
            const query = { ...ofWeek(entityRef), ...asked };
            const ids = new Set<number | null>(hierarchy.idsUnder(entityRef));
            const within = (all: Row[], namesOf: (row: Row) => string[]) =>
              all.filter(
                row =>
                  (ids.has(row.entityId) ||
                    (row.entityId === null && entityRef === undefined)) &&
                  contains(row, namesOf(row), filter),
              );
            const page = (
              found: readonly Row[],
              valueOf: (row: Row) => number | null,
            ) => inOrder(found, valueOf, order).slice(offset, offset + limit);
            const time = (row: Row) => row.time;
            const byValue = sort === 'value';

            const released = within(rows, ({ names }) =>
              names.map(name => name.toLowerCase()),
            ).filter(row => !some || row.failed);
            const releases = await service.releases({
              ...query,
              sort: byValue ? 'recoveryTime' : sort,
              only: some ? 'failed' : undefined,
            });
            expect(releases.totalItems).toBe(released.length);
            expect(releases.items.map(({ id }) => id)).toEqual(
              page(
                released,
                {
                  time,
                  changes: (row: Row) => row.carried,
                  value: (row: Row) => row.recovery,
                }[sort],
              ).map(({ pk }) => String(pk)),
            );

            const ofNone = within(excluded, ({ names }) =>
              names.map(name => name.toLowerCase()),
            );
            const others = await service.releases({
              ...query,
              only: 'excluded',
            });
            expect(others.totalItems).toBe(ofNone.length);
            expect(
              others.items.map(({ rollouts: [{ deployment }] }) => deployment),
            ).toEqual(
              page(ofNone, time).map(({ source, id }) => ({ source, id })),
            );

            const namesOfChange = ({ id, names }: Row) =>
              [id, ...names].map(name => name.toLowerCase());
            const carried = within(rows, namesOfChange);
            for (const [only, listed] of [
              [undefined, [...carried, ...within(waiting, namesOfChange)]],
              ['counted', carried.filter(row => row.leadTime !== null)],
              [
                'excluded',
                [
                  ...carried.filter(row => row.leadTime === null),
                  ...within(waiting, namesOfChange),
                ],
              ],
            ] as const) {
              const changes = await service.changes({
                ...query,
                sort: byValue ? 'leadTime' : 'time',
                only,
              });
              expect(changes.totalItems).toBe(listed.length);
              expect(
                changes.items.map(({ source, id }) => `${source} ${id}`),
              ).toEqual(
                page(listed, byValue ? row => row.leadTime : time).map(
                  ({ source, id }) => `${source} ${id}`,
                ),
              );
            }

            const hit = within(rows, ({ id }) => [id]).filter(
              row => !some || row.failed,
            );
            const incidents = await service.incidents({
              ...query,
              sort: byValue ? 'timeToRestore' : 'startedAt',
              only: some ? 'attributed' : undefined,
            });
            expect(incidents.totalItems).toBe(hit.length);
            expect(incidents.items.map(({ id }) => id)).toEqual(
              page(hit, byValue ? row => row.leadTime : time).map(
                ({ id }) => id,
              ),
            );
          },
        ),
        { numRuns: 100 },
      );
      await knex.destroy();
    },
  );
});
