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
import { DayRange } from '../Window';
import { BlockCache } from './BlockCache';
import { Content } from './Content';
import { DayCounts } from './DayCounts';
import { RELEASES } from './parts';
import { ReleaseDay } from './types';

const { names } = RELEASES.counts;

/** Counts the releases of each day in the content of some entities. */
export function countReleaseDays(
  content: Content,
  entities: number,
  days: DayRange,
): ReleaseDay[] {
  const counts = new DayCounts(days, names.length);
  const [releases, failed, rollbacks, hotfixes] = (
    ['releases', 'failed', 'rollbacks', 'hotfixes'] as const
  ).map(name => names.indexOf(name));
  content.visit(
    Array.from({ length: entities }, (_, index) => index),
    days,
    (data, place, number) => counts.add(data, place, number),
  );
  const result: ReleaseDay[] = [];
  for (let day = days.fromDay; day < days.toDay; day++) {
    const sums = counts.sum({ fromDay: day, toDay: day + 1 });
    if (sums[releases] > 0) {
      result.push({
        day,
        releases: sums[releases],
        failed: sums[failed],
        rework: sums[rollbacks] + sums[hotfixes],
      });
    }
  }
  return result;
}

/** Counts in the database, which has to scan the releases but returns only days. */
export async function queryReleaseDays(
  knex: Knex,
  ids: number[],
  { fromDay, toDay }: DayRange,
): Promise<ReleaseDay[]> {
  const countOf = (condition: string) =>
    `sum(case when ${condition} then 1 else 0 end)`;
  const rows: Record<keyof ReleaseDay, number | string>[] = await knex(
    'releases as r',
  )
    .where(idsIn(knex, 'r.entity_id', ids))
    .where('r.day', '>=', fromDay)
    .where('r.day', '<', toDay)
    .groupBy('r.day')
    .orderBy('r.day')
    .select(
      'r.day',
      knex.raw('count(*) as releases'),
      knex.raw(`${countOf('r.failed')} as failed`),
      knex.raw(`${countOf("r.kind in ('rollback', 'hotfix')")} as rework`),
    );
  return rows.map(row => ({
    day: Number(row.day),
    releases: Number(row.releases),
    failed: Number(row.failed),
    rework: Number(row.rework),
  }));
}

/**
 * The days with a release, ascending: from memory, unless too much is missing there and the database can count faster.
 */
export async function readReleaseDays(
  knex: Knex,
  blocks: BlockCache,
  ids: number[],
  days: DayRange,
): Promise<ReleaseDay[]> {
  const numbers = Content.numbersOf([days]);
  return blocks.isNear(RELEASES, ids, numbers)
    ? countReleaseDays(
        await blocks.read(RELEASES, ids, numbers),
        ids.length,
        days,
      )
    : queryReleaseDays(knex, ids, days);
}
