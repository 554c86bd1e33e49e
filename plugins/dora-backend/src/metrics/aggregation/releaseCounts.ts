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
import { Scope, scopedRows } from './scope';
import { ReleaseCounts, WeekCounts } from './types';

/** Counts of a group (by its index) in a window (by its number). */
export interface Counted<T> {
  g: number;
  w: number;
  counts: T;
}

type CountRow = Record<string, string | number>;

async function countByDay(
  knex: Knex,
  scope: Scope,
  sums: Record<string, string>,
): Promise<CountRow[]> {
  const names = Object.keys(sums);
  // Day by day first: the days with a release come for nothing then.
  const rows = await knex
    .select('g', 'w')
    .select(knex.raw('count(*) as deploy_days'))
    .select(names.map(name => knex.raw('sum(??) as ??', [name, name])))
    .from(
      knex
        .select('g', 'w', 'day')
        .select(names.map(name => knex.raw(`${sums[name]} as ??`, [name])))
        .from(
          knex.raw('(?) as s', [
            scopedRows(
              knex,
              { table: 'releases' },
              {
                day: 't.day',
                kind: 't.kind',
                rollouts: 't.rollouts',
                failed: 't.failed',
                recovered_at: 't.recovered_at',
                last_rollout_at: 't.last_rollout_at',
              },
              scope,
            ),
          ]),
        )
        .whereNotNull('w')
        .groupBy('g', 'w', 'day')
        .as('d'),
    )
    .groupBy('g', 'w');
  return rows;
}

const countOf = (condition: string) =>
  `sum(case when ${condition} then 1 else 0 end)`;

/**
 * Counts releases.
 *
 * @param maturingAfter - releases with a rollout after this time (ms since the epoch) have not had all of their incident
 * window yet
 */
export async function countReleases(
  knex: Knex,
  scope: Scope,
  maturingAfter: number,
): Promise<Counted<ReleaseCounts>[]> {
  const rows = await countByDay(knex, scope, {
    releases: 'count(*)',
    rollouts: 'sum(rollouts)',
    failed: countOf('failed'),
    open: countOf('failed and recovered_at is null'),
    maturing: countOf(`last_rollout_at > ${Math.floor(maturingAfter)}`),
    rollbacks: countOf(`kind = 'rollback'`),
    hotfixes: countOf(`kind = 'hotfix'`),
  });
  return rows.map(row => ({
    g: Number(row.g),
    w: Number(row.w),
    counts: {
      releases: Number(row.releases),
      rollouts: Number(row.rollouts),
      deployDays: Number(row.deploy_days),
      failed: Number(row.failed),
      open: Number(row.open),
      maturing: Number(row.maturing),
      rollbacks: Number(row.rollbacks),
      hotfixes: Number(row.hotfixes),
    },
  }));
}

/** Counts releases, and the days with one, by ISO week. */
export async function countWeeks(
  knex: Knex,
  scope: Scope,
): Promise<Counted<WeekCounts>[]> {
  const rows = await countByDay(knex, scope, { releases: 'count(*)' });
  return rows.map(row => ({
    g: Number(row.g),
    w: Number(row.w),
    counts: {
      releases: Number(row.releases),
      deployDays: Number(row.deploy_days),
    },
  }));
}
