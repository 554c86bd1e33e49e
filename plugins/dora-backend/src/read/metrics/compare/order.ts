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

import { MetricName } from '@backstage-dora/plugin-dora-common';
import { METRICS } from '../metricDefinitions';
import { CompareOptions } from '../MetricsService';
import { Candidate } from './measureCandidates';

/**
 * The distance of a value from the previous one, regardless of direction: the difference of ratios; for other metrics
 * the factor between the two, which is infinite if only one of them is zero.
 */
export function distance(
  metric: MetricName,
  value: number,
  previous: number,
): number {
  if (value === previous) {
    return 0;
  }
  return METRICS[metric].value.compared === 'difference'
    ? Math.abs(value - previous)
    : Math.abs(Math.log(value / previous));
}

function keyOf(
  { current, previous }: Candidate<unknown>,
  metric: MetricName,
  by: CompareOptions['by'],
): number | undefined {
  if (by === 'value') {
    return current;
  }
  return current === undefined || previous === undefined
    ? undefined
    : distance(metric, current, previous);
}

/**
 * Sorts candidates, which are in order of name, as requested. Those without a sort value come last; ties stay in order
 * of name.
 */
export function inOrder<T>(
  candidates: Candidate<T>[],
  { sort, by, order }: CompareOptions,
): Candidate<T>[] {
  if (sort === 'name') {
    return order === 'desc' ? [...candidates].reverse() : candidates;
  }
  return candidates
    .map(candidate => ({ candidate, key: keyOf(candidate, sort, by) }))
    .sort(({ key: a }, { key: b }) => {
      if (a === undefined || b === undefined) {
        return Number(a === undefined) - Number(b === undefined);
      }
      const direction = order === 'desc' ? -1 : 1;
      // Two infinite values are equal, but their difference is NaN.
      return a === b ? 0 : direction * (a < b ? -1 : 1);
    })
    .map(({ candidate }) => candidate);
}
