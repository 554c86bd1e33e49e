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

/** How a list is put in order. */
export interface ListOrder {
  /** `value` is what is sorted by where that is not the time */
  by: 'time' | 'value';
  order: 'asc' | 'desc';
}

/** The order that a list is asked for in: newest first, if nothing else is. */
export function orderOf(
  { sort, order = 'desc' }: { sort?: string; order?: 'asc' | 'desc' },
  byTime: string,
): ListOrder {
  return {
    by: sort === undefined || sort === byTime ? 'time' : 'value',
    order,
  };
}

/** What a list is put in order by. */
type OrderColumns = Record<'time' | 'value' | 'ref' | 'source' | 'id', string>;

const COLUMNS: OrderColumns = {
  time: 'time',
  value: 'value',
  ref: 'ref',
  source: 'source',
  id: 'id',
};

/** The same where they are selected from a page. */
export const PAGE_COLUMNS: OrderColumns = {
  time: 'page.time',
  value: 'page.value',
  ref: 'page.ref',
  source: 'page.source',
  id: 'page.id',
};

/** An order as SQL: what has no value comes last; ties are newest first, then by entity, source and id. */
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

/** A page of what several queries, each with the columns of {@link orderSql}, select together. */
export function pageOf(
  knex: Knex,
  parts: Knex.QueryBuilder[],
  { limit, offset }: { limit: number; offset: number },
  order: ListOrder,
): Knex.QueryBuilder {
  // The page is among the first of each: so each can be read along an index, and no further than the page reaches.
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
