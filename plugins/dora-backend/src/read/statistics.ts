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

/** Two-sided 95 % quantile of the normal distribution. */
export const Z = 1.959964;

/** `Z / √2`: if two intervals of this width touch, the 95 % interval of their difference ends at 0. */
const Z_OF_CHANGE = 1.385904;

/** Lower and upper end. */
export type Interval = [number, number];

export type Percentile = 50 | 75 | 90 | 95;

export type PercentileName = `p${Percentile}`;

/** Durations are integers in ms here, and in seconds elsewhere. */
export const MS_PER_SECOND = 1000;

/** Numeric keys would make each object an array with a hundred elements. */
export const PERCENTILE_NAMES: Record<Percentile, PercentileName> = {
  50: 'p50',
  75: 'p75',
  90: 'p90',
  95: 'p95',
};

/** What to determine about the values of a sample, besides their number. */
export interface DistributionRequest {
  percentiles: readonly Percentile[];
  /** Whether to include the intervals of the median */
  interval: boolean;
  sum: boolean;
  /** Whether to include open durations: see {@link Distribution.open} */
  withOpen: boolean;
}

/** Durations, some of which are open. */
export interface OpenSample {
  /** The ended durations in ms, ascending */
  ended: Float64Array;
  /** The start times of open durations, in ms since the epoch, ascending; at least one */
  since: Float64Array;
}

/** Statistics of the values of a sample. */
export interface Distribution {
  size: number;
  /** NaN unless requested */
  sum: number;
  /** The values at the two ranks around each percentile; none for an empty sample */
  percentiles: Partial<Record<PercentileName, Interval>>;
  /** The values at the ends of the median's interval */
  medianInterval?: Interval;
  /** The values at the ends of the narrower interval for comparing two medians */
  changeInterval?: Interval;
  /** Undefined unless requested and some durations are open */
  open?: OpenSample;
  /** Divisor of the values: 1, or {@link MS_PER_SECOND} */
  unit: number;
}

export const EMPTY_DISTRIBUTION: Distribution = {
  size: 0,
  sum: 0,
  percentiles: {},
  unit: 1,
};

/** The two ranks, from 1, around a percentile of a sample; see `percentile`. */
export function percentileRanks(size: number, p: Percentile): Interval {
  const lower = Math.floor(((size - 1) * p) / 100) + 1;
  return [lower, Math.min(size, lower + 1)];
}

/** The ranks, from 1, at the ends of the interval of a median; see `medianInterval`. */
export function intervalRanks(size: number, z: number): Interval {
  const spread = z * Math.sqrt(size);
  return [
    Math.max(1, Math.floor((size - spread) / 2)),
    Math.min(size, Math.ceil(1 + (size + spread) / 2)),
  ];
}

/**
 * The ranks, from 1, that a request needs of a non-empty sample: two for each percentile, then those of the intervals.
 */
export function ranksOf(
  { percentiles, interval }: DistributionRequest,
  size: number,
): number[] {
  const ranks: number[] = [];
  for (const p of percentiles) {
    ranks.push(...percentileRanks(size, p));
  }
  if (interval) {
    ranks.push(...intervalRanks(size, Z), ...intervalRanks(size, Z_OF_CHANGE));
  }
  return ranks;
}

/** In smaller samples, the ranks of a 95 % interval of the median would be out of range. */
export const SMALLEST_INTERVAL_SAMPLE = 6;

/** Up, down, or not significant */
export type Move = -1 | 0 | 1;

/**
 * A percentile of a sample, interpolated linearly between the closest ranks: with h = (n − 1)·p, x(⌊h⌋) + (h − ⌊h⌋)·
 * (x(⌊h⌋ + 1) − x(⌊h⌋)), ranks from 0. This is type 7 of Hyndman and Fan, "Sample quantiles in statistical packages",
 * The American Statistician 50 (1996), and SQL's `percentile_cont`. p is in hundredths to avoid rounding.
 */
export function percentile(
  { size, percentiles, unit }: Distribution,
  p: Percentile,
): number | undefined {
  const neighbours = percentiles[PERCENTILE_NAMES[p]];
  if (!neighbours) {
    return undefined;
  }
  const [lower, upper] = neighbours;
  const hundredths = ((size - 1) * p) % 100;
  // Integers up to a single division give the double nearest to the exact result.
  return (lower * 100 + (upper - lower) * hundredths) / (100 * unit);
}

/** The arithmetic mean; undefined for an empty sample. */
export function mean({ size, sum, unit }: Distribution): number | undefined {
  return size === 0 ? undefined : sum / (size * unit);
}

const ofMedian = (
  { size, unit }: Distribution,
  interval: Interval | undefined,
): Interval | undefined =>
  interval && size >= SMALLEST_INTERVAL_SAMPLE
    ? [interval[0] / unit, interval[1] / unit]
    : undefined;

/**
 * The 95 % interval of a median: the values at the ranks `max(1, ⌊(n − z·√n)/2⌋)` and `min(n, ⌈1 + (n + z·√n)/2⌉)`,
 * from the distribution. This is the normal approximation of the binomial interval of order statistics: Conover,
 * "Practical Nonparametric Statistics", 3rd ed., 3.2.
 */
export const medianInterval = (sample: Distribution): Interval | undefined =>
  ofMedian(sample, sample.medianInterval);

/** The same with z ÷ √2: if two of these do not overlap, the difference of their medians is significant at 95 %. */
export const changeInterval = (sample: Distribution): Interval | undefined =>
  ofMedian(sample, sample.changeInterval);

/** Products of fractions that should be a half may differ in the last digit. */
const TOLERANCE = 1e-12;

/**
 * The median of durations, some of which are open and last at least until now: the smallest duration at which the
 * survival curve is at a half or below; undefined if there is none. Kaplan and Meier, "Nonparametric estimation from
 * incomplete observations", JASA 53 (1958). Among equal durations, ended ones come before open ones.
 *
 * @param ended - ascending
 * @param open - the durations of open ones until now, ascending
 */
export function survivalMedian(
  ended: ArrayLike<number>,
  open: ArrayLike<number>,
): number | undefined {
  let survival = 1;
  let nth = 0;
  let shorter = 0;
  while (nth < ended.length) {
    const duration = ended[nth];
    while (shorter < open.length && open[shorter] < duration) {
      shorter += 1;
    }
    const atRisk = ended.length - nth + open.length - shorter;
    const before = nth;
    while (nth < ended.length && ended[nth] === duration) {
      nth += 1;
    }
    survival *= 1 - (nth - before) / atRisk;
    if (survival <= 0.5 + TOLERANCE) {
      return duration;
    }
  }
  return undefined;
}

/** The median of durations, including open ones. */
export interface OpenMedian {
  /** See {@link survivalMedian}; the plain median when none is open */
  withOpen?: number;
  /**
   * The value for rating: the larger of the median and `withOpen`; without `withOpen`, the longest of all durations;
   * undefined for an empty sample
   */
  rated?: number;
}

/** @param now - ms since the epoch */
export function medianWithOpen(sample: Distribution, now: number): OpenMedian {
  const { open, unit } = sample;
  const ofEnded = percentile(sample, 50);
  if (!open) {
    return { withOpen: ofEnded, rated: ofEnded };
  }
  const { ended, since } = open;
  const lasting = Float64Array.from(since, start => now - start).reverse();
  const found = survivalMedian(ended, lasting);
  if (found === undefined) {
    const longest = Math.max(
      ended[ended.length - 1] ?? -Infinity,
      lasting[lasting.length - 1],
    );
    return { rated: longest / unit };
  }
  const withOpen = found / unit;
  return { withOpen, rated: Math.max(withOpen, ofEnded ?? withOpen) };
}

/**
 * The 95 % score interval of a ratio k/n: (p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) / (1 + z²/n) with p = k/n. Wilson,
 * "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
 */
export function wilsonInterval(k: number, n: number): Interval | undefined {
  if (n === 0) {
    return undefined;
  }
  const p = k / n;
  const z2 = Z * Z;
  const centre = p + z2 / (2 * n);
  const half = Z * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  const scale = 1 + z2 / n;
  // The interval of none or all of a sample ends at 0 or 1 exactly, which rounding would miss.
  return [
    k === 0 ? 0 : (centre - half) / scale,
    k === n ? 1 : (centre + half) / scale,
  ];
}

/** A ratio of two numbers. */
export interface Ratio {
  hits: number;
  /** Above 0 */
  size: number;
}

/**
 * The 95 % interval of the difference of two ratios, from their Wilson intervals by the method of squaring and adding:
 * method 10 of Newcombe, "Interval estimation for the difference between independent proportions", Statistics in
 * Medicine 17 (1998).
 */
export function newcombeInterval(one: Ratio, other: Ratio): Interval {
  const [p1, p2] = [one.hits / one.size, other.hits / other.size];
  const [lower1, upper1] = wilsonInterval(one.hits, one.size)!;
  const [lower2, upper2] = wilsonInterval(other.hits, other.size)!;
  const difference = p1 - p2;
  return [
    difference - Math.hypot(p1 - lower1, upper2 - p2),
    difference + Math.hypot(upper1 - p1, p2 - lower2),
  ];
}

/**
 * A quantile of some values, interpolated like {@link percentile}; undefined when there are none.
 *
 * @param sorted - ascending
 * @param hundredths - an integer from 0 to 100
 */
export function quantileOf(
  sorted: number[],
  hundredths: number,
): number | undefined {
  if (sorted.length === 0) {
    return undefined;
  }
  const position = (sorted.length - 1) * hundredths;
  const lower = Math.floor(position / 100);
  const upper = Math.min(lower + 1, sorted.length - 1);
  const share = (position % 100) / 100;
  return sorted[lower] + share * (sorted[upper] - sorted[lower]);
}

/** The median of some values: the mean of the two middle ones if their number is even. */
export function median(values: number[]): number | undefined {
  if (values.length === 0) {
    return undefined;
  }
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The movement of a value according to its intervals: up (1), down (-1), or 0 when they overlap or touch. */
export function moveOfIntervals(current: Interval, previous: Interval): Move {
  if (current[1] < previous[0]) {
    return -1;
  }
  return current[0] > previous[1] ? 1 : 0;
}

/**
 * The movement of a number of events between two windows of equal length. The difference of two Poisson counts a and b
 * has the standard deviation √(a + b): a difference of 0, or below 2·√(a + b), is not significant.
 */
export function moveOfCounts(current: number, previous: number): Move {
  const difference = current - previous;
  if (difference === 0 || difference * difference < 4 * (current + previous)) {
    return 0;
  }
  return difference > 0 ? 1 : -1;
}

/** The movement of a ratio: 0 when the interval of the difference contains 0. */
export function moveOfRatios(current: Ratio, previous: Ratio): Move {
  const [lower, upper] = newcombeInterval(current, previous);
  if (lower <= 0 && upper >= 0) {
    return 0;
  }
  return lower > 0 ? 1 : -1;
}
