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
import { BigInteger } from './values';

/** The order of a list. */
export interface ListOrder {
  /** `value` when it is not sorted by time */
  by: 'time' | 'value';
  order: 'asc' | 'desc';
}

/** The requested order of a list; newest first by default. */
export function orderOf(
  { sort, order = 'desc' }: { sort?: string; order?: 'asc' | 'desc' },
  byTime: string,
): ListOrder {
  return {
    by: sort === undefined || sort === byTime ? 'time' : 'value',
    order,
  };
}

/** The columns that determine the order of a list. */
type OrderColumns = Record<'time' | 'value' | 'ref' | 'source' | 'id', string>;

const COLUMNS: OrderColumns = {
  time: 'time',
  value: 'value',
  ref: 'ref',
  source: 'source',
  id: 'id',
};

/** The same columns, selected from a page. */
export const PAGE_COLUMNS: OrderColumns = {
  time: 'page.time',
  value: 'page.value',
  ref: 'page.ref',
  source: 'page.source',
  id: 'page.id',
};

/** An order as SQL: rows without value come last; ties are newest first, then by entity, source and id. */
export function orderSql(
  { by, order }: ListOrder,
  { time, value, ref, source, id }: OrderColumns = COLUMNS,
): string {
  const ties = `${ref}, ${source}, ${id}`;
  return by === 'time'
    ? `${time} ${order}, ${ties}`
    : `${value} ${order} nulls last, ${time} desc, ${ties}`;
}

/** Counts the rows of a query. */
export async function countRows(query: Knex.QueryBuilder): Promise<number> {
  const [{ total }]: { total: BigInteger }[] = await query.count({
    total: '*',
  });
  return Number(total);
}

/** A page of the union of several queries, each with the columns of {@link orderSql}. */
export function pageOf(
  knex: Knex,
  parts: Knex.QueryBuilder[],
  { limit, offset }: { limit: number; offset: number },
  order: ListOrder,
): Knex.QueryBuilder {
  // The page is among the first rows of each query, so each can read an index just as far as the page reaches.
  const first = parts.map((part, index) =>
    knex
      .from(
        part
          .clone()
          .orderByRaw(orderSql(order))
          .limit(offset + limit)
          .as(`part${index}`),
      )
      .select('*'),
  );
  return knex
    .from(knex.unionAll(first).as('first'))
    .orderByRaw(orderSql(order))
    .limit(limit)
    .offset(offset)
    .select('*');
}
