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
  if (Math.abs(difference) < noise) {
    return 'same';
  }
  return difference > 0 ? 'better' : 'worse';
}

function intervalVerdict(before: Metric, after: Metric): Verdict | undefined {
  if (!before.ci || !after.ci) {
    return undefined;
  }
  if (after.ci[0] <= before.ci[1] && before.ci[0] <= after.ci[1]) {
    return 'same';
  }
  return after.ci[1] < before.ci[0] ? 'better' : 'worse';
}

/** What can be said of a metric before and after; undefined where there is too little data. */
export function verdict(
  { metric: name, unit }: MetricDefinition,
  before: MetricsResult,
  after: MetricsResult,
): Verdict | undefined {
  const [first, second] = [before.metrics[name], after.metrics[name]];
  if (first.state !== 'ok' || second.state !== 'ok') {
    return undefined;
  }
  return unit === 'per day'
    ? frequencyVerdict(
        { count: first.sample, days: before.window.days },
        { count: second.sample, days: after.window.days },
      )
    : intervalVerdict(first, second);
}
