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
import { runs } from './runs';
import { usePalette } from './palette';

const HEIGHT = 28;
const WIDTH = 120;
const PADDING = 3;

/** The shape of a metric over the window; the numbers are in the charts and tables. */
export const Sparkline = (props: {
  values: readonly (number | null)[];
  width?: number | string;
  /** Spoken where nothing else on the page says what it shows. */
  label?: string;
}) => {
  const { values, width = WIDTH, label } = props;
  const theme = useTheme();
  const palette = usePalette();
  const highest = Math.max(0, ...values.map(value => value ?? 0));
  const step =
    values.length > 1 ? (WIDTH - 2 * PADDING) / (values.length - 1) : 0;
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
      {runs(values, (value, index): [number, number] | undefined =>
        value === null ? undefined : [index, value],
      ).map(run => (
        <path
          key={run[0][0]}
          // A single value gets a short stroke, so that it is seen at all.
          d={
            run.length === 1
              ? `M${x(run[0][0]) - 1.5} ${y(run[0][1])}h3`
              : `M${run.map(([i, v]) => `${x(i)} ${y(v)}`).join('L')}`
          }
          fill="none"
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
