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
  Distribution,
  mean,
  median,
  medianInterval,
  moveOfCounts,
  moveOfIntervals,
  Percentile,
  percentile,
  PERCENTILE_NAMES,
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
  });
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
