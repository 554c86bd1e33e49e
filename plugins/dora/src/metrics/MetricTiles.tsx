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

import Skeleton from '@material-ui/lab/Skeleton';
import { makeStyles, Theme } from '@material-ui/core/styles';
import type {
  MetricName,
  MetricsResult,
  SeriesResult,
} from '@backstage-dora/plugin-dora-common';
import { useTranslation } from '../translations';
import { MissingFacts } from './describeMetric';
import { EvidenceKind } from './MetricCatalogue';
import { MetricTile } from './MetricTile';
import { useMetrics } from './useMetrics';

const useStyles = makeStyles(
  (theme: Theme) => ({
    grid: {
      display: 'grid',
      gap: theme.spacing(2),
      gridTemplateColumns: 'repeat(auto-fit, minmax(min(200px, 100%), 1fr))',
    },
  }),
  { name: 'DoraMetricTiles' },
);

/** A tile per metric; a skeleton each until the numbers are there. */
export const MetricTiles = (props: {
  names: readonly MetricName[];
  result?: MetricsResult;
  series?: SeriesResult;
  onOpen: (list: EvidenceKind, options: { only?: string }) => void;
  onConnect: (missing: MissingFacts) => void;
}) => {
  const { names, result, series, onOpen, onConnect } = props;
  const classes = useStyles();
  const t = useTranslation();
  const catalogue = useMetrics();
  if (!result) {
    return (
      <div className={classes.grid} role="status" aria-label={t('loading')}>
        {names.map(name => (
          <Skeleton key={name} variant="rect" height={210} animation={false} />
        ))}
      </div>
    );
  }
  return (
    <div className={classes.grid}>
      {names.map(name => (
        <MetricTile
          key={name}
          name={name}
          metrics={result.metrics}
          days={result.window.days}
          leftOut={result.leftOut}
          spark={series?.buckets.map(({ metrics, complete }) => ({
            value: metrics[name].value,
            complete,
          }))}
          onOpen={() => {
            const { list, only } = catalogue.of(name).evidence;
            onOpen(list, { only });
          }}
          onOpenExcluded={() => onOpen('releases', { only: 'excluded' })}
          onConnect={onConnect}
        />
      ))}
    </div>
  );
};
