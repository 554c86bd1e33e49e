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
  Metric,
  MetricChange,
  MetricName,
  Metrics,
  SeriesBucket,
  SeriesPoint,
  TierPreset,
} from '@backstage-dora/plugin-dora-common';
import { GroupAggregate, Material } from '../columns/types';
import { previousWindow, Window, WindowBucket } from '../Window';
import { measure, MeasureContext, Measurement } from './measure';
import { BesideValues } from './MetricDefinition';
import { METRIC_NAMES, METRICS } from './metricDefinitions';
import { MeasuredDays } from './rolling';
import { ratingOf } from './tiers';
import { isBeside } from './wanted';

/** What metrics depend on besides what was aggregated. */
export interface MetricsContext extends Omit<MeasureContext, 'history'> {
  tiers: TierPreset;
}

function besideOf(
  values: BesideValues,
  material: Material,
  measured: boolean,
): object {
  const beside: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    beside[name] = isBeside(value)
      ? value.of(material, measured)
      : besideOf(value, material, measured);
  }
  return beside;
}

function changeOf(
  metric: MetricName,
  current: Measurement,
  previous: Measurement,
): MetricChange {
  if (current.state !== 'ok' || previous.state !== 'ok') {
    return null;
  }
  const { value, better } = METRICS[metric];
  const move = value.move(current, previous);
  if (move === undefined) {
    return null;
  }
  if (move === 0) {
    return 'same';
  }
  return move === (better === 'higher' ? 1 : -1) ? 'better' : 'worse';
}

/**
 * All metrics of a group on the wire.
 *
 * @param aggregate - the windows before and of the request, in this order
 */
export function toWireMetrics(
  { windows: [before, material], history }: GroupAggregate,
  window: Window,
  { tiers, ...context }: MetricsContext,
): Metrics {
  const measureContext = { ...context, history };
  const windowBefore = previousWindow(window);
  const metrics: Partial<Metrics> = {};
  for (const name of METRIC_NAMES) {
    const current = measure(name, material, window, measureContext);
    const previous = measure(name, before, windowBefore, measureContext);
    const { value, ci, sample, state } = current;
    const metric: Metric = {
      value: value ?? null,
      ci: ci ?? null,
      sample,
      state,
      tier: ratingOf(name, current, tiers) ?? null,
      previous: { value: previous.value ?? null, sample: previous.sample },
      change: changeOf(name, current, previous),
    };
    const { beside = {} } = METRICS[name];
    // Not spread into another object, as there are thousands of metrics in a comparison.
    metrics[name] = Object.assign(
      metric,
      besideOf(beside, material, value !== undefined),
    );
  }
  return metrics as Metrics;
}

function toPoint({ value, sample, ci }: Measurement): SeriesPoint {
  return { value: value ?? null, sample, ci: ci ?? null };
}

/**
 * All metrics of a bucket of a series on the wire.
 *
 * @param rolling - the bucket with others before it
 */
export function toWireBucket(
  bucket: MeasuredDays & WindowBucket,
  rolling: MeasuredDays,
  context: MeasureContext,
): SeriesBucket {
  const metrics = METRIC_NAMES.map(name => {
    const { inSeries = {}, rolling: rolls } = METRICS[name];
    const measured = (of: MeasuredDays) =>
      measure(name, of.material, of, context);
    const current = measured(bucket);
    return [
      name,
      {
        ...toPoint(current),
        ...besideOf(inSeries, bucket.material, current.value !== undefined),
        ...(rolls && { rolling: toPoint(measured(rolling)) }),
      },
    ];
  });
  return {
    from: bucket.from,
    to: bucket.to,
    metrics: Object.fromEntries(metrics) as SeriesBucket['metrics'],
  };
}
