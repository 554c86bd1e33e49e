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
import { jsonRows } from '../database/sql';
import { EvidenceScope } from './EvidenceScope';
import { ListOrder } from './page';
import { daysOfPage, DayTotal } from './pageDays';
import { Condition, releasesByTime } from './releasesInWindow';
import { ReleasesEvidenceQuery } from './types';
import { BigInteger } from './values';

/** What releases (`r`) are sorted by, as SQL; none is below 0. */
export const VALUES = {
  time: 'r.time',
  changes: 'r.changes',
  recoveryTime: 'r.recovered_at - r.time',
};

/** What stands for having no value. */
const NO_VALUE = -1;

/** The few releases that a page is cut out of, and where in these it starts. */
export interface Cut {
  offset: number;
  isOfCut: Condition;
}

/**
 * Finds the times that a page of releases has in order of time, so that only the releases of these need be put in order,
 * and skips the days that the page has nothing of.
 */
export async function cutByTime(
  knex: Knex,
  scope: EvidenceScope,
  query: ReleasesEvidenceQuery,
  isWanted: Condition,
  order: 'asc' | 'desc',
  days: DayTotal[],
): Promise<Cut | undefined> {
  const { window, limit } = query;
  const part = daysOfPage(days, order, query);
  if (!part) {
    return undefined;
  }
  const ofDays = { ...part, timezone: window.timezone };
  const places: { time: BigInteger; place: BigInteger }[] = await knex(
    'releases as r',
  )
    .where(releasesByTime(knex, scope, ofDays))
    .where(isWanted)
    .orderBy('r.time', order)
    .limit(limit)
    .offset(part.offset)
    .select(
      'r.time',
      knex.raw(`rank() over (order by r.time ${order}) as place`),
    );
  if (places.length === 0) {
    return undefined;
  }
  const times = new Set(places.map(({ time }) => Number(time)));
  return {
    // Of those at the time of the first one, some may be on the page before.
    offset: part.offset + 1 - Number(places[0].place),
    isOfCut: releasesByTime(knex, scope, ofDays, [...times]),
  };
}

/** The same for a page of releases in order of a value. */
export async function cutByValue(
  knex: Knex,
  scope: EvidenceScope,
  query: ReleasesEvidenceQuery,
  isWanted: Condition,
  { order }: ListOrder,
): Promise<Cut | undefined> {
  const { window, sort = 'time', limit, offset } = query;
  const value = VALUES[sort];
  const inOrder = `${value} ${order} nulls last, r.time desc`;
  const places: {
    time: BigInteger;
    value: BigInteger | null;
    place: BigInteger;
  }[] = await knex('releases as r')
    .where(releasesByTime(knex, scope, window))
    .where(isWanted)
    .orderByRaw(inOrder)
    .limit(limit)
    .offset(offset)
    .select(
      'r.time',
      knex.raw(`${value} as value`),
      knex.raw(`rank() over (order by ${inOrder}) as place`),
    );
  if (places.length === 0) {
    return undefined;
  }
  const times = new Set(places.map(({ time }) => Number(time)));
  const pairs = jsonRows(
    knex,
    'g',
    { time: 'bigint', value: 'bigint' },
    places.map(row => [Number(row.time), Number(row.value ?? NO_VALUE)]),
  );
  return {
    offset: offset + 1 - Number(places[0].place),
    isOfCut: releases => {
      releases
        .where(releasesByTime(knex, scope, window, [...times]))
        .whereExists(
          knex
            .from(pairs)
            .whereRaw(
              `g.time = r.time and g.value = coalesce(${value}, ${NO_VALUE})`,
            )
            .select(knex.raw('1')),
        );
    },
  };
}
