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
import { idsIn, isPostgres } from '../database/sql';
import { Window } from '../metrics/Window';
import { EvidenceScope } from './EvidenceScope';

const DAY = 24 * 60 * 60_000;

/** With more rows than this, the newest are found sooner along the index of times than entity by entity. */
const MANY = 1_000;

/** Whether the newest of so many are best read along the index of times. */
export const isWorthWalking = (expected: number) => expected > MANY;

/** The time of a release, to sort by; as an expression it keeps PostgreSQL off the index of times, which few are far apart in. */
export const sortedTime = (expected: number) =>
  isWorthWalking(expected) ? 'r.time' : 'r.time + 0';

/**
 * The condition that a release (`r`) is of some entities and of a window.
 *
 * @param expected - how many there are of them, where that is known and only the newest are wanted
 */
export function releasesInWindow(
  knex: Knex,
  scope: EvidenceScope,
  window: Window,
  expected = 0,
): (query: Knex.QueryBuilder) => void {
  const { fromDay, toDay } = window;
  const ofEntities = idsIn(knex, 'r.entity_id', scope.ids);
  return query => {
    query.where('r.day', '>=', fromDay).where('r.day', '<', toDay);
    if (!isWorthWalking(expected)) {
      query.where(ofEntities);
      return;
    }
    // The days decide; these bounds, wide enough for any time zone, let the index of times begin and end near them.
    query.whereBetween('r.time', [(fromDay - 1) * DAY, (toDay + 1) * DAY]);
    // Without statistics SQLite would read and sort all releases of all entities; the sign keeps it off that index.
    query.where(isPostgres(knex) ? ofEntities : knex.raw('+?', [ofEntities]));
  };
}
