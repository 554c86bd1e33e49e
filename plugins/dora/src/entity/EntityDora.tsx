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

import { useState } from 'react';
import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import type { Level } from '@backstage-dora/plugin-dora-common';
import { useDoraRequest, usePending } from '../api';
import { BeforeAfter } from '../beforeAfter';
import { LazyTrendCharts, LoadingCharts } from '../charts';
import { PendingNote, RequestError, SampleBanner } from '../common';
import { ConnectDialog } from '../connect';
import { DefinitionsPanel } from '../definitions';
import { EvidenceDrawer, useEvidence } from '../evidence';
import {
  MetricsProvider,
  MetricTiles,
  MissingFacts,
  useMetrics,
} from '../metrics';
import { Comparison } from '../organisation/Comparison';
import { SetAsideNotice } from '../organisation/SetAsideNotice';
import { useTranslation } from '../translations';
import { useTimeWindow, WindowPicker } from '../window';
import { WorkspacesView } from '../workspaces';

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
      fontFamily: theme.typography.fontFamily,
    },
    // In the gap between what is above and below.
    pending: { margin: theme.spacing(-2, 0) },
    heading: { fontSize: '1.1rem', fontWeight: 600 },
  }),
  { name: 'DoraEntity' },
);

/** A tab is no list of what is wrong: the coverage has all. */
const SET_ASIDE_SHOWN = 5;

export interface EntityDoraProps {
  entityRef: string;
  title: string;
  /** The level of what it is made of; undefined where it is not made of anything. */
  breakdown?: Level;
}

const EntityPage = (props: EntityDoraProps) => {
  const { entityRef, title, breakdown } = props;
  const classes = useStyles();
  const t = useTranslation();
  const { window, setRange } = useTimeWindow();
  const evidence = useEvidence();
  const { headline, secondary } = useMetrics();
  const [missing, setMissing] = useState<MissingFacts>();
  const { from, to, bucket } = window;
  const metrics = useDoraRequest('metrics', { entityRef, from, to });
  const series = useDoraRequest('series', { entityRef, from, to, bucket });
  const timeline = useDoraRequest('timeline', { entityRef, from, to });
  const isReady = !metrics.loading && !series.loading;
  // Counts all facts there are, so that it may take longer than what people come for.
  const coverage = useDoraRequest(
    'coverage',
    isReady ? { entityRef } : undefined,
    { keep: true },
  );
  const pending = usePending();
  const tiles = {
    result: metrics.data,
    series: series.data,
    onOpen: evidence.open,
    onConnect: setMissing,
  };

  return (
    <div className={classes.root} data-testid="dora-page">
      <WindowPicker buckets />
      <PendingNote pending={pending} className={classes.pending} />
      <SetAsideNotice
        setAside={coverage.data?.setAside}
        most={SET_ASIDE_SHOWN}
      />
      {metrics.data?.sampleData && <SampleBanner />}
      {metrics.error ? (
        <RequestError
          title={t('error.metrics')}
          error={metrics.error}
          onRetry={metrics.retry}
        />
      ) : (
        <>
          <MetricTiles names={headline} {...tiles} />
          <MetricTiles names={secondary} {...tiles} />
        </>
      )}

      <Typography component="h2" className={classes.heading}>
        {t('chart.title')}
      </Typography>
      {series.error && (
        <RequestError
          title={t('error.series')}
          error={series.error}
          onRetry={series.retry}
        />
      )}
      {timeline.error && (
        <RequestError
          title={t('error.timeline')}
          error={timeline.error}
          onRetry={timeline.retry}
        />
      )}
      {series.data ? (
        <LazyTrendCharts
          series={series.data}
          metrics={metrics.data?.metrics}
          timeline={timeline.data}
          onOpen={evidence.open}
          onOpenRelease={evidence.openRelease}
          onZoom={setRange}
        />
      ) : (
        !series.error && <LoadingCharts />
      )}

      {breakdown && (
        <>
          <Typography component="h2" className={classes.heading}>
            {t(`breakdown.${breakdown}`)}
          </Typography>
          <Comparison level={breakdown} under={entityRef} window={window} />
        </>
      )}
      <WorkspacesView entityRef={entityRef} window={window} isReady={isReady} />
      <BeforeAfter entityRef={entityRef} window={window} />
      <DefinitionsPanel />
      <EvidenceDrawer entityRef={entityRef} title={title} window={window} />
      <ConnectDialog
        missing={missing}
        entityRef={entityRef}
        onClose={() => setMissing(undefined)}
      />
    </div>
  );
};

/** The DORA page of one entity. */
export const EntityDora = (props: EntityDoraProps) => (
  <MetricsProvider>
    <EntityPage {...props} />
  </MetricsProvider>
);
