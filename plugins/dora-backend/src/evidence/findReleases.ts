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
import { ReleaseCounter } from '../metrics/aggregation/types';
import { EvidenceScope } from './EvidenceScope';
import { countRows, orderOf, orderSql } from './page';
import { daysOfPage, DayTotal } from './pageDays';
import { ReleaseRow } from './releaseQueries';
import { isWorthWalking, releasesInWindow } from './releasesInWindow';
import { containsText } from './textFilter';
import { ReleasesEvidenceQuery } from './types';
import { BigInteger } from './values';

/** What releases (`r`) are sorted by, as SQL. */
const VALUES = {
  time: 'r.time',
  changes:
    '(select count(*) from release_changes as rc where rc.release_id = r.id)',
  recoveryTime: 'r.recovered_at - r.time',
};

/** The condition that the version, the title of a deployment or the component of a release contains a text. */
function isNamed(knex: Knex, scope: EvidenceScope, text: string) {
  return (query: Knex.QueryBuilder) => {
    query
      .where(idsIn(knex, 'r.entity_id', scope.idsNamed(text)))
      .orWhere(containsText(knex, ['r.version'], text))
      .orWhereExists(
        knex('rollouts as ro')
          .join('deployments as t', 't.pk', 'ro.deployment_pk')
          .whereRaw('ro.release_id = r.id')
          .where(containsText(knex, ['t.title'], text))
          .select(knex.raw('1')),
      );
  };
}

type Condition = (query: Knex.QueryBuilder) => void;

/** The condition that a release is one of those that are asked for. */
function isWanted(
  knex: Knex,
  scope: EvidenceScope,
  { only, filter }: ReleasesEvidenceQuery,
): Condition {
  return releases => {
    if (only === 'failed') {
      releases.where('r.failed', true);
    } else if (only === 'rework') {
      releases.whereIn('r.kind', ['rollback', 'hotfix']);
    }
    if (filter) {
      releases.where(isNamed(knex, scope, filter));
    }
  };
}

/** How many of the releases that are asked for each day has; undefined where that depends on a text. */
async function countDays(
  counter: ReleaseCounter,
  scope: EvidenceScope,
  { window, only, filter }: ReleasesEvidenceQuery,
): Promise<DayTotal[] | undefined> {
  if (filter) {
    return undefined;
  }
  const days = await counter.releaseDays(scope.ids, window);
  return days.map(({ day, releases, failed, rework }) => ({
    day,
    total: { failed, rework }[only as string] ?? releases,
  }));
}

/** Where in a list a page starts, and which releases it is cut out of. */
interface Cut {
  offset: number;
  isOfCut: Condition;
}

/**
 * Finds the times that a page of many releases has in order of time, so that only the releases of these need be put in
 * order, and skips all other days where it is known what they have.
 */
async function cutByTime(
  knex: Knex,
  scope: EvidenceScope,
  query: ReleasesEvidenceQuery,
  order: 'asc' | 'desc',
  days: DayTotal[] | undefined,
): Promise<Cut | undefined> {
  const { window, limit } = query;
  const part = days ? daysOfPage(days, order, query) : { ...window, ...query };
  if (!part) {
    return undefined;
  }
  const { fromDay, toDay, offset } = part;
  const isOfDays = releasesInWindow(
    knex,
    scope,
    { fromDay, toDay, timezone: window.timezone },
    Infinity,
  );
  const places: { time: BigInteger; place: BigInteger }[] = await knex(
    'releases as r',
  )
    .where(isOfDays)
    .where(isWanted(knex, scope, query))
    .orderBy('r.time', order)
    .limit(limit)
    .offset(offset)
    .select(
      'r.time',
      knex.raw(`rank() over (order by r.time ${order}) as place`),
    );
  if (places.length === 0) {
    return undefined;
  }
  const times = [places[0], places[places.length - 1]].map(({ time }) =>
    Number(time),
  );
  return {
    // Of those at the time of the first one, some may be on the page before.
    offset: offset + 1 - Number(places[0].place),
    isOfCut: releases => {
      releases
        .where(isOfDays)
        .whereBetween('r.time', [Math.min(...times), Math.max(...times)]);
    },
  };
}

/** A page of the releases of a window, and how many there are in all. */
export async function findReleases(
  knex: Knex,
  scope: EvidenceScope,
  query: ReleasesEvidenceQuery,
  counter: ReleaseCounter,
): Promise<{ totalItems: number; rows: ReleaseRow[] }> {
  const { window, sort = 'time', limit, offset } = query;
  const order = orderOf(query, 'time');
  const isOfWindow = releasesInWindow(knex, scope, window);
  const wanted = isWanted(knex, scope, query);
  const days = await countDays(counter, scope, query);
  const totalItems =
    days?.reduce((sum, { total }) => sum + total, 0) ??
    (await countRows(knex('releases as r').where(isOfWindow).where(wanted)));
  if (offset >= totalItems || limit === 0) {
    return { totalItems, rows: [] };
  }
  const cut =
    order.by === 'time' && isWorthWalking(totalItems)
      ? await cutByTime(knex, scope, query, order.order, days)
      : { offset, isOfCut: isOfWindow };
  if (!cut) {
    return { totalItems, rows: [] };
  }
  const rows: ReleaseRow[] = await knex('releases as r')
    .join('entities as e', 'e.id', 'r.entity_id')
    .join('deployments as d', 'd.pk', 'r.id')
    .where(cut.isOfCut)
    .where(wanted)
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
