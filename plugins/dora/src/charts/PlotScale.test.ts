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
import { addDays } from '../window';
import { createPlotScale, labelledBuckets } from './PlotScale';
import { toTrend, TrendPoint } from './trend';
import { linearAxis } from './ValueAxis';

const [template] = toTrend(catalogue.of('leadTime'), seriesResult().buckets);

/** Buckets of these lengths, one after the other. */
function bucketsOf(lengths: number[]): TrendPoint[] {
  let from = '2026-01-01';
  return lengths.map(length => {
    const point = { ...template, from, to: addDays(from, length) };
    from = point.to;
    return point;
  });
}

const lengths = fc.array(fc.integer({ min: 1, max: 31 }), {
  minLength: 1,
  maxLength: 60,
});

describe('createPlotScale', () => {
  it('gives each bucket a width as long as it lasts, without gaps', () => {
    const points = bucketsOf([3, 7, 4]);
    const scale = createPlotScale({
      points,
      width: 140,
      height: 100,
      axis: linearAxis([0, 10]),
    });
    expect(points.map(scale.edges)).toEqual([
      { left: 0, right: 30 },
      { left: 30, right: 100 },
      { left: 100, right: 140 },
    ]);
    expect([0, 5, 10].map(scale.y)).toEqual([100, 50, 0]);
  });

  it('finds the bucket at every place in it, and the nearest one outside', () => {
    fc.assert(
      fc.property(
        lengths,
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (of, part) => {
          const points = bucketsOf(of);
          const scale = createPlotScale({
            points,
            width: 500,
            height: 100,
            axis: linearAxis([0, 1]),
          });
          points.forEach((point, index) => {
            const { left, right } = scale.edges(point);
            expect(scale.indexAt(left + (right - left) * part)).toBe(index);
          });
          expect(scale.indexAt(-10)).toBe(0);
          expect(scale.indexAt(510)).toBe(points.length - 1);
        },
      ),
    );
  });
});

describe('labelledBuckets', () => {
  it('labels the first bucket, and no more than there is room for', () => {
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 1000 }), (of, width) => {
        const points = bucketsOf(of);
        const labelled = labelledBuckets(points, width, 80);
        expect(labelled[0]).toBe(points[0]);
        expect(labelled.length).toBeLessThanOrEqual(
          Math.max(1, Math.floor(width / 80)),
        );
      }),
    );
  });
});
