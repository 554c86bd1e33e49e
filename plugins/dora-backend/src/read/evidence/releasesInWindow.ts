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
import { idsIn } from '../../database/sql';
import { dateOf, DayRange, timesOf, Window } from '../Window';
import { EvidenceScope } from './EvidenceScope';

/** The most by which days may start or end before or after midnight where clocks are set back then. */
export const MARGIN = 3 * 60 * 60_000;

/** With more entities than this, the index of times is faster than searching entity by entity. */
const MANY_ENTITIES = 500;

/** Days of a time zone. */
export type LocalDays = DayRange & Pick<Window, 'timezone'>;

/** A condition added to a query. */
export type Condition = (query: Knex.QueryBuilder) => void;

/** Condition: a release (`r`) is of some entities and on some days. */
export function releasesInWindow(
  knex: Knex,
  scope: EvidenceScope,
  { fromDay, toDay }: DayRange,
): Condition {
  return query => {
    query
      .where('r.day', '>=', fromDay)
      .where('r.day', '<', toDay)
      .where(idsIn(knex, 'r.entity_id', scope.ids));
  };
}

/**
 * The same condition, by the index of times when there are many entities.
 *
 * @param times - times of the wanted releases, in ms since the epoch; all on these days when omitted
 */
export function releasesByTime(
  knex: Knex,
  scope: EvidenceScope,
  days: LocalDays,
  times?: number[],
): Condition {
  const { fromDay, toDay, timezone } = days;
  return query => {
    if (times) {
      query.where(idsIn(knex, 'r.time', times));
    }
    if (scope.ids.length <= MANY_ENTITIES) {
      query.where(releasesInWindow(knex, scope, days));
      return;
    }
    query.where('r.day', '>=', fromDay).where('r.day', '<', toDay);
    // The expression keeps both databases from using the index of entities, and PostgreSQL from estimating each id.
    query.where(idsIn(knex, knex.raw('(r.entity_id + 0)'), scope.ids));
    if (!times) {
      // The days decide; these bounds limit the scan of the index of times.
      const { from, to } = timesOf({
        from: dateOf(fromDay),
        to: dateOf(toDay),
        timezone,
      });
      query.whereBetween('r.time', [from - MARGIN, to + MARGIN]);
    }
  };
}
