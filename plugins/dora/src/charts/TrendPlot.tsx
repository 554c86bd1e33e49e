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

import { useCallback } from 'react';
import type { MetricName } from '@backstage-dora/plugin-dora-common';
import { useFormatter } from '../format';
import { METRIC_INFO, STAGES } from '../metrics';
import { usePalette } from '../metrics/palette';
import { useTranslation } from '../translations';
import { Annotation, annotationsIn } from './annotations';
import { Band, Crosses, StackedBars, ValueLine } from './marks';
import { PlotFrame } from './PlotFrame';
import { PlotScale } from './PlotScale';
import { pointLines } from './pointLines';
import { highestOf, stagesTotal, ticksUpTo } from './scale';
import { TrendPoint } from './trend';
import { PlotHandlers } from './usePlotControl';

/** How a metric is drawn. */
export type TrendView = 'trend' | 'stages';

const KINDS = ['code', 'hotfix', 'rollback'] as const;

/** What is drawn of a metric. */
const Marks = (props: {
  name: MetricName;
  view: TrendView;
  points: TrendPoint[];
  scale: PlotScale;
}) => {
  const { name, view, ...plot } = props;
  const palette = usePalette();
  const { unit } = METRIC_INFO[name];
  if (view === 'stages') {
    return (
      <StackedBars
        {...plot}
        parts={STAGES.map(stage => ({
          key: stage,
          color: palette.stage[stage],
          of: ({ stages }) => stages?.[stage] ?? 0,
        }))}
      />
    );
  }
  if (unit === 'frequency') {
    return (
      <>
        <StackedBars
          {...plot}
          parts={KINDS.map(kind => ({
            key: kind,
            color: palette.kind[kind],
            of: point => point[kind],
          }))}
        />
        <Crosses {...plot} of={({ failed }) => failed} />
      </>
    );
  }
  return (
    <>
      <Band {...plot} />
      {unit === 'duration' && (
        <ValueLine {...plot} of={({ p90 }) => p90} dashed />
      )}
      <ValueLine {...plot} of={({ value }) => value} />
    </>
  );
};

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
  const t = useTranslation();
  const format = useFormatter();
  const { unit } = METRIC_INFO[name];
  const axisUnit = unit === 'duration' || unit === 'ratio' ? unit : 'count';
  const tickText = (value: number) => {
    if (axisUnit === 'duration') {
      return format.duration(value);
    }
    return axisUnit === 'ratio' ? format.percent(value) : format.number(value);
  };
  const highest =
    view === 'stages'
      ? Math.max(0, ...points.map(stagesTotal))
      : highestOf(unit, points);
  const draw = useCallback(
    (scale: PlotScale) => (
      <Marks name={name} view={view} points={points} scale={scale} />
    ),
    [name, view, points],
  );
  return (
    <PlotFrame
      label={t('chart.plotLabel', { metric: t(`metric.${name}.title`) })}
      points={points}
      annotations={annotations}
      ticks={ticksUpTo(highest, axisUnit)}
      tickText={tickText}
      linesOf={point => [
        ...pointLines(name, view, point, format, t),
        ...annotationsIn(annotations, point).map(({ type, label }) =>
          t('chart.note', { type, label }),
        ),
      ]}
      onOpen={onOpen}
      onZoom={onZoom}
    >
      {draw}
    </PlotFrame>
  );
};
