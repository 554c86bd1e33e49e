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
import { linearScale, logScale, quantile } from './statistics';

const values = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), {
  minLength: 1,
  maxLength: 50,
});

describe('quantile', () => {
  it('interpolates between the closest ranks', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4, 5], 0.25)).toBe(2);
    expect(quantile([7], 0.9)).toBe(7);
  });

  it('lies within the values and grows with the part', () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(values, part, part, (of, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(quantile(of, low)).toBeGreaterThanOrEqual(Math.min(...of));
        expect(quantile(of, high)).toBeLessThanOrEqual(Math.max(...of));
        expect(quantile(of, low)).toBeLessThanOrEqual(
          quantile(of, high) + 1e-6,
        );
      }),
    );
  });
});

describe('scales', () => {
  it('give every value a place between 0 and 1, in order', () => {
    fc.assert(
      fc.property(values, of => {
        for (const scale of [logScale(of), linearScale(Math.max(...of))]) {
          const places = [...of].sort((a, b) => a - b).map(scale);
          places.forEach((place, index) => {
            expect(place).toBeGreaterThanOrEqual(0);
            expect(place).toBeLessThanOrEqual(1);
            expect(place).toBeGreaterThanOrEqual(places[index - 1] ?? 0);
          });
        }
      }),
    );
  });
});
