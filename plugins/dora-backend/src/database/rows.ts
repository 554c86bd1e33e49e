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
import { jsonRows } from './sql';

/** The type of a column, by its PostgreSQL name. */
export type ColumnType =
  | 'bigint'
  | 'integer'
  | 'double precision'
  | 'text'
  | 'boolean';

/** The columns of a table to write, with their types. */
export type Columns = Record<string, ColumnType>;

export type Value = string | number | boolean | null;
export type Row = Record<string, Value>;

/**
 * Inserts any number of rows with a single statement.
 *
 * @param rows - with values in the order of the columns
 * @param key - the column that identifies the row to replace; without it, all
 *   rows must be new
 */
export async function insertValues(
  tx: Knex,
  table: string,
  columns: Columns,
  rows: Value[][],
  key?: string,
): Promise<void> {
  if (rows.length === 0) {
    return;
  }
  const names = Object.keys(columns);
  const merge = `on conflict (??) do update set ${names
    .map(() => '?? = excluded.??')
    .join(', ')}`;
  await tx.raw(
    `insert into ?? (${names.map(() => '??').join(', ')})
     select ${names.map(() => '??').join(', ')} from ? where true ${
      key === undefined ? '' : merge
    }`,
    [
      table,
      ...names,
      ...names,
      jsonRows(tx, 'given', columns, rows),
      ...(key === undefined ? [] : [key, ...names.flatMap(n => [n, n])]),
    ],
  );
}

/** Inserts any number of rows with a single statement. */
export async function insertRows(
  tx: Knex,
  table: string,
  columns: Columns,
  rows: Row[],
): Promise<void> {
  const names = Object.keys(columns);
  await insertValues(
    tx,
    table,
    columns,
    rows.map(row => names.map(name => row[name])),
  );
}
