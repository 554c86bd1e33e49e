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

/** Expects that what lists find their pages by is what the rows have that it counts. */
export async function expectCounts(knex: Knex) {
  const numbers = (rows: Record<string, unknown>[]) =>
    rows.map(row =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          value === null ? null : Number(value),
        ]),
      ),
    );
  expect(
    numbers(
      await knex('releases')
        .orderBy('id')
        .select('id', 'changes', 'first_changes', 'lead_times'),
    ),
  ).toEqual(
    numbers(
      await knex('releases as r')
        .leftJoin('release_changes as c', 'c.release_id', 'r.id')
        .groupBy('r.id')
        .orderBy('r.id')
        .select(
          'r.id',
          knex.raw('count(c.change_pk) as changes'),
          knex.raw('sum(case when c.first then 1 else 0 end) as first_changes'),
          knex.raw('count(c.lead_time) as lead_times'),
        ),
    ),
  );
  expect(
    numbers(await knex('unreleased_changes').orderBy('change_pk').select()),
  ).toEqual(
    numbers(
      await knex('changes')
        .whereNotIn('pk', knex('release_changes').select('change_pk'))
        .orderBy('pk')
        .select(
          'pk as change_pk',
          'entity_id',
          knex.raw('coalesce(merged_at, first_commit_at) as time'),
        ),
    ),
  );
}
