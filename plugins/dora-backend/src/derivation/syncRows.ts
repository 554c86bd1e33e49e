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
import { insertRows, normalizeRow, Row } from '../database/rows';
import { idsIn } from '../database/sql';
import { DerivedTable } from './derivedTables';

const byRelease = (table: DerivedTable, rows: Row[]) => {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const id = Number(row[table.releaseColumn]);
    const group = groups.get(id) ?? [];
    group.push(row);
    groups.set(id, group);
  }
  return groups;
};

const fingerprint = (table: DerivedTable, rows: Row[]) =>
  rows
    .map(row => JSON.stringify(Object.keys(table.columns).map(c => row[c])))
    .sort()
    .join();

/**
 * Makes the rows of some components in a derived table what they should be, touching only the releases whose rows
 * differ: most of a history stays the same when a deployment is added to it.
 *
 * @returns the ids of the releases whose rows were written or removed
 */
export async function syncRows(
  tx: Knex.Transaction,
  table: DerivedTable,
  existing: Row[],
  wanted: Row[],
): Promise<Set<number>> {
  const before = byRelease(
    table,
    existing.map(row => normalizeRow(table.columns, row)),
  );
  const after = byRelease(table, wanted);
  const changed = new Set<number>();
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    if (
      fingerprint(table, before.get(id) ?? []) !==
      fingerprint(table, after.get(id) ?? [])
    ) {
      changed.add(id);
    }
  }
  if (changed.size === 0) {
    return changed;
  }
  const removed = [...changed].filter(id => before.has(id));
  if (removed.length > 0) {
    // Only what was compared: reasons that come from incidents live in the same table.
    await tx(table.name)
      .where(idsIn(tx, table.releaseColumn, removed))
      .modify(query => {
        if (table.columns.incident_pk) {
          query.whereNull('incident_pk');
        }
      })
      .delete();
  }
  await insertRows(
    tx,
    table.name,
    table.columns,
    [...changed].flatMap(id => after.get(id) ?? []),
  );
  return changed;
}
