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

/** Two-sided 95 % quantile of the normal distribution. */
export const Z = 1.959964;

/** Lower and upper end. */
export type Interval = [number, number];

export type Percentile = 50 | 75 | 90 | 95;

export type PercentileName = `p${Percentile}`;

/** Numbers as keys would make each object an array of a hundred places. */
export const PERCENTILE_NAMES: Record<Percentile, PercentileName> = {
  50: 'p50',
  75: 'p75',
  90: 'p90',
  95: 'p95',
};

/** What to find out about the values of a sample, besides their number. */
export interface DistributionRequest {
  percentiles: readonly Percentile[];
  /** Whether the interval of the median is wanted */
  interval: boolean;
  sum: boolean;
}

/** What was found out about the values of a sample. */
export interface Distribution {
  size: number;
  /** NaN where it was not asked for */
  sum: number;
  /** The values at the two ranks that a percentile lies between; none where the sample is empty */
  percentiles: Partial<Record<PercentileName, Interval>>;
  /** The values at the ranks of the interval of the median */
  medianInterval?: Interval;
  /** What the values are divided by in the end: durations are whole milliseconds here, and seconds outside. */
  unit: number;
}

export const EMPTY_DISTRIBUTION: Distribution = {
  size: 0,
  sum: 0,
  percentiles: {},
  unit: 1,
};

/** The two ranks, from 1, that a percentile of a sample lies between; see `percentile`. */
export function percentileRanks(size: number, p: Percentile): Interval {
  const lower = Math.floor(((size - 1) * p) / 100) + 1;
  return [lower, Math.min(size, lower + 1)];
}

/** The ranks, from 1, of the interval of a median; see `medianInterval`. */
export function intervalRanks(size: number): Interval {
  const spread = Z * Math.sqrt(size);
  return [
    Math.max(1, Math.floor((size - spread) / 2)),
    Math.min(size, Math.ceil(1 + (size + spread) / 2)),
  ];
}

/** The ranks, from 1, that a request needs of a sample that is not empty: two for each percentile, then the interval's. */
export function ranksOf(
  { percentiles, interval }: DistributionRequest,
  size: number,
): number[] {
  const ranks: number[] = [];
  for (const p of percentiles) {
    ranks.push(...percentileRanks(size, p));
  }
  if (interval) {
    ranks.push(...intervalRanks(size));
  }
  return ranks;
}
