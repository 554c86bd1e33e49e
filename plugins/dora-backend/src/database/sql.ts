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
import { ColumnType, Value } from './rows';

const MAX_INTEGER = 2 ** 31 - 1;

export const isPostgres = (knex: Knex): boolean =>
  knex.client.config.client.includes('pg');

/**
 * A PostgreSQL array literal. The driver would produce the same but inspects
 * the type of each value: for many rows, that takes longer than everything
 * else.
 */
function arrayLiteral(type: ColumnType, values: Value[]): string {
  if (type !== 'text') {
    return `{${values.map(value => value ?? 'NULL').join(',')}}`;
  }
  const texts = (values as (string | null)[]).map(value => {
    if (value === null) {
      return 'NULL';
    }
    return value.includes('"') || value.includes('\\')
      ? `"${value.replace(/["\\]/g, '\\$&')}"`
      : `"${value}"`;
  });
  return `{${texts.join(',')}}`;
}

/**
 * The condition that a column has one of the given ids (or other integers), as
 * a single bound parameter: both databases limit the number of parameters.
 * Never true for an empty list.
 *
 * @example
 * ```ts
 * knex('releases').where(idsIn(knex, 'releases.entity_id', ids))
 * ```
 */
export function idsIn(
  knex: Knex,
  column: string | Knex.Raw,
  ids: Iterable<number>,
): Knex.Raw {
  const list = [...ids];
  if (!isPostgres(knex)) {
    return knex.raw('?? in (select value from json_each(?))', [
      column,
      JSON.stringify(list),
    ]);
  }
  // PostgreSQL only uses a hash lookup if the column has the type of the list,
  // which matters when a list of thousands filters a scan: entity ids are
  // integers; keys of facts are found through an index anyway.
  const type = list.some(id => id > MAX_INTEGER) ? 'bigint' : 'integer';
  return knex.raw(`?? = any(?::${type}[])`, [column, arrayLiteral(type, list)]);
}

/**
 * The given rows as a derived table to select from or join; binds one
 * parameter, or one per column, however many rows there are.
 *
 * @example
 * ```ts
 * knex('releases as r').join(
 *   jsonRows(knex, 'g', { group_no: 'integer', entity_id: 'integer' }, [[0, 17]]),
 *   'g.entity_id', 'r.entity_id',
 * )
 * ```
 */
export function jsonRows(
  knex: Knex,
  name: string,
  columns: Record<string, ColumnType>,
  rows: Value[][],
): Knex.Raw {
  const names = Object.keys(columns);
  if (!isPostgres(knex)) {
    return knex.raw(
      `(select ${names
        .map((_, index) => `json_extract(value, '$[${index}]') as ??`)
        .join(', ')} from json_each(?)) as ??`,
      [...names, JSON.stringify(rows), name],
    );
  }
  const values = names.map((column, index) =>
    arrayLiteral(
      columns[column],
      rows.map(row => row[index]),
    ),
  );
  return knex.raw(
    `unnest(${names
      .map(column => `?::${columns[column]}[]`)
      .join(', ')}) as ??(${names.map(() => '??').join(', ')})`,
    [...values, name, ...names],
  );
}
