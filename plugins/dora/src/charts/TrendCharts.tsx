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

import Card from '@material-ui/core/Card';
import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import type { SeriesResult, Signal } from '@backstage-dora/plugin-dora-common';
import { ALL_METRICS, EvidenceKind, METRIC_INFO } from '../metrics';
import { useTranslation } from '../translations';
import { toAnnotations } from './annotations';
import { isEmptyTrend, toTrend } from './trend';
import { SharedCursor } from './CursorContext';
import { TrendChart } from './TrendChart';

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: {
      display: 'grid',
      gap: theme.spacing(2),
      gridTemplateColumns: 'repeat(auto-fill, minmax(min(440px, 100%), 1fr))',
      '& > *': { minWidth: 0 },
    },
    empty: { padding: theme.spacing(4, 2), textAlign: 'center' },
  }),
  { name: 'DoraTrendCharts' },
);

export interface TrendChartsProps {
  series: SeriesResult;
  signals: Signal[];
  onOpen: (
    list: EvidenceKind,
    options: { only?: string; part: { from: string; to: string } },
  ) => void;
  onZoom: (from: string, to: string) => void;
}

/** The trends of all metrics on one time axis. */
export const TrendCharts = (props: TrendChartsProps) => {
  const { series, signals, onOpen, onZoom } = props;
  const classes = useStyles();
  const t = useTranslation();
  const isEmpty = ALL_METRICS.every(name =>
    isEmptyTrend(name, toTrend(name, series.buckets)),
  );
  if (isEmpty) {
    return (
      <Card>
        <Typography className={classes.empty} color="textSecondary">
          {t('chart.empty')}
        </Typography>
      </Card>
    );
  }
  const annotations = toAnnotations(signals, series.window.timezone);
  return (
    <SharedCursor>
      <div className={classes.root}>
        {ALL_METRICS.map(name => (
          <TrendChart
            key={name}
            name={name}
            bucket={series.bucket}
            buckets={series.buckets}
            annotations={annotations}
            onOpen={({ from, to }) => {
              const { list, only } = METRIC_INFO[name].evidence;
              onOpen(list, { only, part: { from, to } });
            }}
            onZoom={onZoom}
          />
        ))}
      </div>
    </SharedCursor>
  );
};

export default TrendCharts;
