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
import { factorAxis, isWide } from './ValueAxis';

const durations = fc.array(fc.integer({ min: 0, max: 5 * 365 * 86_400 }), {
  minLength: 2,
  maxLength: 30,
});

describe('the axis of durations', () => {
  it('is one of factors only where they are far apart', () => {
    expect(isWide([600, 86_400])).toBe(true);
    expect(isWide([3600, 7200, 0])).toBe(false);
    expect(isWide([0, 86_400])).toBe(false);
    expect(isWide([])).toBe(false);
  });

  it('has a place for all of them, in their order', () => {
    fc.assert(
      fc.property(durations, values => {
        fc.pre(isWide(values));
        const { ticks, share } = factorAxis(values);
        const sorted = [...values].sort((a, b) => a - b).map(share);
        expect(sorted).toEqual([...sorted].sort((a, b) => a - b));
        expect(sorted[0]).toBeGreaterThanOrEqual(0);
        expect(sorted[sorted.length - 1]).toBeLessThanOrEqual(1);
        expect(share(ticks[0])).toBe(0);
        expect(share(ticks[ticks.length - 1])).toBeCloseTo(1);
      }),
    );
  });

  it('gives the same height to the same factor, between durations that people know', () => {
    const { ticks, share } = factorAxis([120, 200_000]);
    expect(ticks).toEqual([60, 600, 3600, 21_600, 86_400, 604_800]);
    expect(share(600) - share(60)).toBeCloseTo(share(6000) - share(600));
  });
});
