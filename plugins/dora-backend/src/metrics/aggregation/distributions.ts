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
import { isPostgres } from '../../database/sql';
import { Distribution, Interval, Percentile, Z } from '../statistics';
import { DerivedRows, Scope, scopedRows } from './scope';
import { DistributionName } from './types';

/** What to know of the values of one column, null where a row has none. */
export interface DistributionRequest {
  name: DistributionName;
  /** Over the table as `t` */
  value: string;
  percentiles: Percentile[];
  /** Whether the interval of the median is wanted */
  interval: boolean;
  /** See {@link Distribution.unit} */
  unit: number;
}

/** The distributions to read from one derived table. */
export interface TableSamples extends DerivedRows {
  requests: DistributionRequest[];
}

/** A distribution of a group (by its index) in a window (by its number). */
export interface Distributed {
  g: number;
  w: number;
  name: DistributionName;
  distribution: Distribution;
}

/**
 * The ranks to read, from 1, as SQL over the size of the sample: two for each percentile, then two for the interval of the
 * median (the formulas stand in `statistics.ts`). Both databases compute them alike: whole numbers, and IEEE doubles
 * with the same operations in the same order.
 */
function ranksOf(
  { percentiles, interval }: DistributionRequest,
  n: string,
  [least, greatest]: [string, string],
): string[] {
  const ranks = percentiles.flatMap(p => [
    `(${n} - 1) * ${p} / 100 + 1`,
    `${least}(${n}, (${n} - 1) * ${p} / 100 + 2)`,
  ]);
  if (interval) {
    const size = `cast(${n} as double precision)`;
    const spread = `cast(${Z} as double precision) * sqrt(${size})`;
    ranks.push(
      `${greatest}(1, floor((${size} - ${spread}) / 2))`,
      `${least}(${size}, ceil(1 + (${size} + ${spread}) / 2))`,
    );
  }
  return ranks;
}

type Cell = string | number | (string | number | null)[] | null;
type Values = (string | number | null)[] | null;

/** From the values at the ranks, in the order of `ranksOf`. */
function toDistribution(
  { percentiles, interval, unit }: DistributionRequest,
  size: string | number,
  sum: string | number | null,
  values: Values,
): Distribution {
  const pairs = (values ?? []).map(Number);
  const pair = (index: number): Interval => [
    pairs[2 * index],
    pairs[2 * index + 1],
  ];
  const result: Distribution = {
    size: Number(size),
    sum: Number(sum),
    percentiles: {},
    unit,
  };
  if (pairs.length > 0) {
    percentiles.forEach((p, index) => {
      result.percentiles[p] = pair(index);
    });
    if (interval) {
      result.medianInterval = pair(percentiles.length);
    }
  }
  return result;
}

/**
 * PostgreSQL: `percentile_disc` sorts each column by itself, without the rest of the row, and hands out any number of
 * ranks at once; that takes a quarter of what `row_number()` takes. The rank k of n is the fraction (k − ½)/n.
 */
async function readOnPostgres(
  knex: Knex,
  rows: Knex.Raw,
  requests: DistributionRequest[],
): Promise<Distributed[]> {
  const sizes = requests.map(({ name }) => `"${name}Size"`);
  const statistics = requests
    .map(request => {
      const { name } = request;
      const ranks = ranksOf(request, `"${name}Size"`, ['least', 'greatest']);
      const fractions = ranks.map(
        rank =>
          `((${rank}) - cast(0.5 as double precision)) / nullif("${name}Size", 0)`,
      );
      return `, ${
        ranks.length === 0
          ? 'null'
          : `percentile_disc(array[${fractions.join(
              ', ',
            )}]) within group (order by "${name}")`
      } as "${name}", sum("${name}") as "${name}Sum"`;
    })
    .join('');
  const { rows: answers } = await knex.raw(
    `select g, w, ${sizes.join(', ')}${statistics}
     from (?) as v join (
       select g, w, ${requests
         .map(({ name }) => `count("${name}") as "${name}Size"`)
         .join(', ')}
       from (?) as v where w is not null group by g, w
     ) as sizes using (g, w)
     group by g, w, ${sizes.join(', ')}`,
    [rows, rows],
  );
  return answers.flatMap((row: Record<string, Cell>) =>
    requests.map(request => ({
      g: Number(row.g),
      w: Number(row.w),
      name: request.name,
      distribution: toDistribution(
        request,
        row[`${request.name}Size`] as string,
        row[`${request.name}Sum`] as string | null,
        row[request.name] as Values,
      ),
    })),
  );
}

/** SQLite: numbers the values in order and picks those at the ranks. */
async function readOnSqlite(
  knex: Knex,
  rows: Knex.Raw,
  requests: DistributionRequest[],
): Promise<Distributed[]> {
  const selects = requests.map(request => {
    const picked = ranksOf(request, 'n', ['min', 'max']).map(
      rank => `max(case when r = ${rank} then value end)`,
    );
    return `select g, w, '${
      request.name
    }' as name, n as size, sum(value) as total,
       ${
         picked.length === 0 ? 'null' : `json_array(${picked.join(', ')})`
       } as picked
     from (
       select g, w, "${request.name}" as value,
         count(*) over (partition by g, w) as n,
         row_number() over (partition by g, w order by "${request.name}") as r
       from v where "${request.name}" is not null and w is not null
     ) group by g, w, n`;
  });
  const answers: {
    g: number;
    w: number;
    name: DistributionName;
    size: number;
    total: number;
    picked: string | null;
  }[] = await knex.raw(`with v as (?) ${selects.join(' union all ')}`, [rows]);
  const byName = new Map(requests.map(request => [request.name, request]));
  return answers.map(({ g, w, name, size, total, picked }) => ({
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

/**
 * Reads exact order statistics of some columns of a derived table, in one query for all groups and windows. What has no
 * values may be missing in the answer.
 */
export async function readDistributions(
  knex: Knex,
  { requests, ...derived }: TableSamples,
  scope: Scope,
): Promise<Distributed[]> {
  const rows = scopedRows(
    knex,
    derived,
    Object.fromEntries(requests.map(({ name, value }) => [`"${name}"`, value])),
    scope,
  );
  return isPostgres(knex)
    ? readOnPostgres(knex, rows, requests)
    : readOnSqlite(knex, rows, requests);
}
