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
import { Knex } from 'knex';
import { PackedPart, queryPacked, unpackRows } from './packedRows';
import { jsonRows } from './sql';

jest.setTimeout(120_000);

const THINGS: PackedPart = {
  columns: {
    numbers: ['t.no', 't.at'],
    texts: ['t.name'],
    optionalTexts: ['t.note'],
  },
  from: 'things t where t.entity_id = g.entity_id',
};

const NAMES: PackedPart = {
  columns: { numbers: ['t.no'], texts: ['t.name'], optionalTexts: [] },
  from: 'things t where t.entity_id = g.entity_id and t.no < g.below',
};

/** As its callers read: what stands between the texts is looked for only afterwards. */
async function readPacked<TName extends string>(
  knex: Knex,
  given: Knex.Raw,
  parts: Record<TName, PackedPart>,
) {
  return (
    unpackRows(await queryPacked(knex, given, parts)) ??
    unpackRows(await queryPacked(knex, given, parts, true))!
  );
}

describe('rows that are read packed', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  const read = async (knex: Knex, below: [number, number][]) => {
    const given = jsonRows(
      knex,
      'g',
      { entity_id: 'integer', below: 'integer' },
      below,
    );
    const found = await readPacked(knex, given, {
      things: THINGS,
      names: NAMES,
    });
    const rows = (id: number) => {
      const { length, numbers, texts, optionalTexts } = found.get(id)!.things;
      return Array.from({ length }, (_, row) => [
        ...numbers.map(column => column[row]),
        ...texts.map(column => column[row]),
        ...optionalTexts.map(column => column[row]),
      ]).sort((a, b) => Number(a[0]) - Number(b[0]));
    };
    return { rows, names: (id: number) => found.get(id)!.names.texts[0] };
  };

  it.each(databases.eachSupportedId())(
    'reads the rows of each that is given, whatever is in them, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      await knex.schema.createTable('things', table => {
        table.integer('entity_id');
        table.integer('no');
        table.bigInteger('at');
        table.text('name').notNullable();
        table.text('note');
      });
      await knex('things').insert([
        { entity_id: 1, no: 1, at: 2 ** 52, name: `a, "b"; %1F`, note: '' },
        { entity_id: 1, no: 2, at: null, name: '', note: null },
        { entity_id: 1, no: 3, at: -(2 ** 40), name: 'é 🚀', note: '=x' },
        { entity_id: 2, no: 4, at: 0, name: 'alone', note: null },
        { entity_id: 4, no: 5, at: 0, name: 'not asked for', note: null },
      ]);
      const plain = [
        [1, 2 ** 52, `a, "b"; %1F`, ''],
        [2, NaN, '', undefined],
        [3, -(2 ** 40), 'é 🚀', '=x'],
      ];
      const before = await read(knex, [
        [1, 2],
        [2, 9],
        [3, 9],
      ]);
      expect(before.rows(1)).toEqual(plain);
      expect(before.rows(2)).toEqual([[4, 0, 'alone', undefined]]);
      expect(before.rows(3)).toEqual([]);
      expect(before.names(1)).toEqual([`a, "b"; %1F`]);
      expect(before.names(3)).toEqual([]);

      // What stands between the texts, in a text.
      for (const name of ['\u001e', 'a\u001fb', '%\u001f\u001e%1E']) {
        await knex('things').where({ no: 4 }).update({ name, note: name });
        const after = await read(knex, [
          [1, 2],
          [2, 9],
        ]);
        expect(after.rows(1)).toEqual(plain);
        expect(after.rows(2)).toEqual([[4, 0, name, name]]);
        expect(after.names(2)).toEqual([name]);
      }
    },
  );
});
