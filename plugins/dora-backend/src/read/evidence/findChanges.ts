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
import { ChangeRow, findChangeDetails } from './changeDetails';
import { partsOf, selectChanges } from './changeParts';
import { findByLeadTime } from './changesByLeadTime';
import { EvidenceScope } from './EvidenceScope';
import { orderOf, pageOf } from './page';
import { countByTime, findPlaces, timesOfPlaces } from './pageTimes';
import { ChangesEvidenceQuery } from './types';

interface ChangesPage {
  totalItems: number;
  rows: ChangeRow[];
}

/** Finds a page in order of time. */
async function findByTime(
  knex: Knex,
  scope: EvidenceScope,
  query: ChangesEvidenceQuery,
): Promise<ChangesPage> {
  const { window, limit, offset } = query;
  const parts = partsOf(knex, scope, query);
  const counts = await countByTime(knex, parts, window);
  const { totalItems } = counts;
  if (offset >= totalItems || limit === 0) {
    return { totalItems, rows: [] };
  }
  const order = orderOf(query, 'time');
  const found = await findPlaces(knex, parts, counts, order.order, query);
  const page = pageOf(
    knex,
    selectChanges(knex, scope, query, timesOfPlaces(found)),
    { limit, offset: found.offset },
    order,
  );
  return { totalItems, rows: await findChangeDetails(knex, page, order) };
}

/** Finds a page in order of lead time with a text filter: sorts all matching changes. */
async function findByText(
  knex: Knex,
  scope: EvidenceScope,
  query: ChangesEvidenceQuery,
): Promise<ChangesPage> {
  const { limit, offset } = query;
  const { totalItems } = await countByTime(
    knex,
    partsOf(knex, scope, query),
    query.window,
  );
  if (offset >= totalItems || limit === 0) {
    return { totalItems, rows: [] };
  }
  const order = orderOf(query, 'time');
  const page = pageOf(knex, selectChanges(knex, scope, query), query, order);
  return { totalItems, rows: await findChangeDetails(knex, page, order) };
}

/** Finds a page in order of lead time without a text filter: changes without a lead time come last, by time. */
async function findByValue(
  knex: Knex,
  scope: EvidenceScope,
  query: ChangesEvidenceQuery,
): Promise<ChangesPage> {
  const { only, window, order = 'desc', limit, offset } = query;
  const { totalItems: counted } = await countByTime(
    knex,
    partsOf(knex, scope, { ...query, only: 'counted' }),
    window,
  );
  const withValue = only === 'excluded' ? 0 : counted;
  const length = Math.max(0, Math.min(limit, withValue - offset));
  const rows =
    length > 0
      ? await findByLeadTime(knex, scope, window, order, {
          limit: length,
          offset,
        })
      : [];
  if (only === 'counted') {
    return { totalItems: withValue, rows };
  }
  const others = await findByTime(knex, scope, {
    ...query,
    only: 'excluded',
    sort: 'time',
    order: 'desc',
    limit: limit - length,
    offset: Math.max(0, offset - withValue),
  });
  return {
    totalItems: withValue + others.totalItems,
    rows: [...rows, ...others.rows],
  };
}

/** A page of the released and unreleased changes in a window, and their total number. */
export async function findChanges(
  knex: Knex,
  scope: EvidenceScope,
  query: ChangesEvidenceQuery,
): Promise<ChangesPage> {
  if (orderOf(query, 'time').by === 'time') {
    return findByTime(knex, scope, query);
  }
  return query.filter
    ? findByText(knex, scope, query)
    : findByValue(knex, scope, query);
}
