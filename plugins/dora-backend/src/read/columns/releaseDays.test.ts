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
import { Knex } from 'knex';
import {
  arbitraryRows,
  ENTITIES,
  MONDAY,
  NOW,
} from '../metrics/__testUtils__/derivedRows';
import { prepare, store } from '../metrics/__testUtils__/store';
import { DefaultAggregator } from './DefaultAggregator';

jest.setTimeout(240_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const DAYS = { fromDay: MONDAY - 30, toDay: MONDAY + 30 };
/** So many that not all of their blocks are worth being read. */
const CENTURY = { fromDay: DAYS.fromDay - 18_000, toDay: DAYS.toDay + 18_000 };

describe.each(databases.eachSupportedId())('releaseDays on %s', databaseId => {
  let knex: Knex;

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    await prepare(knex);
  });

  it.each([
    ['in memory', DAYS],
    ['in the database', CENTURY],
  ])('counts %s what each day has', async (_, days) => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryRows,
        fc.subarray(ENTITIES.map(({ id }) => id)),
        async (rows, ids) => {
          await store(knex, rows);
          const aggregator = DefaultAggregator.create({
            knex,
            cacheSize: 0,
            incidentWindow: 0,
            now: () => NOW,
          });
          const releases = rows.releases.filter(
            ({ entityId, day }) =>
              ids.includes(entityId) && day >= days.fromDay && day < days.toDay,
          );
          const expected = [...new Set(releases.map(({ day }) => day))]
            .sort((a, b) => a - b)
            .map(day => {
              const ofDay = releases.filter(release => release.day === day);
              return {
                day,
                releases: ofDay.length,
                failed: ofDay.filter(({ failed }) => failed).length,
                rework: ofDay.filter(({ kind }) => kind !== 'code').length,
              };
            });
          expect(await aggregator.releaseDays(ids, days)).toEqual(expected);
        },
      ),
      { numRuns: 25 },
    );
  });
});
