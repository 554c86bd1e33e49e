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
import { seriesResult } from '../__testUtils__/fixtures';
import { catalogue } from '../__testUtils__/metrics';
import { englishFormatter, englishWords } from '../__testUtils__/words';
import { highestOf, ticksUpTo } from './scale';
import { pointLines } from './pointLines';
import { hasIncomplete, isEmptyTrend, lineOf, toTrend } from './trend';

const { buckets } = seriesResult();

describe('toTrend', () => {
  it('splits the releases by kind', () => {
    expect(
      toTrend(catalogue.of('deploymentFrequency'), buckets)[0],
    ).toMatchObject({
      sample: 7,
      code: 5,
      hotfix: 1,
      rollback: 1,
      failed: 1,
    });
  });

  it('bands a duration from p50 to p90, and a ratio by its interval', () => {
    expect(toTrend(catalogue.of('leadTime'), buckets)[0].band).toEqual([
      7200, 86_400,
    ]);
    expect(toTrend(catalogue.of('changeFailureRate'), buckets)[0].band).toEqual(
      [0.03, 0.51],
    );
    expect(toTrend(catalogue.of('leadTime'), buckets)[1].band).toBeNull();
  });

  it('draws the failure rate over several buckets, beside what each says alone', () => {
    const [point] = toTrend(catalogue.of('changeFailureRate'), [
      {
        ...buckets[0],
        metrics: {
          ...buckets[0].metrics,
          changeFailureRate: {
            ...buckets[0].metrics.changeFailureRate,
            rolling: { value: 0.1, sample: 30, ci: [0.04, 0.25] },
          },
        },
      },
    ]);
    expect(point.value).toBe(1 / 7);
    expect(lineOf(point)).toBe(0.1);
    expect(point.band).toEqual([0.04, 0.25]);
  });

  it('marks what is cut or not over yet', () => {
    const definition = catalogue.of('deploymentFrequency');
    const cut = toTrend(definition, [
      buckets[0],
      { ...buckets[1], complete: false },
    ]);
    expect(hasIncomplete(cut)).toBe(true);
    expect(hasIncomplete(toTrend(definition, buckets))).toBe(false);
    const lines = pointLines(
      ...([definition, 'trend', 'week', cut[1]] as const),
      englishFormatter(),
      englishWords(),
    );
    expect(lines).toEqual(['Not a whole week', '0 releases']);
  });

  it('tells a window without anything from one with a zero', () => {
    expect(
      isEmptyTrend(
        catalogue.of('leadTime'),
        toTrend(catalogue.of('leadTime'), buckets),
      ),
    ).toBe(false);
    expect(
      isEmptyTrend(
        catalogue.of('batchSize'),
        toTrend(catalogue.of('batchSize'), buckets),
      ),
    ).toBe(true);
  });
});

describe('ticksUpTo', () => {
  it('covers the highest value with a few even steps from 0', () => {
    const units = fc.constantFrom('seconds', 'count', 'ratio');
    fc.assert(
      fc.property(
        units,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 8 }),
        (unit, mantissa, power) => {
          const highest = unit === 'ratio' ? mantissa : mantissa * 10 ** power;
          const ticks = ticksUpTo(highest, unit);
          expect(ticks[0]).toBe(0);
          expect(ticks.length).toBeGreaterThan(1);
          expect(ticks.length).toBeLessThanOrEqual(7);
          expect(ticks[ticks.length - 1]).toBeGreaterThanOrEqual(
            highest - 1e-6,
          );
        },
      ),
    );
  });

  it('steps in hours and days, not in thousands of seconds', () => {
    expect(ticksUpTo(20 * 3600, 'seconds')).toEqual(
      [0, 6, 12, 18, 24].map(hours => hours * 3600),
    );
  });
});

describe('highestOf', () => {
  it('does not let the interval of a few releases flatten the rest', () => {
    const points = toTrend(catalogue.of('changeFailureRate'), buckets);
    expect(highestOf('ratio', points)).toBeCloseTo(1.5 / 7);
  });
});
