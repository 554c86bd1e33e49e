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
import { idsIn, jsonRows } from './sql';

jest.setTimeout(120_000);

describe('portable SQL', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  it.each(databases.eachSupportedId())(
    'selects by any number of ids on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      await knex.schema.createTable('things', table => {
        table.integer('small');
        table.bigInteger('large');
      });
      await knex('things').insert([
        { small: 1, large: 1 },
        { small: 2, large: 2 ** 40 },
        { small: 40_000, large: 3 },
      ]);
      const found = async (column: string, ids: Iterable<number>) =>
        (
          await knex('things')
            .where(idsIn(knex, column, ids))
            .orderBy('small')
            .select('small')
        ).map(row => row.small);

      expect(await found('small', [1, 2, 5])).toEqual([1, 2]);
      expect(await found('things.small', new Set([2]))).toEqual([2]);
      expect(await found('large', [2 ** 40, 3])).toEqual([2, 40_000]);
      expect(await found('large', [1, 3])).toEqual([1, 40_000]);
      expect(await found('small', [])).toEqual([]);
      expect(
        await found(
          'small',
          Array.from({ length: 100_000 }, (_, index) => index + 2),
        ),
      ).toEqual([2, 40_000]);
    },
  );

  it.each(databases.eachSupportedId())(
    'brings rows to the database and keeps their types on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const columns = { no: 'integer', name: 'text', at: 'bigint' } as const;
      const rows = [
        [1, `it's "x", {y}`, 2 ** 45],
        [2, null, null],
      ];
      const selected = await knex
        .from(jsonRows(knex, 'given', columns, rows))
        .orderBy('given.no')
        .select('given.*');
      expect(
        selected.map(row => ({ ...row, at: row.at && Number(row.at) })),
      ).toEqual([
        { no: 1, name: `it's "x", {y}`, at: 2 ** 45 },
        { no: 2, name: null, at: null },
      ]);

      await knex.schema.createTable('things', table => {
        table.integer('id');
      });
      await knex('things').insert([{ id: 1 }, { id: 2 }, { id: 3 }]);
      expect(
        await knex('things')
          .join(jsonRows(knex, 'given', columns, rows), 'given.no', 'things.id')
          .orderBy('id')
          .select('id'),
      ).toEqual([{ id: 1 }, { id: 2 }]);
      expect(
        await knex.from(jsonRows(knex, 'given', columns, [])).select('*'),
      ).toEqual([]);
    },
  );
});
