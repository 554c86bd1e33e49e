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

/** What the parts of a list select for the list to be put in order: newest first, then by entity, source and id. */
export const NEWEST_FIRST = [
  { column: 'time', order: 'desc' },
  { column: 'ref' },
  { column: 'source' },
  { column: 'id' },
];

/** Counts the rows of a query. */
export async function countRows(query: Knex.QueryBuilder): Promise<number> {
  const [{ total }]: { total: BigInteger }[] = await query.count({
    total: '*',
  });
  return Number(total);
}

/** A page of what several queries, each with the columns of {@link NEWEST_FIRST}, select together. */
export function pageOf(
  knex: Knex,
  parts: Knex.QueryBuilder[],
  { limit, offset }: { limit: number; offset: number },
): Knex.QueryBuilder {
  // The page is among the newest of each: so each can be read along an index, and no further than the page reaches.
  const newest = parts.map((part, index) =>
    knex
      .from(
        part
          .clone()
          .orderBy(NEWEST_FIRST)
          .limit(offset + limit)
          .as(`part${index}`),
      )
      .select('*'),
  );
  return knex
    .from(knex.unionAll(newest).as('newest'))
    .orderBy(NEWEST_FIRST)
    .limit(limit)
    .offset(offset)
    .select('*');
}
