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
  MetricDefinition,
  SeriesBucket,
  SeriesPoint,
} from '@backstage-dora/plugin-dora-common';
import { startOf } from '../window';

/** How a metric is drawn. */
export type TrendView = 'trend' | 'stages';

/** One bucket of one metric, ready to draw. */
export interface TrendPoint {
  /** Days of the bucket, `[from, to)`. */
  from: string;
  to: string;
  /** False where the window cuts it, or where it is not over yet. */
  complete: boolean;
  /** Middle of the bucket on the axis. */
  time: number;
  value: number | null;
  sample: number;
  p90: number | null;
  /** The same over several buckets up to this one, where one says too little. */
  rolling?: { value: number | null; sample: number };
  /** Around what the line goes through: the 95 % interval of a ratio, p50 to p90 of a duration. */
  band: [number, number] | null;
  /** Medians of the stages of lead time. */
  stages?: SeriesPoint['stages'];
  code: number;
  hotfix: number;
  rollback: number;
  failed: number;
}

function bandOf(
  { unit }: MetricDefinition,
  { value, ci, p90, rolling }: SeriesPoint,
): [number, number] | null {
  if (unit === 'ratio') {
    const interval = rolling ? rolling.ci : ci;
    return interval ? [interval[0], interval[1]] : null;
  }
  return typeof value === 'number' &&
    typeof p90 === 'number' &&
    unit === 'seconds'
    ? [value, p90]
    : null;
}

/** The buckets of a series as points of one metric. */
export function toTrend(
  definition: MetricDefinition,
  buckets: readonly SeriesBucket[],
): TrendPoint[] {
  return buckets.map(({ from, to, complete, metrics }) => {
    const point = metrics[definition.metric];
    const releases = metrics.deploymentFrequency.sample;
    const rollback = metrics.reworkRate.rollbacks ?? 0;
    const hotfix = metrics.reworkRate.hotfixes ?? 0;
    return {
      from,
      to,
      complete,
      time: (startOf(from) + startOf(to)) / 2,
      value: point.value,
      sample: point.sample,
      p90: point.p90 ?? null,
      rolling: point.rolling && {
        value: point.rolling.value,
        sample: point.rolling.sample,
      },
      band: bandOf(definition, point),
      stages: point.stages,
      code: releases - rollback - hotfix,
      hotfix,
      rollback,
      failed: metrics.changeFailureRate.failed ?? 0,
    };
  });
}

/** Whether there is anything to draw. */
export function isEmptyTrend(
  { unit }: MetricDefinition,
  points: readonly TrendPoint[],
): boolean {
  return unit === 'per day'
    ? points.every(({ sample }) => sample === 0)
    : points.every(point => point.value === null && lineOf(point) === null);
}

/** What the line of a trend goes through. */
export function lineOf({ rolling, value }: TrendPoint): number | null {
  return rolling ? rolling.value : value;
}

/** Whether some buckets are cut, or not over yet. */
export function hasIncomplete(points: readonly TrendPoint[]): boolean {
  return points.some(({ complete }) => !complete);
}

/** Whether the line goes through more than its buckets. */
export function isRolling(points: readonly TrendPoint[]): boolean {
  return points.some(({ rolling }) => rolling !== undefined);
}
