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

import { useTheme } from '@material-ui/core/styles';
import { lineParts, pathOf, runs } from './runs';
import { usePalette } from './palette';

const HEIGHT = 28;
const WIDTH = 120;
const PADDING = 3;

/** A value of a spark line. */
export interface SparkPoint {
  value: number | null;
  /** Whether all of its days are in it, and over. */
  complete: boolean;
}

/** The shape of a metric over the window; the numbers are in the charts and tables. */
export const Sparkline = (props: {
  points: readonly SparkPoint[];
  width?: number | string;
  /** Spoken where nothing else on the page says what it shows. */
  label?: string;
}) => {
  const { points, width = WIDTH, label } = props;
  const theme = useTheme();
  const palette = usePalette();
  const highest = Math.max(0, ...points.map(({ value }) => value ?? 0));
  const step =
    points.length > 1 ? (WIDTH - 2 * PADDING) / (points.length - 1) : 0;
  const x = (index: number) => PADDING + index * step;
  const y = (value: number) =>
    HEIGHT -
    PADDING -
    (highest > 0 ? (value / highest) * (HEIGHT - 2 * PADDING) : 0);
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={width}
      height={HEIGHT}
      preserveAspectRatio="none"
      {...(label
        ? { role: 'img', 'aria-label': label }
        : { 'aria-hidden': true })}
    >
      <line
        x1={0}
        x2={WIDTH}
        y1={HEIGHT - 0.5}
        y2={HEIGHT - 0.5}
        stroke={theme.palette.divider}
        vectorEffect="non-scaling-stroke"
      />
      {runs(points, ({ value, complete }, index) =>
        value === null ? undefined : { x: x(index), y: y(value), complete },
      )
        .flatMap(lineParts)
        .map(({ places, dashed }) => (
          <path
            key={`${places[0].x} ${dashed}`}
            // A single value gets a short stroke, so that it is seen at all.
            d={
              places.length === 1
                ? `M${places[0].x - 1.5} ${places[0].y}h3`
                : pathOf(places)
            }
            fill="none"
            strokeDasharray={dashed ? '2 4' : undefined}
            stroke={palette.value}
            strokeWidth={1.75}
            strokeLinecap="round"
            strokeLinejoin="round"
            vectorEffect="non-scaling-stroke"
          />
        ))}
    </svg>
  );
};
