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
import { Distributed } from './distributions';
import { DistributionRequest, ranksOf, toDistribution } from './ranks';
import { DistributionName } from './types';

/** SQLite: numbers the values in order and picks those at the ranks. */
export async function readOnSqlite(
  knex: Knex,
  rows: Knex.Raw,
  requests: DistributionRequest[],
): Promise<Distributed[]> {
  const selects = requests.map(request => {
    const picks = ranksOf(request, 'n', ['min', 'max']).map(
      rank => `max(case when r = ${rank} then value end)`,
    );
    return `select g, w, '${
      request.name
    }' as name, n as size, sum(value) as total, ${
      picks.length > 0 ? `json_array(${picks.join(', ')})` : 'null'
    } as picked
     from (
       select g, w, "${request.name}" as value,
         count(*) over (partition by g, w) as n,
         row_number() over (partition by g, w order by "${request.name}") as r
       from v where "${request.name}" is not null
     ) group by g, w, n`;
  });
  const answer: {
    g: number;
    w: number;
    name: DistributionName;
    size: number;
    total: number;
    picked: string | null;
  }[] = await knex.raw(`with v as (?) ${selects.join(' union all ')}`, [rows]);
  const byName = new Map(requests.map(request => [request.name, request]));
  return answer.map(({ g, w, name, size, total, picked }) => ({
    g,
    w,
    name,
    distribution: toDistribution(
      byName.get(name)!,
      size,
      total,
      picked && JSON.parse(picked),
    ),
  }));
}
