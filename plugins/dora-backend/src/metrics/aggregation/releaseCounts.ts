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
import { DayRange } from '../Window';
import { isWithin, Scope, scopedRows } from './scope';
import { ReleaseCounts } from './types';

/** Counts of a group in a window, both by their index. */
export interface CountedReleases {
  g: number;
  w: number;
  /** The ISO week (see `weekOf`) that these are of, on days that are counted by week */
  week?: number;
  counts: ReleaseCounts;
}

type Row = Record<
  'g' | 'w' | keyof ReleaseCounts,
  // Sums are strings in the driver of PostgreSQL.
  number | string
> & { week: number | null };

/** What the releases of one day add to the counts. */
function dailyCounts(maturingAfter: number) {
  const countOf = (condition: string) =>
    `sum(case when ${condition} then 1 else 0 end)`;
  return {
    releases: 'count(*)',
    rollouts: 'sum(rollouts)',
    deployDays: '1',
    failed: countOf('failed'),
    open: countOf('failed and recovered_at is null'),
    maturing: countOf(`last_rollout_at > ${Math.floor(maturingAfter)}`),
    rollbacks: countOf(`kind = 'rollback'`),
    hotfixes: countOf(`kind = 'hotfix'`),
  } satisfies Record<keyof ReleaseCounts, string>;
}

const COLUMNS = [
  'day',
  'kind',
  'rollouts',
  'failed',
  'recovered_at',
  'last_rollout_at',
];

/**
 * Counts releases by window, and on some days by ISO week within it; the counts of all weeks add up to those of the
 * window.
 *
 * @param maturingAfter - releases with a rollout after this time (ms since the epoch) have not had all of their incident
 * window yet
 * @param weeks - the days that are counted by week
 */
export async function countReleases(
  knex: Knex,
  scope: Scope,
  maturingAfter: number,
  weeks?: DayRange,
): Promise<CountedReleases[]> {
  const counts = Object.entries(dailyCounts(maturingAfter));
  const week = weeks
    ? `case when ${isWithin('day', weeks)} then (day + 3) / 7 end`
    : 'cast(null as integer)';
  const rows: Row[] = await knex
    .select(
      'g',
      'w',
      'week',
      ...counts.map(([name]) => knex.raw('sum(??) as ??', [name, name])),
    )
    // Day by day first, as that tells the days with a release.
    .from(
      knex
        .select(
          'g',
          'w',
          knex.raw(`${week} as week`),
          ...counts.map(([name, count]) => knex.raw(`${count} as ??`, [name])),
        )
        .from(
          knex.raw('(?) as s', [
            scopedRows(
              knex,
              { table: 'releases' },
              Object.fromEntries(COLUMNS.map(name => [name, `t.${name}`])),
              scope,
            ),
          ]),
        )
        .groupBy('g', 'w', 'day')
        .as('d'),
    )
    .groupBy('g', 'w', 'week');
  return rows.map(row => ({
    g: Number(row.g),
    w: Number(row.w),
    week: row.week ?? undefined,
    counts: {
      releases: Number(row.releases),
      rollouts: Number(row.rollouts),
      deployDays: Number(row.deployDays),
      failed: Number(row.failed),
      open: Number(row.open),
      maturing: Number(row.maturing),
      rollbacks: Number(row.rollbacks),
      hotfixes: Number(row.hotfixes),
    },
  }));
}
