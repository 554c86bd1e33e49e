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
import { CountName, ValueName } from '../columns/parts';
import { Material, Wanted } from '../columns/types';
import {
  changeInterval,
  Distribution,
  DistributionRequest,
  Interval,
  mean,
  median,
  medianInterval,
  medianWithOpen,
  Move,
  moveOfCounts,
  moveOfIntervals,
  moveOfRatios,
  Percentile,
  percentile,
  wilsonInterval,
} from '../statistics';

/** What a value needs from a window. */
export type Reads = Partial<Wanted>;

/** A value with its sample. */
export interface Value {
  value?: number;
  ci?: Interval;
  sample: number;
  /** The numerator of a ratio */
  hits?: number;
  /** The interval for comparing a median with another */
  changeCi?: Interval;
}

/** How a value is computed from the material of a window. */
export interface Aggregate {
  reads: Reads;
  of(material: Material, days: number): Value;
  /** The value for a window without releases after earlier releases; undefined to treat it like any empty sample */
  idle?: Pick<Value, 'value'>;
  /** Whether the value is a count, which is meaningful however small it is */
  isCount?: true;
  /** The significant movement of the value; undefined when it cannot be determined */
  move(current: Value, previous: Value): Move | undefined;
  /** Whether two values are compared by their ratio or by their difference */
  compared: 'factor' | 'difference';
}

/** An additional value of a metric. */
export interface Beside
  extends Pick<MetricDefinition['beside'][number], 'aggregate' | 'unit'> {
  reads: Reads;
  /**
   * @param measured - whether the metric has a value; if not, only counts are returned
   * @param now - ms since the epoch
   */
  of(material: Material, measured: boolean, now: number): number | null;
}

/** What a metric is rated by if not by its value. */
export interface Rated {
  reads: Reads;
  /** @param now - ms since the epoch */
  of(material: Material, now: number): number | undefined;
}

const read = (
  name: ValueName,
  request: Partial<DistributionRequest>,
): Reads => ({
  values: {
    [name]: {
      percentiles: [],
      ...{ interval: false, sum: false, withOpen: false },
      ...request,
    },
  },
});

/** A count per day. */
export const perDay = (count: CountName): Aggregate => ({
  reads: { counts: [count] },
  of: ({ counts }, days) => ({
    value: counts[count] / days,
    sample: counts[count],
  }),
  idle: { value: 0 },
  isCount: true,
  move: (current, previous) => moveOfCounts(current.sample, previous.sample),
  compared: 'factor',
});

/** The share of a whole that some counts make up. */
export const shareOf = (whole: CountName, some: CountName[]): Aggregate => ({
  reads: { counts: [whole, ...some] },
  of({ counts }) {
    const sample = counts[whole];
    const hits = some.reduce((sum, name) => sum + counts[name], 0);
    return {
      value: sample === 0 ? undefined : hits / sample,
      ci: wilsonInterval(hits, sample),
      ...{ sample, hits },
    };
  },
  idle: {},
  move: (current, previous) =>
    moveOfRatios(
      { hits: current.hits!, size: current.sample },
      { hits: previous.hits!, size: previous.sample },
    ),
  compared: 'difference',
});

/** The median of a sample. */
export const medianOf = (name: ValueName): Aggregate => ({
  reads: read(name, { percentiles: [50], interval: true }),
  of: ({ distributions }) => ({
    value: percentile(distributions[name], 50),
    ci: medianInterval(distributions[name]),
    changeCi: changeInterval(distributions[name]),
    sample: distributions[name].size,
  }),
  move: ({ changeCi: current }, { changeCi: previous }) =>
    current && previous && moveOfIntervals(current, previous),
  compared: 'factor',
});

/** A count. */
export const count = (name: CountName): Beside => ({
  aggregate: 'count',
  unit: 'count',
  reads: { counts: [name] },
  of: ({ counts }) => counts[name],
});

function ofSample(
  aggregate: Beside['aggregate'],
  name: ValueName,
  request: Partial<DistributionRequest>,
  of: (distribution: Distribution) => number | undefined,
): Beside {
  return {
    aggregate,
    unit: 'seconds',
    reads: read(name, request),
    of: ({ distributions }, measured) =>
      measured ? of(distributions[name]) ?? null : null,
  };
}

/** A percentile of durations. */
export const percentileOf = (name: ValueName, p: Percentile): Beside =>
  ofSample(`p${p}`, name, { percentiles: [p] }, sample =>
    percentile(sample, p),
  );

/** The mean of durations. */
export const meanOf = (name: ValueName): Beside =>
  ofSample('mean', name, { sum: true }, mean);

const openReads = (name: ValueName) =>
  read(name, { percentiles: [50], withOpen: true });

/** The median of durations, including open ones. */
export const withOpen = (name: ValueName): Beside => ({
  aggregate: 'p50',
  unit: 'seconds',
  reads: openReads(name),
  of: ({ distributions }, measured, now) =>
    measured ? medianWithOpen(distributions[name], now).withOpen ?? null : null,
});

/** The rating of durations that may be open. */
export const ratedWithOpen = (name: ValueName): Rated => ({
  reads: openReads(name),
  of: ({ distributions }, now) =>
    medianWithOpen(distributions[name], now).rated,
});

/** The median of numbers. */
export const medianNumberOf = (name: ValueName): Beside => ({
  ...percentileOf(name, 50),
  unit: 'count',
});

/** The median number of days with a release in the full ISO weeks of the window, including weeks without any. */
export const weeklyDeployDays: Beside = {
  aggregate: 'p50',
  unit: 'count',
  reads: { weeks: true },
  of: ({ weeks }) =>
    median(
      weeks.filter(({ whole }) => whole).map(({ deployDays }) => deployDays),
    ) ?? null,
};
