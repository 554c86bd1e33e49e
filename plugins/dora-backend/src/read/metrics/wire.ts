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
import { IncidentConnection } from './IncidentConnections';
import { measure, MeasureContext, Measurement } from './measure';
import { BesideValues } from './MetricDefinition';
import { METRIC_NAMES, METRICS } from './metricDefinitions';
import { MeasuredDays } from './rolling';
import { Measured, spreadOf } from './productSpread';
import { ratingOf, tierRangeOf } from './tiers';
import { isBeside } from './wanted';

/** What metrics depend on besides aggregates. */
export interface MetricsContext
  extends Omit<MeasureContext, 'history' | 'incidents'> {
  tiers: TierPreset;
  incidents: IncidentConnection;
  /** The products below the entity; undefined for a component or a product */
  products?: Measured[];
}

function besideOf(
  values: BesideValues,
  material: Material,
  measured: boolean,
  now: number,
): object {
  const beside: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    beside[name] = isBeside(value)
      ? value.of(material, measured, now)
      : besideOf(value, material, measured, now);
  }
  return beside;
}

/** @param known - whether the whole previous window is known */
function changeOf(
  metric: MetricName,
  current: Measurement,
  previous: Measurement,
  known: boolean,
): MetricChange {
  const { value, better, rated } = METRICS[metric];
  const isComparable = ({ state }: Measurement) =>
    state === 'ok' || (state === 'idle' && value.isCount === true);
  if (!known || !isComparable(current) || !isComparable(previous)) {
    return null;
  }
  const move = value.move(current, previous);
  if (move === undefined) {
    return null;
  }
  if (move === 0) {
    return 'same';
  }
  if (move !== (better === 'higher' ? 1 : -1)) {
    return 'worse';
  }
  // The rating, which includes open durations, must have improved as well.
  return rated && current.rated! >= previous.rated! ? 'same' : 'better';
}

/** The values that replace a tier above products. */
function aboveProductsOf(
  metric: MetricName,
  { incidents, products, tiers }: MetricsContext,
): Pick<Metric, 'products' | 'connected' | 'of'> {
  const { needs, partialWithout = [] } = METRICS[metric];
  return {
    ...(products && { products: spreadOf(metric, products, tiers) }),
    ...([...needs, ...partialWithout].includes('incidents') &&
      incidents.products),
  };
}

/**
 * All metrics of a group, for a response.
 *
 * @param aggregate - the previous window and the requested one, in this order
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
    const { beside = {}, knownSince = 'releaseDay' } = METRICS[name];
    const current = measure(name, material, window, measureContext);
    const previous = measure(name, before, windowBefore, measureContext);
    const { value, ci, sample, state } = current;
    const metric: Metric = {
      value: value ?? null,
      ci: ci ?? null,
      sample,
      state,
      tier: (!context.products && ratingOf(name, current, tiers)) || null,
      tierRange:
        (!context.products && tierRangeOf(name, current, tiers)) || null,
      previous: { value: previous.value ?? null, sample: previous.sample },
      change: changeOf(
        name,
        current,
        previous,
        history[knownSince]! <= windowBefore.fromDay,
      ),
    };
    // Avoids copying the object: a comparison has thousands of metrics.
    metrics[name] = Object.assign(
      metric,
      besideOf(beside, material, value !== undefined, context.now),
      aboveProductsOf(name, { ...context, tiers }),
    );
  }
  return metrics as Metrics;
}

function toPoint({ value, sample, ci }: Measurement): SeriesPoint {
  return { value: value ?? null, sample, ci: ci ?? null };
}

/**
 * All metrics of a bucket of a series, for a response.
 *
 * @param rolling - the bucket together with earlier ones
 * @param context.today - in days since 1970-01-01; this day is not over yet
 */
export function toWireBucket(
  bucket: MeasuredDays & WindowBucket,
  rolling: MeasuredDays,
  context: MeasureContext & { today: number },
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
        ...besideOf(
          inSeries,
          bucket.material,
          current.value !== undefined,
          context.now,
        ),
        ...(rolls && { rolling: toPoint(measured(rolling)) }),
      },
    ];
  });
  return {
    from: bucket.from,
    to: bucket.to,
    complete: bucket.whole && bucket.toDay <= context.today,
    metrics: Object.fromEntries(metrics) as SeriesBucket['metrics'],
  };
}
