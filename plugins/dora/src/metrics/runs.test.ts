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

import { lineParts } from './runs';

const place = (x: number, complete = true) => ({ x, y: 0, complete });
const parts = (...places: ReturnType<typeof place>[]) =>
  lineParts(places).map(part => ({
    dashed: part.dashed,
    xs: part.places.map(({ x }) => x),
  }));

describe('lineParts', () => {
  it('dashes what leads to and from what is not complete', () => {
    expect(
      parts(place(0, false), place(1), place(2), place(3), place(4, false)),
    ).toEqual([
      { dashed: true, xs: [0, 1] },
      { dashed: false, xs: [1, 2, 3] },
      { dashed: true, xs: [3, 4] },
    ]);
  });

  it('keeps a place on its own', () => {
    expect(parts(place(5, false))).toEqual([{ dashed: true, xs: [5] }]);
    expect(parts(place(5))).toEqual([{ dashed: false, xs: [5] }]);
  });
});
