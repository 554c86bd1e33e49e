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

import { Percentile, Z } from '../statistics';
import { DistributionName } from './types';

/** What to know of some values. */
export interface DistributionRequest {
  name: DistributionName;
  /** The index of their section in the part */
  section: number;
  /** Whether they are ms */
  durations: boolean;
  percentiles: Percentile[];
  /** Whether the interval of the median is wanted */
  interval: boolean;
  /** Whether the sum is wanted */
  mean: boolean;
  /** See {@link Distribution.unit} */
  unit: number;
}

/**
 * The ranks to look at, from 0, in a sample that is not empty: two for each percentile, then two for the interval of the
 * median. The formulas stand in `statistics.ts`.
 */
export function ranksOf(
  {
    percentiles,
    interval,
  }: Pick<DistributionRequest, 'percentiles' | 'interval'>,
  size: number,
): number[] {
  const ranks: number[] = [];
  for (const p of percentiles) {
    const rank = Math.floor(((size - 1) * p) / 100);
    ranks.push(rank, Math.min(size - 1, rank + 1));
  }
  if (interval) {
    const spread = Z * Math.sqrt(size);
    ranks.push(
      Math.max(1, Math.floor((size - spread) / 2)) - 1,
      Math.min(size, Math.ceil(1 + (size + spread) / 2)) - 1,
    );
  }
  return ranks;
}
