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

import { MetricDefinition } from '@backstage-dora/plugin-dora-common';
import { Rules } from '../../../rules/types';
import { BesideValues } from '../MetricDefinition';
import { METRIC_NAMES, METRICS } from '../metricDefinitions';
import { isBeside } from '../wanted';

/** Names of grouped values are joined by dots. */
const describeBeside = (
  values: BesideValues,
  group = '',
): MetricDefinition['beside'] =>
  Object.entries(values).flatMap(([name, value]) =>
    isBeside(value)
      ? {
          name: `${group}${name}`,
          aggregate: value.aggregate,
          unit: value.unit,
        }
      : describeBeside(value, `${group}${name}.`),
  );

/** Describes each metric with some rules. */
export function describeMetrics(rules: Rules): MetricDefinition[] {
  return METRIC_NAMES.map(metric => {
    const { title, unit, better, sample, needs, ...more } = METRICS[metric];
    const { partialWithout, evidence, cases } = more;
    const { headline = false, tiered = false, beside = {}, sentence } = more;
    return {
      ...{ metric, title, unit, better, sample, needs, partialWithout },
      ...{ evidence, cases },
      ...{ headline, tiered },
      beside: describeBeside(beside),
      sentence: typeof sentence === 'string' ? sentence : sentence(rules),
    };
  });
}
