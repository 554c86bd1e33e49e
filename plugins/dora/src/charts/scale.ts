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

import type { MetricDefinition } from '@backstage-dora/plugin-dora-common';
import { MetricUnit, STAGES } from '../metrics';
import { Dot, hasDots } from './dots';
import { lineOf, TrendPoint, TrendView } from './trend';
import { factorAxis, isWide, linearAxis, ValueAxis } from './ValueAxis';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Steps of an axis that people read at once. */
const DURATION_STEPS = [
  ...[1, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map(step => step * MINUTE),
  ...[1, 2, 3, 6, 12].map(step => step * HOUR),
  ...[1, 2, 3, 7, 14, 30, 60, 120, 240].map(step => step * DAY),
];

function decimalStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  return (
    [1, 2, 5, 10].map(step => step * power).find(step => step >= atLeast) ??
    10 * power
  );
}

/** Height of the stages on top of each other. */
export function stagesTotal({ stages }: TrendPoint): number {
  return STAGES.reduce(
    (sum, stage) => sum + Math.max(0, stages?.[stage] ?? 0),
    0,
  );
}

/** Ticks from 0 to just beyond the highest value, four or five of them. */
export function ticksUpTo(
  highest: number,
  unit: 'seconds' | 'ratio' | 'count',
): number[] {
  const wanted = highest > 0 ? highest / 4 : 0;
  let step: number;
  if (unit === 'seconds') {
    step =
      DURATION_STEPS.find(candidate => candidate >= wanted) ??
      decimalStep(wanted / DAY) * DAY;
  } else if (unit === 'ratio') {
    step = decimalStep(Math.max(wanted, 0.01));
  } else {
    step = decimalStep(Math.max(wanted, 1));
  }
  // Leaves room above the highest value, so that it is not drawn on the edge.
  const count = Math.max(1, Math.floor(highest / step + 1e-9) + 1);
  const ticks = Array.from({ length: count + 1 }, (_, index) =>
    // Keeps 0.1 + 0.2 away from the labels.
    Number((index * step).toPrecision(12)),
  );
  return unit === 'ratio' ? ticks.filter(tick => tick <= 1) : ticks;
}

/** The highest value that an axis has to show. */
export function highestOf(
  unit: MetricUnit,
  points: readonly TrendPoint[],
): number {
  const of = (pick: (point: TrendPoint) => number | null | undefined) =>
    Math.max(0, ...points.map(point => pick(point) ?? 0));
  switch (unit) {
    case 'per day':
      return of(({ sample }) => sample);
    case 'ratio':
      // The interval of a few releases reaches far; what is cut off says nothing.
      return Math.min(1, Math.max(0.1, of(lineOf) * 1.5));
    case 'seconds':
      return Math.max(
        of(({ value }) => value),
        of(({ p90 }) => p90),
      );
    default:
      return of(({ value }) => value);
  }
}

/** The axis that has room for a metric, the way that it is drawn. */
export function axisOf(
  definition: MetricDefinition,
  view: TrendView,
  points: readonly TrendPoint[],
  dots: readonly Dot[],
): ValueAxis {
  const { unit } = definition;
  if (view === 'stages') {
    return linearAxis(
      ticksUpTo(Math.max(0, ...points.map(stagesTotal)), 'seconds'),
    );
  }
  if (hasDots(definition)) {
    const durations = [
      ...dots.map(({ value }) => value ?? 0),
      ...points.map(({ value }) => value ?? 0),
    ];
    return isWide(durations)
      ? factorAxis(durations)
      : linearAxis(ticksUpTo(Math.max(0, ...durations), 'seconds'));
  }
  return linearAxis(
    ticksUpTo(
      highestOf(unit, points),
      unit === 'seconds' || unit === 'ratio' ? unit : 'count',
    ),
  );
}
