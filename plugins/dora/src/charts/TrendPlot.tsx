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

import { useRef, useState } from 'react';
import { useTheme } from '@material-ui/core/styles';
import {
  Area,
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  MouseHandlerDataParam,
  ReferenceArea,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { MetricName } from '@backstage-dora/plugin-dora-common';
import { useFormatter } from '../format';
import { METRIC_INFO } from '../metrics';
import { useTranslation } from '../translations';
import { Annotation, annotationsIn } from './annotations';
import { COLORS, KIND_COLORS } from '../metrics/palette';
import { highestOf, ticksUpTo } from './scale';
import { startOf, TrendPoint } from './trend';
import { TrendTooltip } from './TrendTooltip';
import { useWidth } from './useWidth';

const HEIGHT = 200;
const AXIS_WIDTH = 60;
const MARGIN = { top: 8, right: 8, bottom: 0, left: 0 };
/** Cursors of all charts that share it move together. */
const SYNC_ID = 'dora';

export interface PlotHandlers {
  /** A bucket was chosen. */
  onOpen: (point: TrendPoint) => void;
  /** Buckets were swept over. */
  onZoom: (from: string, to: string) => void;
}

/** A cross, so that failed releases are not told by their colour alone. */
const FailedDot = (props: { cx?: number; cy?: number; value?: unknown }) => {
  const { cx, cy, value } = props;
  if (cx === undefined || cy === undefined || !value) {
    return <g />;
  }
  return (
    <path
      d={`M${cx - 4} ${cy - 4}l8 8m0 -8l-8 8`}
      stroke={COLORS.failed}
      strokeWidth={2.5}
      fill="none"
    />
  );
};

/** The drawing of one metric over time. */
export const TrendPlot = (
  props: {
    name: MetricName;
    points: TrendPoint[];
    annotations: Annotation[];
  } & PlotHandlers,
) => {
  const { name, points, annotations, onOpen, onZoom } = props;
  const theme = useTheme();
  const t = useTranslation();
  const format = useFormatter();
  const container = useRef<HTMLDivElement>(null);
  const width = useWidth(container, 480);
  const [isHovered, setIsHovered] = useState(false);
  const [sweep, setSweep] = useState<{ first: number; last: number }>();

  const { unit } = METRIC_INFO[name];
  const isFrequency = unit === 'frequency';
  const axisUnit = unit === 'duration' || unit === 'ratio' ? unit : 'count';
  const ticks = ticksUpTo(highestOf(unit, points), axisUnit);
  const tickText = (value: number) => {
    if (axisUnit === 'duration') {
      return format.duration(value);
    }
    return axisUnit === 'ratio' ? format.percent(value) : format.number(value);
  };
  const domain: [number, number] = [
    startOf(points[0].from),
    startOf(points[points.length - 1].to),
  ];
  const plotWidth = width - AXIS_WIDTH - MARGIN.right;
  const barSize = Math.max(2, (plotWidth / points.length) * 0.7);

  const indexOf = ({ activeTooltipIndex }: MouseHandlerDataParam) =>
    activeTooltipIndex === undefined || activeTooltipIndex === null
      ? undefined
      : Number(activeTooltipIndex);

  const finish = () => {
    if (sweep && sweep.first !== sweep.last) {
      const [low, high] = [sweep.first, sweep.last].sort((a, b) => a - b);
      onZoom(points[low].from, points[high].to);
    } else if (sweep) {
      onOpen(points[sweep.first]);
    }
    setSweep(undefined);
  };

  const line = {
    stroke: COLORS.value,
    strokeWidth: 2,
    isAnimationActive: false,
    dot: points.length <= 60 ? { r: 2.5, fill: COLORS.value } : false,
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
        title={t('chart.plotLabel', { metric: t(`metric.${name}.title`) })}
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
          dataKey="time"
          type="number"
          scale="time"
          domain={domain}
          allowDataOverflow
          tickCount={6}
          minTickGap={24}
          tick={{ fill: theme.palette.text.secondary, fontSize: 12 }}
          stroke={theme.palette.divider}
          tickFormatter={(time: number) =>
            format.shortDay(new Date(time).toISOString().slice(0, 10))
          }
        />
        <YAxis
          width={AXIS_WIDTH}
          ticks={ticks}
          domain={[0, ticks[ticks.length - 1]]}
          allowDataOverflow
          interval={0}
          tick={{ fill: theme.palette.text.secondary, fontSize: 12 }}
          stroke={theme.palette.divider}
          tickFormatter={tickText}
        />
        {annotations.map(({ key, start, end }) =>
          end === undefined ? (
            <ReferenceLine
              key={key}
              x={start}
              stroke={COLORS.signal}
              strokeDasharray="3 3"
            />
          ) : (
            <ReferenceArea
              key={key}
              x1={Math.max(start, domain[0])}
              x2={Math.min(end, domain[1])}
              fill={COLORS.signal}
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
            return active && isHovered && point ? (
              <TrendTooltip
                name={name}
                point={point}
                notes={annotationsIn(annotations, point).map(note =>
                  t('chart.note', { type: note.type, label: note.label }),
                )}
              />
            ) : null;
          }}
        />
        {isFrequency &&
          (['code', 'hotfix', 'rollback'] as const).map(kind => (
            <Bar
              key={kind}
              dataKey={kind}
              stackId="kind"
              barSize={barSize}
              fill={KIND_COLORS[kind]}
              isAnimationActive={false}
            />
          ))}
        {isFrequency && (
          <Line
            dataKey="failed"
            stroke="none"
            isAnimationActive={false}
            dot={<FailedDot />}
            activeDot={false}
            legendType="none"
          />
        )}
        {!isFrequency && (
          <Area
            dataKey="band"
            stroke="none"
            fill={COLORS.band}
            fillOpacity={0.2}
            isAnimationActive={false}
            activeDot={false}
          />
        )}
        {unit === 'duration' && (
          <Line
            {...line}
            dataKey="p90"
            strokeWidth={1}
            strokeDasharray="4 3"
            dot={false}
          />
        )}
        {!isFrequency && <Line {...line} dataKey="value" />}
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
