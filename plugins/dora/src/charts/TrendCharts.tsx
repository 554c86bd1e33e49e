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

import { useMemo } from 'react';
import Card from '@material-ui/core/Card';
import Typography from '@material-ui/core/Typography';
import type {
  Metrics,
  SeriesResult,
  TimelineResult,
} from '@backstage-dora/plugin-dora-common';
import { useFormatter } from '../format';
import { EvidenceKind, lacksIncidents, useMetrics } from '../metrics';
import { useTranslation } from '../translations';
import { addDays, dayOf } from '../window';
import { Annotation, toAnnotations } from './annotations';
import { SharedCursor } from './CursorContext';
import { DotTarget } from './dots';
import { TimelineLegend } from './TimelineLegend';
import { isEmptyTrend, toTrend } from './trend';
import { TrendChart } from './TrendChart';
import { useChartGrid } from './useChartGrid';

export interface TrendChartsProps {
  series: SeriesResult;
  /** Of the whole window, once they are known. */
  metrics?: Metrics;
  /** What happened besides; undefined until it is known. */
  timeline?: TimelineResult;
  onOpen: (
    list: EvidenceKind,
    options: {
      only?: string;
      filter?: string;
      part: { from: string; to: string };
    },
  ) => void;
  onOpenRelease: (release: { entityRef: string; time: string }) => void;
  onZoom: (from: string, to: string) => void;
}

const NONE: Annotation[] = [];

/** The trends of all metrics on one time axis. */
export const TrendCharts = (props: TrendChartsProps) => {
  const { series, metrics, timeline, onOpen, onOpenRelease, onZoom } = props;
  const { timezone } = series.window;
  const classes = useChartGrid();
  const t = useTranslation();
  const format = useFormatter();
  const { all, of } = useMetrics();
  const annotations = useMemo(
    () => (timeline ? toAnnotations(timeline, timezone, format, t) : NONE),
    [timeline, timezone, format, t],
  );
  const isEmpty =
    all.every(name =>
      isEmptyTrend(of(name), toTrend(of(name), series.buckets)),
    ) && !timeline?.incidents.items.length;
  if (isEmpty) {
    return (
      <Card>
        <Typography className={classes.empty} color="textSecondary">
          {t('chart.empty')}
        </Typography>
      </Card>
    );
  }
  const openTarget = (target: DotTarget) => {
    if ('release' in target) {
      onOpenRelease(target.release);
      return;
    }
    const day = dayOf(target.incident.startedAt, timezone);
    onOpen('incidents', {
      filter: target.incident.id,
      part: { from: day, to: addDays(day, 1) },
    });
  };
  const openIncidents = (incidents: readonly Annotation[]) => {
    // Their times are of the wall clock already.
    const [first, last] = [incidents[0], incidents[incidents.length - 1]].map(
      ({ start }) => dayOf(start, 'UTC'),
    );
    onOpen('incidents', { part: { from: first, to: addDays(last, 1) } });
  };
  return (
    <SharedCursor>
      {timeline && <TimelineLegend timeline={timeline} />}
      <div className={classes.root}>
        {all.map(name => (
          <TrendChart
            key={name}
            name={name}
            isPartial={
              metrics !== undefined && lacksIncidents(of(name), metrics)
            }
            bucket={series.bucket}
            buckets={series.buckets}
            annotations={annotations}
            timeline={timeline}
            timezone={timezone}
            onOpen={({ from, to }) => {
              const { list, only } = of(name).evidence;
              onOpen(list, { only, part: { from, to } });
            }}
            onOpenDot={({ target }) => openTarget(target)}
            onOpenIncidents={openIncidents}
            onZoom={onZoom}
          />
        ))}
      </div>
    </SharedCursor>
  );
};

export default TrendCharts;
