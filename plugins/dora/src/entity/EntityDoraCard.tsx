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

import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { InfoCard } from '@backstage/core-components';
import { useEntity } from '@backstage/plugin-catalog-react';
import type {
  LeftOut,
  MetricName,
  Metrics,
  MetricsResult,
  SeriesBucket,
} from '@backstage-dora/plugin-dora-common';
import { useDoraRequest } from '../api';
import {
  LoadingRows,
  PendingNote,
  RequestError,
  useEntityTabPath,
} from '../common';
import { useFormatter } from '../format';
import {
  ChangeMark,
  describeMetric,
  MetricsProvider,
  SparkPoint,
  Sparkline,
  Spread,
  TierMark,
  useMetrics,
} from '../metrics';
import { useTranslation } from '../translations';
import { DEFAULT_PRESET, toTimeWindow, useTimezone } from '../window';

/** The four key metrics. */
const SHOWN = 4;

const useStyles = makeStyles(
  (theme: Theme) => ({
    grid: {
      display: 'grid',
      gap: theme.spacing(2),
      gridTemplateColumns: 'repeat(auto-fit, minmax(140px, 1fr))',
    },
    // In the padding of the card.
    pending: { marginBottom: theme.spacing(-2) },
    title: { fontSize: '0.8125rem' },
    value: { fontSize: '1.25rem', fontWeight: 600 },
    small: { fontSize: '0.8125rem' },
  }),
  { name: 'DoraEntityCard' },
);

const Figure = (props: {
  name: MetricName;
  metrics: Metrics;
  spark?: SparkPoint[];
  leftOut: LeftOut;
}) => {
  const { name, metrics, spark, leftOut } = props;
  const classes = useStyles();
  const t = useTranslation();
  const format = useFormatter();
  const catalogue = useMetrics();
  const metric = describeMetric({
    name,
    metrics,
    catalogue,
    days: DEFAULT_PRESET,
    leftOut,
    format,
    t,
  });
  const { products } = metrics[name];
  return (
    <div>
      <Typography className={classes.title} color="textSecondary">
        {t(`metric.${name}.title`)}
      </Typography>
      <Typography className={classes.value}>
        {metric.value ?? metric.status}{' '}
        {metric.change && (
          <ChangeMark
            direction={metric.change.direction}
            label={metric.change.text}
          />
        )}
      </Typography>
      {spark && <Sparkline points={spark} width="100%" />}
      <Typography
        component="div"
        className={classes.small}
        color="textSecondary"
      >
        {metric.tier ? (
          <TierMark tier={metric.tier} range={metric.tierRange} />
        ) : (
          metric.reason
        )}
        {products && (
          <Spread name={name} products={products} format={format} isShort />
        )}
        {metric.caveats.map(({ text }) => (
          <div key={text}>{text}</div>
        ))}
      </Typography>
    </div>
  );
};

const Figures = (props: {
  result: MetricsResult;
  buckets?: SeriesBucket[];
}) => {
  const { result, buckets } = props;
  const classes = useStyles();
  const { headline } = useMetrics();
  return (
    <div className={classes.grid}>
      {headline.slice(0, SHOWN).map(name => (
        <Figure
          key={name}
          name={name}
          metrics={result.metrics}
          leftOut={result.leftOut}
          spark={buckets?.map(({ metrics, complete }) => ({
            value: metrics[name].value,
            complete,
          }))}
        />
      ))}
    </div>
  );
};

/**
 * The four key metrics of an entity for its overview page.
 *
 * @public
 */
export const EntityDoraCard = () => {
  const { entity } = useEntity();
  const classes = useStyles();
  const t = useTranslation();
  const timezone = useTimezone();
  const tabPath = useEntityTabPath();
  const entityRef = stringifyEntityRef(entity);
  const { from, to, bucket } = toTimeWindow({}, timezone, Date.now());
  const metrics = useDoraRequest('metrics', { entityRef, from, to });
  const series = useDoraRequest('series', { entityRef, from, to, bucket });
  return (
    <InfoCard
      title={t('card.title')}
      subheader={t(
        metrics.data?.sampleData ? 'card.subheaderSample' : 'card.subheader',
        { count: DEFAULT_PRESET },
      )}
      deepLink={{ title: t('card.link'), link: tabPath(entityRef) }}
      variant="gridItem"
    >
      {metrics.error && (
        <RequestError
          title={t('error.metrics')}
          error={metrics.error}
          onRetry={metrics.retry}
        />
      )}
      {metrics.loading && !metrics.data && <LoadingRows rows={2} />}
      {metrics.data && (
        <MetricsProvider>
          <Figures result={metrics.data} buckets={series.data?.buckets} />
        </MetricsProvider>
      )}
      <PendingNote
        pending={metrics.data?.pending}
        className={classes.pending}
      />
    </InfoCard>
  );
};
