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
import { jsonRows } from '../../database/sql';
import { EvidenceScope } from './EvidenceScope';
import { countRows, ListOrder } from './page';
import { daysOfPage, DayTotal } from './pageDays';
import { Condition, releasesByTime } from './releasesInWindow';
import { ReleasesEvidenceQuery } from './types';
import { BigInteger } from './values';

/** SQL of the values that releases (`r`) are sorted by; none is negative. */
export const VALUES = {
  time: 'r.time',
  changes: 'r.changes',
  recoveryTime: 'r.recovered_at - r.time',
};

/** The few releases that contain a page, and the offset of the page within them. */
export interface Cut {
  offset: number;
  isOfCut: Condition;
}

/**
 * Finds the times on a page of releases in order of time, so that only releases at these times need sorting. Skips the
 * days that are not on the page.
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
    // Some releases with the time of the first one may be on the previous page.
    offset: part.offset + 1 - Number(places[0].place),
    isOfCut: releasesByTime(knex, scope, ofDays, [...times]),
  };
}

/** Like {@link cutByTime}, for releases in order of a value. */
export async function cutByValue(
  knex: Knex,
  scope: EvidenceScope,
  query: ReleasesEvidenceQuery,
  isWanted: Condition,
  { order }: ListOrder,
): Promise<Cut | undefined> {
  const { window, sort = 'time', limit, offset } = query;
  // Releases without a value come last.
  const none = order === 'asc' ? Number.MAX_SAFE_INTEGER : -1;
  const value = `coalesce(${VALUES[sort]}, ${none})`;
  const isOfTimes = (times?: number[]) =>
    releasesByTime(knex, scope, window, times);
  const rows: { time: BigInteger; value: BigInteger }[] = await knex(
    'releases as r',
  )
    .where(isOfTimes())
    .where(isWanted)
    .orderByRaw(`${value} ${order}, r.time desc`)
    .limit(limit)
    .offset(offset)
    .select('r.time', knex.raw(`${value} as value`));
  if (rows.length === 0) {
    return undefined;
  }
  const places = rows.map(row => ({
    time: Number(row.time),
    value: Number(row.value),
  }));
  const first = places[0];
  const same = places.filter(
    one => one.time === first.time && one.value === first.value,
  );
  const count = (condition: Condition) =>
    countRows(knex('releases as r').where(isWanted).where(condition));
  const before =
    same.length < places.length
      ? // The page starts among the last of those that tie with its first release.
        (await count(releases =>
          releases
            .where(isOfTimes([first.time]))
            .whereRaw(`${value} = ?`, [first.value]),
        )) - same.length
      : offset -
        (await count(releases =>
          releases.where(isOfTimes()).whereRaw(
            `(${value} ${order === 'asc' ? '<' : '>'} ?
                or ${value} = ? and r.time > ?)`,
            [first.value, first.value, first.time],
          ),
        ));
  const pairs = jsonRows(
    knex,
    'g',
    { time: 'bigint', value: 'bigint' },
    places.map(one => [one.time, one.value]),
  );
  return {
    // Rows may have disappeared meanwhile through derivation.
    offset: Math.max(0, before),
    isOfCut: releases => {
      releases
        .where(isOfTimes([...new Set(places.map(({ time }) => time))]))
        .whereExists(
          knex
            .from(pairs)
            .whereRaw(`g.time = r.time and g.value = ${value}`)
            .select(knex.raw('1')),
        );
    },
  };
}
