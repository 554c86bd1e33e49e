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
import { ReleaseCounter } from '../columns/types';
import { EvidenceScope } from './EvidenceScope';
import { orderOf, orderSql } from './page';
import { DayTotal } from './pageDays';
import {
  countByTime,
  findPlaces,
  TimeCounts,
  TimedPart,
  timesOfPlaces,
} from './pageTimes';
import { Extent, isWanted } from './releaseConditions';
import { Cut, cutByTime, cutByValue, VALUES } from './releaseCuts';
import { ReleaseRow } from './releaseQueries';
import { releasesByTime, releasesInWindow } from './releasesInWindow';
import { ReleasesEvidenceQuery } from './types';

/** With more releases than this, the times or values of a page are found first. */
const MANY = 1_000;

/** The number of selected releases by day. */
async function countDays(
  counter: ReleaseCounter,
  scope: EvidenceScope,
  { window, only }: ReleasesEvidenceQuery,
): Promise<DayTotal[]> {
  const days = await counter.releaseDays(scope.ids, window);
  return days.map(({ day, releases, failed, rework }) => ({
    day,
    total: { failed, rework }[only as string] ?? releases,
  }));
}

/** Condition: a release contains a text. */
const partOf = (
  knex: Knex,
  scope: EvidenceScope,
  query: ReleasesEvidenceQuery,
  extent: Extent,
): TimedPart => ({
  rows: knex('releases as r')
    .where(releasesByTime(knex, scope, query.window))
    .where(isWanted(knex, scope, query, extent)),
  time: 'r.time',
  entity: 'r.entity_id',
  items: 'count(*)',
});

/** Like {@link cutByTime} for a text filter, but searches all releases for the text only once. */
async function cutByText(
  knex: Knex,
  scope: EvidenceScope,
  query: ReleasesEvidenceQuery,
  order: 'asc' | 'desc',
  counts: TimeCounts,
): Promise<Cut> {
  const part = partOf(knex, scope, query, 'page');
  const found = await findPlaces(knex, [part], counts, order, query);
  return {
    offset: found.offset,
    isOfCut: releasesByTime(knex, scope, query.window, timesOfPlaces(found)),
  };
}

/** A page of the releases in a window, and their total number. */
export async function findReleases(
  knex: Knex,
  scope: EvidenceScope,
  query: ReleasesEvidenceQuery,
  counter: ReleaseCounter,
): Promise<{ totalItems: number; rows: ReleaseRow[] }> {
  const { window, filter, sort = 'time', limit, offset } = query;
  const order = orderOf(query, 'time');
  const wanted = isWanted(knex, scope, query, 'window');
  const counts = filter
    ? await countByTime(knex, [partOf(knex, scope, query, 'window')], window)
    : undefined;
  const days = counts ? [] : await countDays(counter, scope, query);
  const totalItems =
    counts?.totalItems ?? days.reduce((sum, { total }) => sum + total, 0);
  if (offset >= totalItems || limit === 0) {
    return { totalItems, rows: [] };
  }
  let cut: Cut | undefined;
  if (counts && order.by === 'time') {
    cut = await cutByText(knex, scope, query, order.order, counts);
  } else if (totalItems <= MANY) {
    cut = { offset, isOfCut: releasesInWindow(knex, scope, window) };
  } else if (order.by === 'time') {
    cut = await cutByTime(knex, scope, query, wanted, order.order, days);
  } else {
    cut = await cutByValue(knex, scope, query, wanted, order);
  }
  if (!cut) {
    return { totalItems, rows: [] };
  }
  const rows: ReleaseRow[] = await knex('releases as r')
    .join('entities as e', 'e.id', 'r.entity_id')
    .join('deployments as d', 'd.pk', 'r.id')
    .where(cut.isOfCut)
    .where(isWanted(knex, scope, query, 'page'))
    .orderByRaw(
      orderSql(order, {
        time: 'r.time',
        value: VALUES[sort],
        ref: 'e.ref',
        source: 'd.source',
        id: 'd.id',
      }),
    )
    .limit(limit)
    .offset(cut.offset)
    .select('r.*');
  return { totalItems, rows };
}
