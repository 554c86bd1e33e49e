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

import { Area, Bar, Line } from 'recharts';
import type { MetricName } from '@backstage-dora/plugin-dora-common';
import { useFormatter } from '../format';
import { METRIC_INFO, STAGES } from '../metrics';
import { usePalette } from '../metrics/palette';
import { useTranslation } from '../translations';
import { Annotation, annotationsIn } from './annotations';
import { FailedDot } from './FailedDot';
import { PlotFrame, PlotHandlers } from './PlotFrame';
import { pointLines } from './pointLines';
import { highestOf, stagesTotal, ticksUpTo } from './scale';
import { TrendPoint } from './trend';
import { TrendTooltip } from './TrendTooltip';

/** Beyond so many points, dots hide the line. */
const DOTS = 60;

/** How a metric is drawn. */
export type TrendView = 'trend' | 'stages';

/** The drawing of one metric over time. */
export const TrendPlot = (
  props: {
    name: MetricName;
    view: TrendView;
    points: TrendPoint[];
    annotations: Annotation[];
  } & PlotHandlers,
) => {
  const { name, view, points, annotations, onOpen, onZoom } = props;
  const palette = usePalette();
  const t = useTranslation();
  const format = useFormatter();

  const { unit } = METRIC_INFO[name];
  const isFrequency = unit === 'frequency';
  const isStages = view === 'stages';
  const axisUnit = unit === 'duration' || unit === 'ratio' ? unit : 'count';
  const tickText = (value: number) => {
    if (axisUnit === 'duration') {
      return format.duration(value);
    }
    return axisUnit === 'ratio' ? format.percent(value) : format.number(value);
  };
  const line = {
    stroke: palette.value,
    strokeWidth: 2,
    isAnimationActive: false,
    dot: points.length <= DOTS && { r: 2.5, fill: palette.value },
  };
  const bars = (
    keys: readonly { key: string; color: string }[],
    barSize: number,
  ) =>
    keys.map(({ key, color }) => (
      <Bar
        key={key}
        dataKey={key}
        stackId="stack"
        barSize={barSize}
        fill={color}
        isAnimationActive={false}
      />
    ));
  const kinds = (['code', 'hotfix', 'rollback'] as const).map(kind => ({
    key: kind,
    color: palette.kind[kind],
  }));
  const stages = STAGES.map(stage => ({
    key: `stages.${stage}`,
    color: palette.stage[stage],
  }));

  return (
    <PlotFrame
      title={t('chart.plotLabel', { metric: t(`metric.${name}.title`) })}
      points={points}
      annotations={annotations}
      ticks={ticksUpTo(
        isStages
          ? Math.max(0, ...points.map(stagesTotal))
          : highestOf(unit, points),
        axisUnit,
      )}
      tickText={tickText}
      renderTooltip={point => (
        <TrendTooltip
          point={point}
          lines={[
            ...pointLines(name, view, point, format, t),
            ...annotationsIn(annotations, point).map(note =>
              t('chart.note', { type: note.type, label: note.label }),
            ),
          ]}
        />
      )}
      onOpen={onOpen}
      onZoom={onZoom}
    >
      {barSize =>
        isStages ? (
          bars(stages, barSize)
        ) : (
          <>
            {isFrequency && bars(kinds, barSize)}
            {isFrequency && (
              <Line
                dataKey="failed"
                stroke="none"
                isAnimationActive={false}
                dot={<FailedDot />}
                activeDot={false}
              />
            )}
            {!isFrequency && (
              <Area
                dataKey="band"
                stroke="none"
                fill={palette.value}
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
          </>
        )
      }
    </PlotFrame>
  );
};
