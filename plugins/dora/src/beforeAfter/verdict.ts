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

import type {
  Metric,
  MetricDefinition,
  MetricsResult,
} from '@backstage-dora/plugin-dora-common';

export type Verdict = 'better' | 'worse' | 'same';

/** Whether two numbers of releases differ by more than chance would, given their windows. */
function frequencyVerdict(
  before: { count: number; days: number },
  after: { count: number; days: number },
): Verdict {
  const difference = after.count / after.days - before.count / before.days;
  // The 2·√(a + b) of docs/metrics.md, for windows that need not be of equal length.
  const noise =
    2 *
    Math.sqrt(after.count / after.days ** 2 + before.count / before.days ** 2);
  if (difference === 0 || Math.abs(difference) < noise) {
    return 'same';
  }
  return difference > 0 ? 'better' : 'worse';
}

/** Newcombe's interval for the difference of two shares: 0 within it may be chance. */
function ratioVerdict(before: Metric, after: Metric): Verdict | undefined {
  if (
    !before.ci ||
    !after.ci ||
    before.value === null ||
    after.value === null
  ) {
    return undefined;
  }
  const difference = after.value - before.value;
  const low =
    difference -
    Math.hypot(after.value - after.ci[0], before.ci[1] - before.value);
  const high =
    difference +
    Math.hypot(after.ci[1] - after.value, before.value - before.ci[0]);
  if (low <= 0 && high >= 0) {
    return 'same';
  }
  return difference < 0 ? 'better' : 'worse';
}

/** Whether what is still open went down too; what is not known of it did not. */
function isSmaller(after: Metric, before: Metric): boolean {
  if (after.withOpen === undefined) {
    return true;
  }
  const larger = ({ value, withOpen }: Metric, unknown: number) =>
    Math.max(value ?? 0, withOpen ?? unknown);
  return larger(after, Infinity) < larger(before, 0);
}

/** Two medians differ where their intervals are apart, which is more than 95 % sure. */
function medianVerdict(before: Metric, after: Metric): Verdict | undefined {
  if (!before.ci || !after.ci) {
    return undefined;
  }
  if (after.ci[0] <= before.ci[1] && before.ci[0] <= after.ci[1]) {
    return 'same';
  }
  if (after.ci[0] > before.ci[1]) {
    return 'worse';
  }
  // What goes on for ever must not make what has ended look better.
  return isSmaller(after, before) ? 'better' : 'same';
}

/** What can be said of a metric before and after; undefined where there is too little data. */
export function verdict(
  { metric: name, unit }: MetricDefinition,
  before: MetricsResult,
  after: MetricsResult,
): Verdict | undefined {
  const [first, second] = [before.metrics[name], after.metrics[name]];
  const isComparable = ({ state }: Metric) =>
    state === 'ok' || (state === 'idle' && unit === 'per day');
  if (!isComparable(first) || !isComparable(second)) {
    return undefined;
  }
  switch (unit) {
    case 'per day':
      return frequencyVerdict(
        { count: first.sample, days: before.window.days },
        { count: second.sample, days: after.window.days },
      );
    case 'ratio':
      return ratioVerdict(first, second);
    default:
      return medianVerdict(first, second);
  }
}
