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

import { useCallback, useMemo } from 'react';
import type { Bucket, MetricName } from '@backstage-dora/plugin-dora-common';
import { useFormatter } from '../format';
import { STAGES, useMetric } from '../metrics';
import { usePalette } from '../metrics/palette';
import { Translate, useTranslation } from '../translations';
import { Annotation, annotationLines, annotationsIn } from './annotations';
import { Dot, dotsIn } from './dots';
import {
  Band,
  Crosses,
  Dots,
  OwnValues,
  StackedBars,
  ValueLine,
} from './marks';
import { PlotFrame } from './PlotFrame';
import { PlotScale } from './PlotScale';
import { pointLines } from './pointLines';
import { axisOf } from './scale';
import { isRolling, lineOf, TrendPoint, TrendView } from './trend';
import { PlotHandlers } from './usePlotControl';

const KINDS = ['code', 'hotfix', 'rollback'] as const;

/** What is drawn of a metric. */
const Marks = (props: {
  name: MetricName;
  view: TrendView;
  points: TrendPoint[];
  dots: Dot[];
  scale: PlotScale;
}) => {
  const { name, view, dots, ...plot } = props;
  const palette = usePalette();
  const { unit, cases } = useMetric(name);
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
  if (unit === 'per day') {
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
  if (cases) {
    return (
      <>
        <Dots dots={dots} scale={plot.scale} />
        <ValueLine {...plot} of={lineOf} />
      </>
    );
  }
  return (
    <>
      <Band {...plot} />
      {unit === 'seconds' && (
        <ValueLine {...plot} of={({ p90 }) => p90} dashed />
      )}
      <ValueLine {...plot} of={lineOf} />
      {isRolling(plot.points) && <OwnValues {...plot} />}
    </>
  );
};

/** How many cases of a bucket are still open: its median does not know them. */
function openLines(dots: readonly Dot[], t: Translate): string[] {
  const count = dots.filter(({ value }) => value === undefined).length;
  return count > 0 ? [t('chart.openCount', { count })] : [];
}

/** The drawing of one metric over time. */
export const TrendPlot = (
  props: {
    name: MetricName;
    view: TrendView;
    bucket: Bucket;
    points: TrendPoint[];
    dots: Dot[];
    annotations: Annotation[];
    onOpenIncidents: (annotations: readonly Annotation[]) => void;
  } & PlotHandlers,
) => {
  const { name, view, bucket, points, dots, annotations } = props;
  const t = useTranslation();
  const format = useFormatter();
  const definition = useMetric(name);
  const { unit } = definition;
  const axisUnit = unit === 'seconds' || unit === 'ratio' ? unit : 'count';
  const tickText = (value: number) => {
    if (axisUnit === 'seconds') {
      return format.duration(value);
    }
    return axisUnit === 'ratio' ? format.percent(value) : format.number(value);
  };
  const axis = useMemo(
    () => axisOf(definition, view, points, dots),
    [definition, view, points, dots],
  );
  const draw = useCallback(
    (scale: PlotScale) => (
      <Marks
        name={name}
        view={view}
        points={points}
        dots={dots}
        scale={scale}
      />
    ),
    [name, view, points, dots],
  );
  return (
    <PlotFrame
      label={t('chart.plotLabel', { metric: t(`metric.${name}.title`) })}
      points={points}
      annotations={annotations}
      dots={dots}
      axis={axis}
      tickText={tickText}
      linesOf={point => [
        ...pointLines(definition, view, bucket, point, format, t),
        ...openLines(dotsIn(dots, point), t),
        ...annotationLines(annotationsIn(annotations, point), t),
      ]}
      onOpen={props.onOpen}
      onOpenDot={props.onOpenDot}
      onOpenIncidents={props.onOpenIncidents}
      onZoom={props.onZoom}
    >
      {draw}
    </PlotFrame>
  );
};
