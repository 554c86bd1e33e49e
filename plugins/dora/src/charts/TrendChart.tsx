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

import { useMemo, useState } from 'react';
import Button from '@material-ui/core/Button';
import Card from '@material-ui/core/Card';
import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import type {
  Bucket,
  MetricName,
  SeriesBucket,
  TimelineResult,
} from '@backstage-dora/plugin-dora-common';
import { useFormatter } from '../format';
import { useMetric } from '../metrics';
import { useTranslation } from '../translations';
import { Annotation } from './annotations';
import { Dot, toDots } from './dots';
import { axisOf } from './scale';
import {
  hasIncomplete,
  isEmptyTrend,
  isRolling,
  toTrend,
  TrendView,
} from './trend';
import { TrendLegend } from './TrendLegend';
import { TrendPlot } from './TrendPlot';
import { PlotHandlers } from './usePlotControl';
import { TrendTable } from './TrendTable';

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: { padding: theme.spacing(2), overflow: 'visible', height: '100%' },
    head: {
      display: 'flex',
      justifyContent: 'space-between',
      alignItems: 'center',
    },
    note: { fontSize: '0.8125rem' },
    title: { fontSize: '0.95rem', fontWeight: 600 },
    toggle: {
      textTransform: 'none',
      '&[aria-pressed=true]': {
        fontWeight: theme.typography.fontWeightBold as number,
        backgroundColor: theme.palette.action.selected,
      },
    },
    empty: { padding: theme.spacing(8, 2), textAlign: 'center' },
  }),
  { name: 'DoraTrendChart' },
);

/** The trend of one metric, drawn or as a table. */
export const TrendChart = (
  props: {
    name: MetricName;
    /** Whether it only knows of rollbacks and hotfixes. */
    isPartial: boolean;
    buckets: SeriesBucket[];
    bucket: Bucket;
    annotations: Annotation[];
    /** What is marked, once it is known. */
    timeline?: TimelineResult;
    timezone: string;
    onOpenIncidents: (annotations: readonly Annotation[]) => void;
  } & PlotHandlers,
) => {
  const { name, isPartial, buckets, bucket, annotations, timeline, timezone } =
    props;
  const { onOpen, onOpenDot, onOpenIncidents, onZoom } = props;
  const classes = useStyles();
  const t = useTranslation();
  const definition = useMetric(name);
  const [view, setView] = useState<TrendView>('trend');
  const [asTable, setAsTable] = useState(false);
  const points = useMemo(
    () => toTrend(definition, buckets),
    [definition, buckets],
  );
  const format = useFormatter();
  const dots = useMemo<Dot[]>(
    () => toDots(definition, timeline, timezone, format, t),
    [definition, timeline, timezone, format, t],
  );
  const isEmpty = isEmptyTrend(definition, points) && dots.length === 0;
  const hasStages = points.some(({ stages }) => stages !== undefined);
  const title =
    definition.unit === 'per day'
      ? t(`chart.releasesPer.${bucket}`)
      : t(`metric.${name}.title`);
  return (
    <Card
      className={classes.root}
      component="figure"
      style={{ margin: 0 }}
      aria-label={title}
      data-testid={`dora-chart-${name}`}
    >
      <div className={classes.head}>
        <Typography component="h3" className={classes.title}>
          {title}
        </Typography>
        <div>
          {hasStages && (
            <Button
              size="small"
              className={classes.toggle}
              aria-pressed={view === 'stages' && !asTable}
              onClick={() => {
                setAsTable(false);
                setView(view === 'stages' && !asTable ? 'trend' : 'stages');
              }}
            >
              {t('chart.view.stages')}
            </Button>
          )}
          <Button
            size="small"
            className={classes.toggle}
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
          >
            {t('chart.view.table')}
          </Button>
        </div>
      </div>
      {isPartial && !isEmpty && (
        <Typography className={classes.note} color="textSecondary">
          {t('tile.partial')}
        </Typography>
      )}
      {asTable && (
        <TrendTable
          name={name}
          bucket={bucket}
          points={points}
          dots={dots}
          annotations={annotations}
          onOpen={onOpen}
          onOpenDot={onOpenDot}
        />
      )}
      {!asTable && isEmpty && (
        <Typography className={classes.empty} color="textSecondary">
          {t('chart.empty')}
        </Typography>
      )}
      {!asTable && !isEmpty && (
        <>
          <TrendLegend
            name={name}
            view={view}
            bucket={bucket}
            isRolling={isRolling(points)}
            hasIncomplete={hasIncomplete(points)}
            hasOpen={dots.some(({ value }) => value === undefined)}
            isLogarithmic={axisOf(definition, view, points, dots).isLogarithmic}
          />
          <TrendPlot
            name={name}
            view={view}
            bucket={bucket}
            points={points}
            dots={dots}
            annotations={annotations}
            onOpen={onOpen}
            onOpenDot={onOpenDot}
            onOpenIncidents={onOpenIncidents}
            onZoom={onZoom}
          />
        </>
      )}
    </Card>
  );
};
