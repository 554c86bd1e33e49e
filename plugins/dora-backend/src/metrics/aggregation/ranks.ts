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

import { Distribution, Interval, Percentile, Z } from '../statistics';
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

/**
 * The ranks to read, from 1, as SQL over the size of the sample: two for each percentile, then two for the interval of the
 * median (the formulas stand in `statistics.ts`). Both databases compute them alike: whole numbers, and IEEE doubles
 * with the same operations in the same order.
 */
export function ranksOf(
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

/** What drivers give for a number. */
export type Cell = string | number | null;

/**
 * What was read of a distribution.
 *
 * @param values - at the ranks, in the order of `ranksOf`; null for an empty sample
 */
export function toDistribution(
  { percentiles, interval, unit }: DistributionRequest,
  size: Cell,
  sum: Cell,
  values: Cell[] | null,
): Distribution {
  const result: Distribution = {
    size: Number(size),
    sum: Number(sum),
    percentiles: {},
    unit,
  };
  if (values && result.size > 0) {
    const pair = (index: number): Interval => [
      Number(values[2 * index]),
      Number(values[2 * index + 1]),
    ];
    percentiles.forEach((p, index) => {
      result.percentiles[p] = pair(index);
    });
    if (interval) {
      result.medianInterval = pair(percentiles.length);
    }
  }
  return result;
}
