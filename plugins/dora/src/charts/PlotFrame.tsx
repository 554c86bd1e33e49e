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

import { ReactNode, useRef, useState } from 'react';
import { useTheme } from '@material-ui/core/styles';
import {
  CartesianGrid,
  ComposedChart,
  MouseHandlerDataParam,
  ReferenceArea,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { useFormatter } from '../format';
import { usePalette } from '../metrics/palette';
import { startOf } from '../window';
import { Annotation } from './annotations';
import { TrendPoint } from './trend';
import { useWidth } from './useWidth';

const HEIGHT = 200;
const AXIS_WIDTH = 70;
const MARGIN = { top: 8, right: 8, bottom: 0, left: 0 };
/** Cursors of all charts that share it move together. */
const SYNC_ID = 'dora';

export interface PlotHandlers {
  /** A bucket was chosen. */
  onOpen: (point: TrendPoint) => void;
  /** Buckets were swept over. */
  onZoom: (from: string, to: string) => void;
}

/** Index of the bucket under the cursor. */
function indexOf(state: MouseHandlerDataParam): number | undefined {
  const { activeTooltipIndex: index } = state;
  return index === undefined || index === null ? undefined : Number(index);
}

/** Axes, annotations, cursor and zoom that all drawings over time share. */
export const PlotFrame = (
  props: {
    title: string;
    points: TrendPoint[];
    annotations: Annotation[];
    ticks: number[];
    tickText: (value: number) => string;
    renderTooltip: (point: TrendPoint) => ReactNode;
    /** What is drawn; gets the width that a bar may have. */
    children: (barSize: number) => ReactNode;
  } & PlotHandlers,
) => {
  const { title, points, annotations, ticks, onOpen, onZoom } = props;
  const theme = useTheme();
  const palette = usePalette();
  const format = useFormatter();
  const container = useRef<HTMLDivElement>(null);
  const width = useWidth(container, 480);
  const [isHovered, setIsHovered] = useState(false);
  const [sweep, setSweep] = useState<{ first: number; last: number }>();

  const domain: [number, number] = [
    startOf(points[0].from),
    startOf(points[points.length - 1].to),
  ];
  const plotWidth = width - AXIS_WIDTH - MARGIN.right;
  const axis = {
    tick: { fill: theme.palette.text.secondary, fontSize: 12 },
    stroke: theme.palette.divider,
    allowDataOverflow: true,
  };
  const finish = () => {
    if (sweep && sweep.first !== sweep.last) {
      const [low, high] = [sweep.first, sweep.last].sort((a, b) => a - b);
      onZoom(points[low].from, points[high].to);
    } else if (sweep) {
      onOpen(points[sweep.first]);
    }
    setSweep(undefined);
  };
  return (
    <div
      ref={container}
      onMouseEnter={() => setIsHovered(true)}
      onMouseLeave={() => {
        setIsHovered(false);
        setSweep(undefined);
      }}
      onFocus={() => setIsHovered(true)}
      onBlur={() => setIsHovered(false)}
    >
      <ComposedChart
        data={points}
        width={width}
        height={HEIGHT}
        margin={MARGIN}
        syncId={SYNC_ID}
        title={title}
        style={{ cursor: 'pointer', userSelect: 'none' }}
        onMouseDown={state => {
          const index = indexOf(state);
          if (index !== undefined) {
            setSweep({ first: index, last: index });
          }
        }}
        onMouseMove={state => {
          const index = indexOf(state);
          if (sweep && index !== undefined && index !== sweep.last) {
            setSweep({ ...sweep, last: index });
          }
        }}
        onMouseUp={finish}
      >
        <CartesianGrid vertical={false} stroke={theme.palette.divider} />
        <XAxis
          {...axis}
          dataKey="time"
          type="number"
          scale="time"
          domain={domain}
          tickCount={6}
          minTickGap={24}
          tickFormatter={(time: number) =>
            format.shortDay(new Date(time).toISOString().slice(0, 10))
          }
        />
        <YAxis
          {...axis}
          width={AXIS_WIDTH}
          ticks={ticks}
          domain={[0, ticks[ticks.length - 1]]}
          interval={0}
          tickFormatter={props.tickText}
        />
        {annotations.map(({ key, start, end }) =>
          end === undefined ? (
            <ReferenceLine
              key={key}
              x={start}
              stroke={palette.signal}
              strokeDasharray="3 3"
            />
          ) : (
            <ReferenceArea
              key={key}
              x1={Math.max(start, domain[0])}
              x2={Math.min(end, domain[1])}
              fill={palette.signal}
              fillOpacity={0.15}
            />
          ),
        )}
        <Tooltip
          isAnimationActive={false}
          wrapperStyle={{ zIndex: 1 }}
          content={({ active, payload }) => {
            const point: TrendPoint | undefined = payload?.[0]?.payload;
            // The cursor is shared by all charts; the words are this one's.
            return active && isHovered && point
              ? props.renderTooltip(point)
              : null;
          }}
        />
        {props.children(Math.max(2, (plotWidth / points.length) * 0.7))}
        {sweep && sweep.first !== sweep.last && (
          <ReferenceArea
            x1={points[Math.min(sweep.first, sweep.last)].time}
            x2={points[Math.max(sweep.first, sweep.last)].time}
            fill={theme.palette.primary.main}
            fillOpacity={0.2}
          />
        )}
      </ComposedChart>
    </div>
  );
};
