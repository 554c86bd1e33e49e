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

import { Random } from './Random';

const many = (draw: (index: number) => number) =>
  Array.from({ length: 20_000 }, (_, index) => draw(index));
const mean = (numbers: number[]) =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

describe('Random', () => {
  it('gives the same numbers for the same keys only', () => {
    const draw = (...keys: Array<string | number>) => Random.of(...keys).next();
    expect(draw('seed', 'cart-api', 1)).toBe(draw('seed', 'cart-api', 1));
    expect(draw('seed', 'cart-api', 1)).not.toBe(draw('seed', 'cart-api', 2));
    expect(draw('seed', 'a', 'bc')).not.toBe(draw('seed', 'ab', 'c'));
  });

  it('is even across streams that differ only in their day', () => {
    const first = many(index => Random.of('seed', 'cart-api', index).next());
    const tenths = Array.from(
      { length: 10 },
      (_, tenth) =>
        first.filter(number => Math.floor(number * 10) === tenth).length,
    );
    for (const number of tenths) {
      expect(number).toBeGreaterThan(1850);
      expect(number).toBeLessThan(2150);
    }
    const product = first
      .slice(1)
      .map((number, index) => number * first[index]);
    expect(mean(product)).toBeCloseTo(0.25, 1);
  });

  it('draws from the distributions that it names', () => {
    const random = Random.of('distributions');
    expect(mean(many(() => random.poisson(2.5)))).toBeCloseTo(2.5, 1);
    expect(random.poisson(0)).toBe(0);
    const times = many(() => random.logNormal(3, 1)).sort((a, b) => a - b);
    expect(times[10_000]).toBeGreaterThan(2.9);
    expect(times[10_000]).toBeLessThan(3.1);
    expect(times[19_500] / times[10_000]).toBeGreaterThan(6);
    const picks = many(() =>
      random.weighted({ seldom: 1, often: 3 }) === 'often' ? 1 : 0,
    );
    expect(mean(picks)).toBeCloseTo(0.75, 1);
  });
});
