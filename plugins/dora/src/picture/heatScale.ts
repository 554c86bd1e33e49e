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
  MetricPoint,
} from '@backstage-dora/plugin-dora-common';
import type { Formatter } from '../format';
import type { MetricUnit } from '../metrics';
import type { Translate } from '../translations';

const HOUR = 3600;
const DAY = 24 * HOUR;

/**
 * Where the next colour begins, the same on every page and in every window, so
 * that two pictures can be laid side by side. Below the first one, the first colour.
 */
const CUTS: Record<MetricUnit, readonly number[]> = {
  'per day': [2, 5, 10, 25],
  seconds: [HOUR, 6 * HOUR, DAY, 7 * DAY],
  ratio: [0.1, 0.25, 0.5],
  changes: [2, 4, 8, 16],
};

/** Units of which 0 says something: no release in that week, none of them failed. */
const HAS_ZERO: readonly MetricUnit[] = ['per day', 'ratio'];

/** Number of colours. */
export function stepsOf({ unit }: MetricDefinition): number {
  return CUTS[unit].length + 1;
}

/** What a cell is coloured by: frequencies as releases of the week. */
export function heatValue(
  { unit }: MetricDefinition,
  point: MetricPoint | undefined,
): number | undefined {
  if (point === undefined || point.value === null) {
    return undefined;
  }
  return unit === 'per day' ? point.sample : point.value;
}

/** From 1 to the number of colours; 0 for 0 itself, where that says something. */
export function heatStep({ unit }: MetricDefinition, value: number): number {
  return value <= 0 && HAS_ZERO.includes(unit)
    ? 0
    : 1 + CUTS[unit].filter(cut => value >= cut).length;
}

/** A value as short as a cell needs it. */
export function shortHeat(
  { unit }: MetricDefinition,
  value: number,
  format: Formatter,
  t: Translate,
): string {
  switch (unit) {
    case 'ratio':
      return t('unit.percent', { value: format.number(value * 100, 0) });
    case 'seconds': {
      if (value >= DAY) {
        return t('unit.days', { value: format.number(value / DAY) });
      }
      return value >= HOUR
        ? t('unit.hours', { value: format.number(value / HOUR) })
        : format.duration(Math.round(value / 60) * 60);
    }
    default:
      return format.number(value);
  }
}

/** A value in full, with what it is made of. */
export function fullHeat(
  { metric, unit }: MetricDefinition,
  point: MetricPoint,
  format: Formatter,
  t: Translate,
): string {
  const sample = format.sample(metric, point.sample);
  return unit === 'per day'
    ? sample
    : t('picture.heatMap.value', {
        value: format.metric(metric, point.value ?? 0),
        sample,
      });
}

/** What each colour means, the one of 0 first where there is one. */
export function heatLegend(
  definition: MetricDefinition,
  format: Formatter,
  t: Translate,
): { step: number; text: string }[] {
  const { unit } = definition;
  const cuts = CUTS[unit];
  const word = (value: number) => shortHeat(definition, value, format, t);
  const between = (low: number, high: number) =>
    low === high
      ? word(low)
      : t('picture.heatMap.between', { low: word(low), high: word(high) });
  const whole = unit === 'per day';
  const steps = [...cuts, undefined].map((cut, index) => {
    const before = cuts[index - 1];
    if (cut === undefined) {
      return t('picture.heatMap.over', { value: word(before) });
    }
    if (whole) {
      return between(before ?? 1, cut - 1);
    }
    return before === undefined
      ? t('picture.heatMap.under', { value: word(cut) })
      : between(before, cut);
  });
  const zero = HAS_ZERO.includes(unit) ? [{ step: 0, text: word(0) }] : [];
  return [...zero, ...steps.map((text, index) => ({ step: index + 1, text }))];
}
