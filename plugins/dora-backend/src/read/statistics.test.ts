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

import fc from 'fast-check';
import {
  changeInterval,
  Distribution,
  mean,
  median,
  medianInterval,
  medianWithOpen,
  moveOfCounts,
  moveOfIntervals,
  moveOfRatios,
  newcombeInterval,
  Percentile,
  percentile,
  PERCENTILE_NAMES,
  quantileOf,
  ranksOf,
  survivalMedian,
  wilsonInterval,
} from './statistics';

const distribution = (more: Partial<Distribution>): Distribution => ({
  size: 1,
  sum: 0,
  percentiles: {},
  unit: 1,
  ...more,
});

describe('percentile', () => {
  it.each<[number, Percentile, [number, number], number]>([
    [1, 95, [7, 7], 7],
    [2, 50, [1, 2], 1.5],
    [3, 50, [2, 3], 2],
    [4, 75, [3, 4], 3.25],
    // R: quantile(c(10, 20, 30, 40, 50), c(0.9, 0.95), type = 7)
    [5, 90, [40, 50], 46],
    [5, 95, [40, 50], 48],
    // Nine tenths of ten steps: exactly a rank, without a bit of the next.
    [11, 90, [90, 100_000], 90],
    [4, 50, [-3, -2], -2.5],
  ])('of %d values, p%d between %j is %d', (size, p, ranks, expected) => {
    expect(
      percentile(
        distribution({ size, percentiles: { [PERCENTILE_NAMES[p]]: ranks } }),
        p,
      ),
    ).toBe(expected);
  });

  it('is the double nearest to the exact result, in another unit too', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000_000 }),
        fc.constantFrom<Percentile>(50, 75, 90, 95),
        fc.tuple(
          fc.integer({ min: -(2 ** 41), max: 2 ** 41 }),
          fc.integer({ min: -(2 ** 41), max: 2 ** 41 }),
        ),
        (size, p, ranks) => {
          const [lower, upper] = ranks.map(BigInt);
          const rest = BigInt(((size - 1) * p) % 100);
          const exact = lower * (100n - rest) + upper * rest;
          expect(
            percentile(
              distribution({
                size,
                percentiles: { [PERCENTILE_NAMES[p]]: ranks },
                unit: 1000,
              }),
              p,
            ),
          ).toBe(Number(exact) / 100_000);
        },
      ),
    );
  });

  it('has none in an empty sample', () => {
    const empty = distribution({ size: 0 });
    expect(percentile(empty, 50)).toBeUndefined();
    expect(mean(empty)).toBeUndefined();
    expect(medianInterval(empty)).toBeUndefined();
  });
});

describe('mean', () => {
  it('is in the unit outside', () => {
    expect(mean(distribution({ size: 4, sum: 10_000, unit: 1000 }))).toBe(2.5);
  });
});

describe('medianInterval', () => {
  it('needs six values', () => {
    const of = (size: number) =>
      medianInterval(
        distribution({ size, medianInterval: [1000, 4000], unit: 1000 }),
      );
    expect(of(5)).toBeUndefined();
    expect(of(6)).toEqual([1, 4]);
    expect(
      changeInterval(distribution({ size: 5, changeInterval: [1, 4] })),
    ).toBeUndefined();
    expect(
      changeInterval(distribution({ size: 6, changeInterval: [1, 4] })),
    ).toEqual([1, 4]);
  });

  // R: z <- c(1.959964, 1.385904); pmax(1, floor((n - z * sqrt(n)) / 2)); pmin(n, ceiling(1 + (n + z * sqrt(n)) / 2))
  it.each([
    [6, [1, 6], [1, 6]],
    [7, [1, 7], [1, 7]],
    [10, [1, 10], [2, 9]],
    [25, [7, 19], [9, 17]],
    [100, [40, 61], [43, 58]],
    [10_000, [4902, 5099], [4930, 5071]],
  ])(
    'of %d values lies between the ranks %j, and %j for a change',
    (size, ranks, ranksOfChange) => {
      const request = { percentiles: [], interval: true, sum: false };
      expect(ranksOf({ ...request, withOpen: false }, size)).toEqual([
        ...ranks,
        ...ranksOfChange,
      ]);
    },
  );
});

describe('wilsonInterval', () => {
  it.each<[number, number, [number, number]]>([
    // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I.
    [81, 263, [0.2553, 0.3662]],
    [15, 148, [0.0624, 0.1605]],
    [0, 20, [0, 0.1611]],
    [1, 29, [0.0061, 0.1718]],
  ])('of %d in %d is %j', (k, n, [lower, upper]) => {
    const interval = wilsonInterval(k, n)!;
    expect(interval[0]).toBeCloseTo(lower, 4);
    expect(interval[1]).toBeCloseTo(upper, 4);
  });

  it('lies within 0 and 1, has the ratio in it, and mirrors', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, share) => {
          const k = Math.round(n * share);
          const [lower, upper] = wilsonInterval(k, n)!;
          expect(lower).toBeGreaterThanOrEqual(0);
          expect(lower).toBeLessThanOrEqual(k / n);
          expect(upper).toBeGreaterThanOrEqual(k / n);
          expect(upper).toBeLessThanOrEqual(1);
          const [mirroredLower, mirroredUpper] = wilsonInterval(n - k, n)!;
          expect(1 - mirroredUpper).toBeCloseTo(lower, 12);
          expect(1 - mirroredLower).toBeCloseTo(upper, 12);
          // The score test that it inverts: at its ends, the ratio is z standard errors away.
          const distance = k / n - lower;
          const error = Math.sqrt((lower * (1 - lower)) / n);
          expect(distance).toBeCloseTo(1.959964 * error, 10);
        },
      ),
    );
  });

  it('has none for an empty sample', () => {
    expect(wilsonInterval(0, 0)).toBeUndefined();
  });
});

describe('median', () => {
  it.each([
    [[], undefined],
    [[3], 3],
    [[10, 2], 6],
    [[10, 9, 1], 9],
    [[0, 5, 1, 2], 1.5],
  ])('of %j is %s', (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});

describe('move', () => {
  it.each<[[number, number], [number, number], number]>([
    [[1, 2], [3, 4], -1],
    [[3, 4], [1, 2], 1],
    [[1, 3], [2, 4], 0],
    [[2, 3], [1, 4], 0],
    // Touching.
    [[1, 2], [2, 3], 0],
    [[2, 3], [1, 2], 0],
    [[2, 2], [2, 2], 0],
  ])('from %2$j to %1$j is %3$d', (now, before, move) => {
    expect(moveOfIntervals(now, before)).toBe(move);
  });

  it.each([
    [10, 10, 0],
    [0, 0, 0],
    [16, 9, 0],
    // 2·√(12 + 4) is 8, which is not less than 8.
    [12, 4, 1],
    [4, 12, -1],
    [11, 4, 0],
    [100, 50, 1],
    [50, 100, -1],
  ])('to %d events from %d is %d', (now, before, move) => {
    expect(moveOfCounts(now, before)).toBe(move);
  });
});

describe('newcombeInterval', () => {
  // Newcombe, "Interval estimation for the difference between independent proportions: comparison of eleven methods",
  // Statistics in Medicine 17 (1998), table II, method 10.
  it.each<[[number, number], [number, number], [number, number]]>([
    [
      [56, 70],
      [48, 80],
      [0.0524, 0.3339],
    ],
    [
      [9, 10],
      [3, 10],
      [0.1705, 0.809],
    ],
    [
      [6, 7],
      [2, 7],
      [0.0582, 0.8062],
    ],
    [
      [5, 56],
      [0, 29],
      [-0.0381, 0.1926],
    ],
    [
      [0, 10],
      [0, 20],
      [-0.1611, 0.2775],
    ],
    [
      [0, 10],
      [0, 10],
      [-0.2775, 0.2775],
    ],
    [
      [10, 10],
      [0, 20],
      [0.6791, 1],
    ],
    [
      [10, 10],
      [0, 10],
      [0.6075, 1],
    ],
  ])('of %j less %j is %j', ([k1, n1], [k2, n2], [lower, upper]) => {
    const one = { hits: k1, size: n1 };
    const other = { hits: k2, size: n2 };
    const interval = newcombeInterval(one, other);
    expect(interval[0]).toBeCloseTo(lower, 4);
    expect(interval[1]).toBeCloseTo(upper, 4);
    const isChance = lower <= 0 && upper >= 0;
    expect(moveOfRatios(one, other)).toBe(isChance ? 0 : 1);
    expect(moveOfRatios(other, one)).toBe(isChance ? 0 : -1);
  });
});

describe('survivalMedian', () => {
  const split = (times: string) => {
    const all = times.split(' ');
    const of = (isOpen: boolean) =>
      all
        .filter(time => time.endsWith('+') === isOpen)
        .map(parseFloat)
        .sort((a, b) => a - b);
    return [of(false), of(true)] as const;
  };

  it.each([
    // Remission of leukaemia: Freireich et al., Blood 21 (1963), as in Kalbfleisch and Prentice, "The Statistical Analysis
    // of Failure Time Data"; the medians of 6-MP and placebo are 23 and 8 weeks.
    [
      '6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+',
      23,
    ],
    ['1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23', 8],
    // Acute myelogenous leukaemia: Miller, "Survival Analysis" (1981); R: survfit(Surv(time, status) ~ x, survival::aml)
    // has the medians 31 and 23, and 27 of all.
    ['9 13 13+ 18 23 28+ 31 34 45+ 48 161+', 31],
    ['5 5 8 8 12 16+ 23 27 30 33 43 45', 23],
    [
      '9 13 13+ 18 23 28+ 31 34 45+ 48 161+ 5 5 8 8 12 16+ 23 27 30 33 43 45',
      27,
    ],
    // What has ended comes first: it is at a half with both at risk.
    ['4 4+', 4],
    ['4 3+', 4],
    ['4 5+ 5+', undefined],
    ['1+', undefined],
    // 1 - 1/6 = 5/6, 4/6, and 3/6 only up to rounding.
    ['1 2 3 9+ 9+ 9+', 3],
  ])('of %s is %s', (times, expected) => {
    const [ended, open] = split(times);
    expect(survivalMedian(ended, open)).toBe(expected);
  });

  const sample = (ended: number[], since: number[], p50: number) =>
    distribution({
      size: ended.length,
      percentiles: ended.length > 0 ? { p50: [p50, p50] } : {},
      unit: 1000,
      open: {
        ended: Float64Array.from(ended),
        since: Float64Array.from(since),
      },
    });

  it('is what the rating goes by, unless the median is larger', () => {
    const now = 100_000;
    expect(
      medianWithOpen(sample([1000, 3000], [90_000, 95_000], 2000), now),
    ).toEqual({ withOpen: 3, rated: 3 });
    // Two that have just begun say nothing of the longer ones.
    expect(
      medianWithOpen(sample([1000, 3000, 9000], [99_500, 99_600], 3000), now),
    ).toEqual({ withOpen: 3, rated: 3 });
    expect(medianWithOpen(sample([1000, 3000], [98_500], 2500), now)).toEqual({
      withOpen: 3,
      rated: 3,
    });
  });

  it('is not known where most go on: then the longest of all is rated', () => {
    const now = 100_000;
    expect(medianWithOpen(sample([1000], [40_000, 50_000], 1000), now)).toEqual(
      { rated: 60 },
    );
    expect(
      medianWithOpen(sample([1000, 90_000], [99_999, 99_998, 50_000], 0), now)
        .withOpen,
    ).toBe(90);
  });

  it('is the median where nothing goes on', () => {
    const closed = distribution({
      size: 2,
      percentiles: { p50: [1000, 2000] },
      unit: 1000,
    });
    expect(medianWithOpen(closed, 5)).toEqual({ withOpen: 1.5, rated: 1.5 });
  });
});

describe('quantileOf', () => {
  it.each([
    // R: quantile(c(1, 2, 3, 4, 10), c(0.25, 0.5, 0.75), type = 7)
    [
      [1, 2, 3, 4, 10],
      [2, 3, 4],
    ],
    [
      [1, 2, 3, 10],
      [1.75, 2.5, 4.75],
    ],
    [[5], [5, 5, 5]],
    [[], [undefined, undefined, undefined]],
  ])('of %j has the quartiles %j', (values, expected) => {
    expect([25, 50, 75].map(p => quantileOf(values, p))).toEqual(expected);
  });
});
