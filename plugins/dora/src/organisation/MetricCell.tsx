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

import { memo } from 'react';
import { makeStyles, Theme } from '@material-ui/core/styles';
import type { MetricName, Metrics } from '@backstage-dora/plugin-dora-common';
import type { Formatter } from '../format';
import {
  ChangeMark,
  describeChange,
  describeMetric,
  MetricCatalogue,
  MetricDescription,
  Spread,
  TierMark,
  tiersOf,
  useMetrics,
} from '../metrics';
import { Translate, useTranslation } from '../translations';

const useStyles = makeStyles(
  (theme: Theme) => ({
    value: { fontWeight: 600, whiteSpace: 'nowrap' },
    status: { color: theme.palette.text.secondary, whiteSpace: 'nowrap' },
    small: {
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(1),
      fontSize: '0.75rem',
      lineHeight: 1.4,
      color: theme.palette.text.secondary,
    },
  }),
  { name: 'DoraMetricCell' },
);

type CellWords = Pick<
  MetricDescription,
  'value' | 'status' | 'reason' | 'tier' | 'tierRange' | 'caveats' | 'change'
>;

const NONE: MetricDescription['caveats'] = [];

/** Only the words that a cell has room for, as a table has hundreds of cells. */
function describeCell(
  name: MetricName,
  metrics: Metrics,
  catalogue: MetricCatalogue,
  days: number,
  format: Formatter,
  t: Translate,
): CellWords {
  const metric = metrics[name];
  // Only what is open, and what is above products, says more than that.
  const isPlain = !metric.open && metric.of === undefined;
  return metric.state === 'ok' && metric.value !== null && isPlain
    ? {
        value: format.metric(name, metric.value),
        ...tiersOf(metric),
        caveats: NONE,
        change: describeChange(name, metric, days, format, t).change,
      }
    : describeMetric({ name, metrics, catalogue, days, format, t });
}

/** A metric in a table: value, change, tier and sample; the reason where there is none. */
export const MetricCell = memo(
  (props: {
    name: MetricName;
    metrics: Metrics;
    days: number;
    /** Whether to tell the value of the window before, where the table is ordered by it. */
    withPrevious: boolean;
    /** Passed on, as a table has hundreds of cells. */
    format: Formatter;
  }) => {
    const { name, metrics, days, withPrevious, format } = props;
    const classes = useStyles();
    const t = useTranslation();
    const catalogue = useMetrics();
    const metric = describeCell(name, metrics, catalogue, days, format, t);
    const { products, previous } = metrics[name];
    const before = previous.value;
    return (
      <div title={metric.reason}>
        {metric.value === undefined ? (
          <div className={classes.status}>{metric.status}</div>
        ) : (
          <div className={classes.value}>
            {metric.value}{' '}
            {metric.change && (
              <ChangeMark
                direction={metric.change.direction}
                label={metric.change.text}
              />
            )}
          </div>
        )}
        {metric.value !== undefined && (
          <div className={classes.small}>
            {metric.status && <span>{metric.status}</span>}
            {metric.tier && (
              <TierMark tier={metric.tier} range={metric.tierRange} />
            )}
            <span>
              {t('compare.sample', {
                value: format.number(metrics[name].sample, 0),
              })}
            </span>
          </div>
        )}
        {products && metric.value !== undefined && (
          <div className={classes.small}>
            <Spread name={name} products={products} format={format} isShort />
          </div>
        )}
        {metric.value !== undefined &&
          metric.caveats.map(({ text, short }) => (
            <div key={text} className={classes.small} title={text}>
              {short}
            </div>
          ))}
        {withPrevious && (
          <div className={classes.small}>
            {before === null
              ? t('compare.noBefore')
              : t('compare.before', { value: format.metric(name, before) })}
          </div>
        )}
      </div>
    );
  },
);
