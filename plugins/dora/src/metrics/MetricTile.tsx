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

import Button from '@material-ui/core/Button';
import Card from '@material-ui/core/Card';
import MuiLink from '@material-ui/core/Link';
import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import type {
  LeftOut,
  MetricName,
  Metrics,
} from '@backstage-dora/plugin-dora-common';
import { useFormatter } from '../format';
import { useTranslation } from '../translations';
import { ChangeMark } from './ChangeMark';
import { describeMetric, MissingFacts } from './describeMetric';
import { leftOutParts, leftOutTotal } from './leftOut';
import { SparkPoint, Sparkline } from './Sparkline';
import { Spread } from './Spread';
import { TierMark } from './TierMark';
import { useMetrics } from './useMetrics';

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: {
      position: 'relative',
      display: 'flex',
      flexDirection: 'column',
      height: '100%',
      padding: theme.spacing(2),
      gap: theme.spacing(0.5),
      '&:focus-within, &:hover': { boxShadow: theme.shadows[4] },
    },
    title: { fontSize: '0.95rem', fontWeight: 600 },
    value: { fontSize: '1.75rem', fontWeight: 600, lineHeight: 1.2 },
    status: {
      fontSize: '1.4rem',
      lineHeight: 1.5,
      color: theme.palette.text.secondary,
    },
    small: { fontSize: '0.8125rem', lineHeight: 1.45 },
    spark: { marginTop: 'auto', paddingTop: theme.spacing(0.5) },
    actions: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0.5),
      marginLeft: theme.spacing(-1),
    },
    // The button's area is the whole tile.
    open: {
      textTransform: 'none',
      '&::after': { content: '""', position: 'absolute', inset: 0 },
    },
    // Above the area of the other button.
    above: { position: 'relative', zIndex: 1, textTransform: 'none' },
    link: {
      verticalAlign: 'baseline',
      fontSize: 'inherit',
      position: 'relative',
      zIndex: 1,
    },
  }),
  { name: 'DoraMetricTile' },
);

/** One metric: its value in human units, how sure it is, and where it comes from. */
export const MetricTile = (props: {
  name: MetricName;
  metrics: Metrics;
  /** Length of the window. */
  days: number;
  /** Deployments of the window that do not count. */
  leftOut: LeftOut;
  spark?: readonly SparkPoint[];
  onOpen: () => void;
  /** Shows the deployments that do not count. */
  onOpenExcluded: () => void;
  onConnect: (missing: MissingFacts) => void;
}) => {
  const { name, metrics, days, leftOut, spark } = props;
  const { onOpen, onOpenExcluded, onConnect } = props;
  const classes = useStyles();
  const t = useTranslation();
  const format = useFormatter();
  const catalogue = useMetrics();
  const metric = describeMetric({
    name,
    metrics,
    catalogue,
    days,
    leftOut,
    format,
    t,
  });
  const { state, products } = metrics[name];
  const { missing } = metric;
  const { evidence, unit } = catalogue.of(name);
  const notCounted = unit === 'per day' ? leftOutTotal(leftOut) : 0;
  return (
    <Card
      className={classes.root}
      component="section"
      aria-label={t(`metric.${name}.title`)}
      data-testid={`dora-tile-${name}`}
    >
      <Typography component="h3" className={classes.title}>
        {t(`metric.${name}.title`)}
      </Typography>
      {metric.value !== undefined && (
        <Typography component="p" className={classes.value} data-testid="value">
          {metric.value}
        </Typography>
      )}
      {metric.status && state !== 'partial' && (
        <Typography
          component="p"
          className={
            metric.value === undefined ? classes.status : classes.small
          }
          data-testid="status"
        >
          {metric.status}
        </Typography>
      )}
      {metric.tier && (
        <Typography className={classes.small}>
          <TierMark tier={metric.tier} range={metric.tierRange} />
        </Typography>
      )}
      {products && (
        <Typography component="div" className={classes.small}>
          <Spread name={name} products={products} format={format} />
        </Typography>
      )}
      {metric.reason && (
        <Typography className={classes.small}>{metric.reason}</Typography>
      )}
      {metric.caveats.map(({ text }) => (
        <Typography key={text} className={classes.small}>
          {text}
        </Typography>
      ))}
      {metric.value !== undefined &&
        [
          t('tile.from', { sample: metric.sample }),
          ...(metric.interval
            ? [t('tile.interval', { interval: metric.interval })]
            : []),
          ...metric.details,
        ].map(line => (
          <Typography
            key={line}
            className={classes.small}
            color="textSecondary"
          >
            {line}
          </Typography>
        ))}
      {notCounted > 0 && (
        <Typography className={classes.small} color="textSecondary">
          {metrics.deploymentFrequency.sample > 0 && (
            <>
              {t('leftOut.line', {
                count: notCounted,
                value: format.number(notCounted, 0),
                why: leftOutParts(leftOut, format, t),
              })}{' '}
            </>
          )}
          <MuiLink
            component="button"
            className={classes.link}
            onClick={onOpenExcluded}
          >
            {t('leftOut.show')}
          </MuiLink>
        </Typography>
      )}
      {metric.change && (
        <Typography className={classes.small}>
          <ChangeMark direction={metric.change.direction} />
          {metric.change.text}
        </Typography>
      )}
      {metric.noChange && (
        <Typography className={classes.small} color="textSecondary">
          {metric.noChange}
        </Typography>
      )}
      {spark?.some(({ value }) => value !== null) && (
        <div className={classes.spark}>
          <Sparkline points={spark} width="100%" />
        </div>
      )}
      <div className={classes.actions}>
        {missing && (
          <Button
            size="small"
            color="primary"
            className={classes.above}
            onClick={() => onConnect(missing)}
          >
            {t('tile.connect')}
          </Button>
        )}
        {state !== 'not-connected' && (
          <Button
            size="small"
            color="primary"
            className={classes.open}
            onClick={onOpen}
            aria-label={t('tile.openLabel', {
              metric: t(`metric.${name}.title`),
              list: t(`evidence.${evidence.list}.title`),
            })}
          >
            {t(`tile.show.${evidence.list}`)}
          </Button>
        )}
      </div>
    </Card>
  );
};
