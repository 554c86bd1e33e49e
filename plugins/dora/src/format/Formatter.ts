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

import type { MetricName } from '@backstage-dora/plugin-dora-common';
import type { MetricCatalogue } from '../metrics/MetricCatalogue';
import type { Translate } from '../translations';
import { addDays, startOf } from '../window/calendar';
import { splitDuration } from './durations';
import { frequencyUnit } from './frequencies';

/** Turns the API's numbers into what people read, in the language of the app. */
export interface Formatter {
  number(value: number, maximumFractionDigits?: number): string;
  percent(ratio: number): string;
  duration(seconds: number): string;
  frequency(perDay: number): string;
  /** A value of a metric in its unit. */
  metric(name: MetricName, value: number): string;
  /** Both ends of an interval, the unit once where it is the same. */
  interval(name: MetricName, ci: readonly number[]): string;
  /** What the sample of a metric counts: `45 releases`. */
  sample(name: MetricName, count: number): string;
  /** Texts of which one is meant: `a, b or c`. */
  anyOf(texts: readonly string[]): string;
  /** A calendar date. */
  day(date: string): string;
  /** The date of a point in time, in the zone of the metrics. */
  date(time: string): string;
  /** A calendar date without its year, for axes. */
  shortDay(date: string): string;
  /** The days of `[from, to)`. */
  days(from: string, to: string): string;
  /** A point in time, in the zone of the metrics. */
  time(time: string): string;
}

const DASH = '–';

/** Two to three digits that matter: `0.3`, `3.2`, `12`, `120`. */
function digitsFor(value: number): number {
  return Math.abs(value) < 9.95 ? 1 : 0;
}

/** Creates the formatter of a language and a zone, for some metrics. */
export function createFormatter(options: {
  locale: string;
  timezone: string;
  metrics: MetricCatalogue;
  t: Translate;
}): Formatter {
  const { locale, timezone, metrics, t } = options;
  const dayFormat = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeZone: 'UTC',
  });
  const dateFormat = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeZone: timezone,
  });
  const shortDayFormat = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const timeFormat = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: timezone,
  });

  // Costly to make, and needed hundreds of times by a table.
  const numberFormats = new Map<number, Intl.NumberFormat>();
  const numberFormat = (maximumFractionDigits: number) => {
    const made =
      numberFormats.get(maximumFractionDigits) ??
      new Intl.NumberFormat(locale, { maximumFractionDigits });
    numberFormats.set(maximumFractionDigits, made);
    return made;
  };

  const formatter: Formatter = {
    number: (value, maximumFractionDigits = digitsFor(value)) =>
      numberFormat(maximumFractionDigits).format(value),
    percent: ratio =>
      t('unit.percent', { value: formatter.number(ratio * 100, 1) }),
    duration: seconds => {
      if (seconds !== 0 && Math.abs(seconds) < 1) {
        return t('unit.belowOneSecond');
      }
      const text = splitDuration(seconds)
        .map(({ unit, value }) =>
          t(`unit.${unit}`, { value: formatter.number(value, 0) }),
        )
        .join('\u00a0');
      return seconds < 0 ? `−${text}` : text;
    },
    frequency: perDay => {
      const { unit, days } = frequencyUnit(perDay);
      return t(`unit.per.${unit}`, { value: formatter.number(perDay * days) });
    },
    metric: (name, value) => {
      switch (metrics.of(name).unit) {
        case 'per day':
          return formatter.frequency(value);
        case 'seconds':
          return formatter.duration(value);
        case 'ratio':
          return formatter.percent(value);
        default:
          return t('unit.changes', {
            count: value,
            value: formatter.number(value),
          });
      }
    },
    interval: (name, ci) => {
      const [low, high] = ci;
      switch (metrics.of(name).unit) {
        case 'ratio':
          return t('unit.percent', {
            value: `${formatter.number(low * 100, 1)}${DASH}${formatter.number(
              high * 100,
              1,
            )}`,
          });
        case 'changes':
          return `${formatter.number(low)}${DASH}${formatter.number(high)}`;
        default:
          return `${formatter.metric(name, low)} ${DASH} ${formatter.metric(
            name,
            high,
          )}`;
      }
    },
    sample: (name, count) =>
      t(`metric.${name}.sample`, {
        count,
        value: formatter.number(count, 0),
      }),
    anyOf: texts =>
      new Intl.ListFormat(locale, { type: 'disjunction' }).format(texts),
    date: time => dateFormat.format(new Date(time)),
    day: date => dayFormat.format(startOf(date)),
    shortDay: date => shortDayFormat.format(startOf(date)),
    days: (from, to) => {
      const last = addDays(to, -1);
      return from === last
        ? formatter.day(from)
        : dayFormat.formatRange(startOf(from), startOf(last));
    },
    time: time => timeFormat.format(new Date(time)),
  };
  return formatter;
}
