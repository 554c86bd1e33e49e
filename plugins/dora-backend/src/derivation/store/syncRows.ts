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

import { Knex } from 'knex';
import { groupBy } from '../../database/groupBy';
import { insertValues } from '../../database/rows';
import { idsIn } from '../../database/sql';
import { columnOf, DerivedRow, DerivedTable } from './derivedTables';

/** Groups rows by the group column of their table. */
function byGroup(table: DerivedTable, rows: DerivedRow[]) {
  const column = columnOf(table, table.group);
  return groupBy(rows, row => row[column] as number);
}

/** A text that is equal only for equal rows: their texts contain no NUL, and none is empty. */
const fingerprint = (rows: DerivedRow[]) =>
  rows.length === 1
    ? rows[0].join('\u0000')
    : rows
        .map(row => row.join('\u0000'))
        .sort()
        .join('\u0000\u0000');

/**
 * Updates the rows of some components in a derived table. Writes only the groups that differ: most of a history stays
 * the same when a deployment is added.
 *
 * @returns the removed and the written rows
 */
export async function syncRows(
  tx: Knex.Transaction,
  table: DerivedTable,
  stored: DerivedRow[],
  wanted: DerivedRow[],
): Promise<DerivedRow[]> {
  const before = byGroup(table, stored);
  const after = byGroup(table, wanted);
  const outdated = new Map<number, DerivedRow[]>();
  const written: DerivedRow[] = [];
  for (const [id, rows] of after) {
    const old = before.get(id);
    if (!old || fingerprint(old) !== fingerprint(rows)) {
      written.push(...rows);
      if (old) {
        outdated.set(id, old);
      }
    }
  }
  for (const [id, rows] of before) {
    if (!after.has(id)) {
      outdated.set(id, rows);
    }
  }
  const removed = [...outdated.keys()].filter(
    id => !(table.unique && after.has(id)),
  );
  if (removed.length > 0) {
    await tx(`${table.name} as t`)
      .where(idsIn(tx, table.group, removed))
      .whereRaw(table.condition ?? 'true')
      .delete();
  }
  await insertValues(
    tx,
    table.name,
    table.columns,
    written,
    // Updates rows in place to keep their other columns.
    table.unique ? table.group : undefined,
  );
  return [...[...outdated.values()].flat(), ...written];
}
