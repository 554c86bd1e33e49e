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

import { startOf } from '../window';
import { TrendPoint } from './trend';
import { ValueAxis } from './ValueAxis';

/** Where a plot draws what. */
export interface PlotScale {
  width: number;
  height: number;
  /** Place of a point in time. */
  x: (time: number) => number;
  /** Place of a value. */
  y: (value: number) => number;
  /** Edges of a bucket. */
  edges: (point: TrendPoint) => { left: number; right: number };
  /** The bucket at a place; the nearest one outside of all. */
  indexAt: (x: number) => number;
}

/** Lays the buckets side by side, as wide as they are long. */
export function createPlotScale(options: {
  points: readonly TrendPoint[];
  width: number;
  height: number;
  axis: ValueAxis;
}): PlotScale {
  const { points, width, height, axis } = options;
  const first = startOf(points[0].from);
  const end = startOf(points[points.length - 1].to);
  const x = (time: number) => ((time - first) / (end - first)) * width;
  return {
    width,
    height,
    x,
    y: value => height - axis.share(value) * height,
    edges: ({ from, to }) => ({
      left: x(startOf(from)),
      right: x(startOf(to)),
    }),
    indexAt: place => {
      const index = points.findIndex(({ to }) => place < x(startOf(to)));
      return index === -1 ? points.length - 1 : index;
    },
  };
}

/** Buckets that have room for a label at their beginning. */
export function labelledBuckets(
  points: readonly TrendPoint[],
  width: number,
  labelWidth: number,
): TrendPoint[] {
  const room = Math.max(1, Math.floor(width / labelWidth));
  const step = Math.max(1, Math.ceil(points.length / room));
  return points.filter((_, index) => index % step === 0);
}
