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
import { idsIn, jsonRows } from '../../database/sql';
import { DayRange } from '../Window';
import { ChangeRow, findChangeDetails } from './changeDetails';
import { selectReleased } from './changeParts';
import { EvidenceScope } from './EvidenceScope';
import { countRows, ListOrder, orderSql } from './page';
import { BigInteger } from './values';

/** The changes of one entity and day with the same lead time. */
interface Place {
  value: BigInteger;
  entity_id: number;
  day: number;
  items: BigInteger;
}

const sum = (places: Place[]) =>
  places.reduce((total, { items }) => total + Number(items), 0);

/**
 * Reads a page of the changes with a lead time, ordered by it. First finds the lead times of the page in an index, so
 * that only the few changes with these need sorting.
 *
 * @param page - lies within the list; its limit is above 0
 */
export async function findByLeadTime(
  knex: Knex,
  scope: EvidenceScope,
  { fromDay, toDay }: DayRange,
  order: 'asc' | 'desc',
  { limit, offset }: { limit: number; offset: number },
): Promise<ChangeRow[]> {
  const counted = () =>
    knex('release_changes as rc')
      .where(idsIn(knex, 'rc.entity_id', scope.ids))
      .where('rc.day', '>=', fromDay)
      .where('rc.day', '<', toDay)
      .where('rc.first', true)
      .whereNotNull('rc.lead_time');
  const rows: { value: BigInteger }[] = await counted()
    .orderBy('rc.lead_time', order)
    .limit(limit)
    .offset(offset)
    .select('rc.lead_time as value');
  if (rows.length === 0) {
    return [];
  }
  const values = rows.map(({ value }) => Number(value));
  const first = values[0];
  const last = values[values.length - 1];
  const places: Place[] = await counted()
    .whereBetween('rc.lead_time', [
      Math.min(first, last),
      Math.max(first, last),
    ])
    .groupBy('rc.lead_time', 'rc.entity_id', 'rc.day')
    .select(
      'rc.lead_time as value',
      'rc.entity_id',
      'rc.day',
      knex.raw('count(*) as items'),
    );
  const before =
    first === last
      ? offset -
        (await countRows(
          counted().where('rc.lead_time', order === 'asc' ? '<' : '>', first),
        ))
      : // The page starts among the last of those with the first value.
        sum(places.filter(({ value }) => Number(value) === first)) -
        values.filter(value => value === first).length;
  const place = jsonRows(
    knex,
    'g',
    { value: 'bigint', entity_id: 'integer', day: 'integer' },
    places.map(row => [Number(row.value), row.entity_id, row.day]),
  );
  const inOrder: ListOrder = { by: 'value', order };
  const selected = selectReleased(
    knex
      .from(place)
      .joinRaw('cross join release_changes as rc')
      .joinRaw('cross join releases as r')
      .joinRaw('cross join changes as c')
      .whereRaw(
        `rc.entity_id = g.entity_id and rc.day = g.day and rc.lead_time = g.value
         and r.id = rc.release_id and c.pk = rc.change_pk`,
      )
      .where('rc.first', true),
  )
    .orderByRaw(orderSql(inOrder))
    .limit(limit)
    // Rows may have disappeared meanwhile through derivation.
    .offset(Math.max(0, before));
  return findChangeDetails(knex, selected, inOrder);
}
