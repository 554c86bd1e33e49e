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
import {
  Distribution,
  Interval,
  intervalRanks,
  MS_PER_SECOND,
  percentileRanks,
  Z,
} from '../../statistics';
import { Window } from '../../Window';
import { releasesWithRollouts } from './workspaceQueries';

type Cell = string | number;

interface LagRow {
  workspace: string;
  lag: Cell;
  place: Cell;
  size: Cell;
  sum: Cell;
}

const ROOT = 'sqrt(cast(size as double precision))';

/** SQL of the ranks needed for a p50, its interval and a p90 (see `statistics.ts`), and of the first and the last. */
const PLACES = [
  '1',
  'size',
  ...[50, 90].flatMap(p => [
    `(size - 1) * ${p} / 100 + 1`,
    `(size - 1) * ${p} / 100 + 2`,
  ]),
  `floor((size - cast(${Z} as double precision) * ${ROOT}) / 2)`,
  `ceil(1 + (size + cast(${Z} as double precision) * ${ROOT}) / 2)`,
];

/**
 * How long after a release its first rollout to a workspace came, by workspace, for releases in a window that went to
 * several workspaces. Only the values at the required ranks leave the database.
 */
export async function readLags(
  knex: Knex,
  ids: number[],
  window: Window,
): Promise<Map<string, Distribution>> {
  const lags = releasesWithRollouts(knex, ids, window)
    .where('r.workspaces', '>', 1)
    .groupBy('r.id', 'ro.workspace', 'r.time')
    .select('ro.workspace', knex.raw('min(ro.time) - r.time as lag'));
  const placed = knex.from(lags.as('l')).select(
    'workspace',
    'lag',
    knex.raw(`row_number() over (partition by workspace order by lag) as place,
      count(*) over (partition by workspace) as size,
      sum(lag) over (partition by workspace) as sum`),
  );
  const rows: LagRow[] = await knex
    .from(placed.as('p'))
    .whereRaw(`place in (${PLACES.join(', ')})`)
    .select('workspace', 'lag', 'place', 'size', 'sum');

  const byWorkspace = new Map<string, LagRow[]>();
  for (const row of rows) {
    const others = byWorkspace.get(row.workspace);
    if (others) {
      others.push(row);
    } else {
      byWorkspace.set(row.workspace, [row]);
    }
  }
  return new Map(
    [...byWorkspace].map(([workspace, read]) => [
      workspace,
      toDistribution(read),
    ]),
  );
}

function toDistribution(rows: LagRow[]): Distribution {
  const size = Number(rows[0].size);
  const values = new Map(
    rows.map(({ place, lag }) => [Number(place), Number(lag)]),
  );
  const at = ([lower, upper]: Interval): Interval => [
    values.get(lower) ?? NaN,
    values.get(upper) ?? NaN,
  ];
  return {
    size,
    sum: Number(rows[0].sum),
    percentiles: {
      p50: at(percentileRanks(size, 50)),
      p90: at(percentileRanks(size, 90)),
    },
    medianInterval: at(intervalRanks(size, Z)),
    unit: MS_PER_SECOND,
  };
}
