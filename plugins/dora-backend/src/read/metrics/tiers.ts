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

import {
  MetricName,
  Tier,
  TierPreset,
} from '@backstage-dora/plugin-dora-common';
import { Measurement } from './measure';
import { METRICS } from './metricDefinitions';

const CUTS = ['elite', 'high', 'medium'] as const;

const REACHES = {
  '>=': (value: number, cut: number) => value >= cut,
  '<=': (value: number, cut: number) => value <= cut,
  '<': (value: number, cut: number) => value < cut,
};

/**
 * The tier of a value: the first of elite, high and medium whose cut-point it reaches, else low. A tier that the preset
 * does not define is skipped; undefined for metrics that are not rated.
 */
export function tierOf(
  metric: MetricName,
  value: number,
  { thresholds }: TierPreset,
): Tier | undefined {
  const cuts = METRICS[metric].tiered && thresholds[metric];
  if (!cuts) {
    return undefined;
  }
  const reaches = REACHES[cuts.comparison];
  return (
    CUTS.find(tier => {
      const cut = cuts[tier];
      return cut !== undefined && reaches(value, cut);
    }) ?? 'low'
  );
}

/** The tier of a metric with a reliable value; otherwise undefined. */
export function ratingOf(
  metric: MetricName,
  { rated, state }: Measurement,
  tiers: TierPreset,
): Tier | undefined {
  return rated !== undefined && state === 'ok'
    ? tierOf(metric, rated, tiers)
    : undefined;
}

/** From best to worst. */
export const TIERS: Tier[] = [...CUTS, 'low'];

/**
 * The best and the worst tier that a metric may be in: of both ends of its interval (of its value if it has none), and
 * its own tier.
 */
export function tierRangeOf(
  metric: MetricName,
  measurement: Measurement,
  tiers: TierPreset,
): [Tier, Tier] | undefined {
  const tier = ratingOf(metric, measurement, tiers);
  if (!tier) {
    return undefined;
  }
  const { value, ci = [value!] } = measurement;
  const reached = [tier, ...ci.map(end => tierOf(metric, end, tiers)!)].map(
    one => TIERS.indexOf(one),
  );
  return [TIERS[Math.min(...reached)], TIERS[Math.max(...reached)]];
}
