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
import { idsIn } from '../database/sql';
import { dateOf, DayRange, timesOf, Window } from '../metrics/Window';
import { EvidenceScope } from './EvidenceScope';

/** How much later or earlier than at midnight a day may begin or end, where clocks are put back then. */
const MARGIN = 3 * 60 * 60_000;

/** With more rows than this, the newest are found sooner along the index of times than entity by entity. */
const MANY = 1_000;

/** Days, and the time zone that they are of. */
export type LocalDays = DayRange & Pick<Window, 'timezone'>;

/** Whether the newest of so many are best read along the index of times. */
export const isWorthWalking = (expected: number) => expected > MANY;

/** The time of a release, to sort by; as an expression it keeps PostgreSQL off the index of times, which few are far apart in. */
export const sortedTime = (expected: number) =>
  isWorthWalking(expected) ? 'r.time' : 'r.time + 0';

/**
 * The condition that a release (`r`) is of some entities and of some days.
 *
 * @param expected - how many there are of them, where that is known and only the newest are wanted
 */
export function releasesInWindow(
  knex: Knex,
  scope: EvidenceScope,
  days: LocalDays,
  expected = 0,
): (query: Knex.QueryBuilder) => void {
  const { fromDay, toDay, timezone } = days;
  return query => {
    query.where('r.day', '>=', fromDay).where('r.day', '<', toDay);
    if (!isWorthWalking(expected)) {
      query.where(idsIn(knex, 'r.entity_id', scope.ids));
      return;
    }
    // The days decide; these bounds let the index of times begin and end at them.
    const { from, to } = timesOf({
      from: dateOf(fromDay),
      to: dateOf(toDay),
      timezone,
    });
    query.whereBetween('r.time', [from - MARGIN, to + MARGIN]);
    // As an expression it keeps both databases off the index of entities, and PostgreSQL from weighing each of the ids.
    query.where(idsIn(knex, knex.raw('(r.entity_id + 0)'), scope.ids));
  };
}
