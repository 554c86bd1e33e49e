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
import { DAYS_PER_BLOCK } from '../../database/derivedBlocks';
import { firstDayOf } from './blocks';
import { bucketOf } from './buckets';
import { OrderStatistics } from './OrderStatistics';
import { packBlocks } from './packBlocks';
import { Part } from './parts';
import { DistributionRequest, PERCENTILE_NAMES } from '../statistics';
import { Runs } from './Runs';
import { countDistinct, countEach, countRecent } from './runValues';

const PART: Part = {
  from: '',
  columns: ['duration', 'number'],
  counts: {
    counters: [() => 1, ([, numbers], row) => numbers[row] || 0],
    names: ['rows', 'sum'],
  },
  values: [
    { name: 'duration', column: 0, durations: true },
    { name: 'number', column: 1, durations: false },
  ],
};

const EVERYTHING: DistributionRequest = {
  percentiles: [50, 75, 90, 95],
  interval: true,
  sum: true,
  withOpen: false,
};

const LARGEST = 2 ** 42;

// Values that crowd in some places, and others that are far away.
const duration = fc.oneof(
  fc.constantFrom(0, -1, 1, 4095, 4096, -4096, -4097, 86_400_000),
  fc.integer({ min: -20_000, max: 20_000 }),
  fc.integer({ min: 3_600_000, max: 3_700_000 }),
  fc.maxSafeInteger().map(n => n % LARGEST),
);

const arbitraryRow = fc.record({
  block: fc.integer({ min: -2, max: 1 }),
  entity: fc.integer({ min: 0, max: 2 }),
  day: fc.integer({ min: 0, max: DAYS_PER_BLOCK - 1 }),
  duration: fc.option(duration, { nil: NaN }),
  number: fc.option(fc.integer({ min: -5, max: 300_000 }), { nil: NaN }),
});

type Row = typeof arbitraryRow extends fc.Arbitrary<infer T> ? T : never;

const FIRST = -2;
const BLOCKS = 4;
const dayOf = ({ block, day }: Row) => firstDayOf(block) + day;

/** The rows of each entity, packed. */
const pack = (rows: Row[]) =>
  [0, 1, 2].map(entity => {
    const own = rows.filter(row => row.entity === entity);
    return packBlocks(PART, FIRST, BLOCKS, [
      Float64Array.from(own, dayOf),
      Float64Array.from(own, row => row.duration),
      Float64Array.from(own, row => row.number),
    ]);
  });

describe('OrderStatistics', () => {
  const statistics = new OrderStatistics();
  const runs = new Runs();

  it('finds in packed blocks what sorting all values finds', () => {
    fc.assert(
      fc.property(
        fc.array(arbitraryRow, { maxLength: 400, size: 'max' }),
        fc.integer({ min: -70, max: 70 }),
        fc.integer({ min: 1, max: 140 }),
        fc.constantFrom(1, 2),
        duration,
        fc.integer({ min: 1, max: 10_000 }),
        (rows, fromDay, days, section, limit, span) => {
          const window = { fromDay, toDay: fromDay + days };
          runs.clear();
          for (const blocks of pack(rows)) {
            blocks.forEach((block, index) => {
              const number = FIRST + index;
              const overlaps =
                firstDayOf(number) < window.toDay &&
                firstDayOf(number + 1) > window.fromDay;
              if (block.length > 0 && overlaps) {
                runs.add(block, block[1 + section], number, window);
              }
            });
          }
          const values = rows
            .filter(row => dayOf(row) >= fromDay && dayOf(row) < window.toDay)
            .map(row => (section === 1 ? row.duration : row.number))
            .filter(value => !Number.isNaN(value))
            .sort((a, b) => a - b);

          expect(runs.size).toBe(values.length);
          expect({
            sorted: section === 1 && [...statistics.sorted(runs)],
            recent:
              section === 1 &&
              countRecent(runs, { recentAfter: limit, now: limit + span }),
            different: section === 2 && countDistinct(runs),
            each: section === 2 && countEach(runs),
          }).toEqual({
            sorted: section === 1 && values,
            recent: section === 1 && {
              count: values.filter(
                value => value > limit && value <= limit + span,
              ).length,
              until: Math.min(
                ...values
                  .filter(value => value > limit)
                  .map(value => (value > limit + span ? value - span : value)),
              ),
            },
            different: section === 2 && new Set(values).size,
            each:
              section === 2 &&
              new Map(
                values.map(value => [
                  value,
                  values.filter(one => one === value).length,
                ]),
              ),
          });
          if (values.length === 0) {
            return;
          }
          const told = statistics.distributionOf(
            runs,
            section === 1,
            EVERYTHING,
          );
          const n = values.length;
          expect(told.size).toBe(n);
          expect(told.sum).toBe(
            Number(values.reduce((sum, value) => sum + BigInt(value), 0n)),
          );
          for (const p of [50, 75, 90, 95] as const) {
            const rank = Number((BigInt(n - 1) * BigInt(p)) / 100n);
            expect(told.percentiles[PERCENTILE_NAMES[p]]).toEqual([
              values[rank],
              values[Math.min(n - 1, rank + 1)],
            ]);
          }
          const spread = 1.959964 * Math.sqrt(n);
          expect(told.medianInterval).toEqual([
            values[Math.max(1, Math.floor((n - spread) / 2)) - 1],
            values[Math.min(n, Math.ceil(1 + (n + spread) / 2)) - 1],
          ]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keeps sums beyond what a double counts exactly', () => {
    const row = {
      block: 0,
      entity: 0,
      day: 3,
      duration: LARGEST - 1,
      number: NaN,
    };
    const rows = Array.from({ length: 5001 }, () => row);
    const [blocks] = pack(rows);
    runs.clear();
    const block = blocks[-FIRST];
    runs.add(block, block[2], 0, { fromDay: 0, toDay: DAYS_PER_BLOCK });
    expect(statistics.distributionOf(runs, true, EVERYTHING).sum).toBe(
      Number(5001n * BigInt(LARGEST - 1)),
    );
  });

  it('refuses what does not fit', () => {
    const columns = [[0], [LARGEST * 2], [0]].map(values =>
      Float64Array.from(values),
    );
    expect(() => packBlocks(PART, 0, 1, columns)).toThrow(RangeError);
  });

  it('has buckets in the order of values', () => {
    const value = fc.oneof(
      fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      fc.integer({ min: -300, max: 300 }),
    );
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(
          Math.sign(bucketOf(a) - bucketOf(b)) * Math.sign(a - b),
        ).not.toBe(-1);
        expect(Math.abs(a) < 128 ? bucketOf(a) - bucketOf(a - 1) : 1).toBe(1);
      }),
    );
    expect(bucketOf(-(2 ** 31))).toBe(0);
  });
});
