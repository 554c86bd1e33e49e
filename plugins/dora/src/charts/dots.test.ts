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

import { seriesResult, timelineResult } from '../__testUtils__/fixtures';
import { catalogue } from '../__testUtils__/metrics';
import { englishFormatter, englishWords } from '../__testUtils__/words';
import { dotAt, dotPlace, dotsIn, toDots } from './dots';
import { createPlotScale } from './PlotScale';
import { axisOf } from './scale';
import { toTrend } from './trend';

const { buckets } = seriesResult();
const points = toTrend(catalogue.of('timeToRestore'), buckets);
const dots = toDots(
  catalogue.of('timeToRestore'),
  timelineResult(),
  'UTC',
  englishFormatter(),
  englishWords(),
);
const axis = axisOf(catalogue.of('timeToRestore'), 'trend', points, dots);
const scale = createPlotScale({ points, width: 1400, height: 100, axis });

describe('dots', () => {
  it('are the failed releases of recovery time, the incidents of time to restore', () => {
    const texts = (name: 'recoveryTime' | 'timeToRestore' | 'leadTime') =>
      toDots(
        catalogue.of(name),
        timelineResult(),
        'UTC',
        englishFormatter(),
        englishWords(),
      ).map(({ text }) => text.replace(/\u00a0/g, ' '));
    expect(texts('recoveryTime')).toEqual([
      'cart-api 1.1 (3 h)',
      'cart-api (no version) (still open)',
    ]);
    expect(texts('timeToRestore')).toEqual([
      'Checkout is down (2 h)',
      'OPS-7 (still open)',
    ]);
    expect(texts('leadTime')).toEqual([]);
  });

  it('stand where they began, open ones at the top edge', () => {
    const [resolved, open] = dots.map(dot => dotPlace(dot, scale));
    expect(resolved).toEqual({ x: 50, y: scale.y(7200) });
    expect(open).toEqual({ x: 100, y: 8 });
    expect(dotsIn(dots, buckets[0])).toEqual(dots);
    expect(dotsIn(dots, buckets[1])).toEqual([]);
  });

  it('are found by a pointer that is near enough, the nearest one first', () => {
    const { x, y } = dotPlace(dots[0], scale);
    expect(dotAt(dots, scale, { x: x + 4, y: y - 4 })).toBe(dots[0]);
    expect(dotAt(dots, scale, { x: x + 30, y })).toBeUndefined();
    expect(dotAt(dots, scale, { x: 101, y: 9 })).toBe(dots[1]);
  });
});
