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

import { makeStyles, Theme } from '@material-ui/core/styles';
import { useFormatter } from '../format';
import { labelledBuckets, PlotScale } from './PlotScale';
import { TrendPoint } from './trend';

const LABEL_WIDTH = 76;
const GAP = 8;

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: { display: 'block' },
    grid: { stroke: theme.palette.divider },
    label: { fill: theme.palette.text.secondary, fontSize: 12 },
  }),
  { name: 'DoraAxes' },
);

/** Values on the left, days below, and a line for each value across. */
export const Axes = (props: {
  scale: PlotScale;
  points: TrendPoint[];
  ticks: number[];
  tickText: (value: number) => string;
  axisWidth: number;
  axisHeight: number;
}) => {
  const { scale, points, ticks, tickText, axisWidth, axisHeight } = props;
  const classes = useStyles();
  const format = useFormatter();
  return (
    <svg
      className={classes.root}
      width={axisWidth + scale.width}
      height={scale.height + axisHeight}
      overflow="visible"
      aria-hidden
    >
      {ticks.map(tick => (
        <g key={tick}>
          <line
            className={classes.grid}
            x1={axisWidth}
            x2={axisWidth + scale.width}
            y1={scale.y(tick)}
            y2={scale.y(tick)}
          />
          <text
            className={classes.label}
            x={axisWidth - GAP}
            y={scale.y(tick)}
            textAnchor="end"
            dominantBaseline="middle"
          >
            {tickText(tick)}
          </text>
        </g>
      ))}
      {labelledBuckets(points, scale.width, LABEL_WIDTH).map(point => (
        <text
          key={point.from}
          className={classes.label}
          x={axisWidth + scale.edges(point).left}
          y={scale.height + axisHeight - GAP}
        >
          {format.shortDay(point.from)}
        </text>
      ))}
    </svg>
  );
};
