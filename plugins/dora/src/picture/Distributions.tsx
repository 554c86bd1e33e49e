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

import { useRef } from 'react';
import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import type {
  CompareItem,
  MetricName,
} from '@backstage-dora/plugin-dora-common';
import { useWidth } from '../charts/useWidth';
import { useFormatter } from '../format';
import { useMetric, useMetrics } from '../metrics';
import { usePalette } from '../metrics/palette';
import { useTranslation } from '../translations';
import { linearScale, logScale, quantile } from './statistics';

const HEIGHT = 40;
const MARGIN = 10;

const useStyles = makeStyles(
  (theme: Theme) => ({
    row: {
      display: 'grid',
      gridTemplateColumns: '210px minmax(0, 1fr)',
      gap: theme.spacing(2),
      alignItems: 'center',
      padding: theme.spacing(0.75, 0),
      [theme.breakpoints.down('xs')]: {
        gridTemplateColumns: 'minmax(0, 1fr)',
        gap: 0,
      },
    },
    title: { fontSize: '0.875rem', fontWeight: 600 },
    small: { fontSize: '0.75rem' },
    axis: { stroke: theme.palette.divider },
    box: { fill: theme.palette.text.secondary, opacity: 0.18 },
    median: { stroke: theme.palette.text.primary, strokeWidth: 2 },
    ring: { fill: 'none', stroke: theme.palette.text.primary, strokeWidth: 2 },
  }),
  { name: 'DoraDistributions' },
);

/** The value that can be relied on; an idle frequency is 0. */
function valueOf(
  { metrics }: CompareItem,
  name: MetricName,
): number | undefined {
  const { state, value } = metrics[name];
  return state === 'ok' || state === 'idle' ? value ?? undefined : undefined;
}

/** A metric over the entities: a dot each, the middle half as a box, the median as a line. */
const Distribution = (props: {
  name: MetricName;
  items: CompareItem[];
  marked?: CompareItem;
  width: number;
}) => {
  const { name, items, marked, width } = props;
  const classes = useStyles();
  const t = useTranslation();
  const format = useFormatter();
  const palette = usePalette();
  const { unit } = useMetric(name);
  const values = items.flatMap(item => valueOf(item, name) ?? []);
  const title = t(`metric.${name}.title`);
  const own = marked && valueOf(marked, name);
  if (values.length === 0) {
    return (
      <Typography className={classes.small} color="textSecondary">
        {t('picture.distribution.none')}
      </Typography>
    );
  }
  const scale =
    unit === 'ratio' ? linearScale(Math.max(...values)) : logScale(values);
  const x = (value: number) => MARGIN + scale(value) * (width - 2 * MARGIN);
  const [low, middle, high] = [0.25, 0.5, 0.75].map(part =>
    quantile(values, part),
  );
  const words = t('picture.distribution.words', {
    median: format.metric(name, middle),
    low: format.metric(name, low),
    high: format.metric(name, high),
    count: values.length,
    value: format.number(values.length, 0),
  });
  return (
    <div>
      <svg
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={`${title}: ${words}`}
      >
        <line
          className={classes.axis}
          x1={MARGIN}
          x2={width - MARGIN}
          y1={HEIGHT / 2}
          y2={HEIGHT / 2}
        />
        <rect
          className={classes.box}
          x={x(low)}
          width={Math.max(1, x(high) - x(low))}
          y={6}
          height={HEIGHT - 12}
          rx={3}
        />
        {values.map((value, index) => (
          <circle
            // The values have no order and no identity of their own here.
            key={`${index} ${value}`}
            cx={x(value)}
            cy={HEIGHT / 2}
            r={4}
            fill={palette.value}
            fillOpacity={0.45}
          />
        ))}
        <line
          className={classes.median}
          x1={x(middle)}
          x2={x(middle)}
          y1={4}
          y2={HEIGHT - 4}
        />
        {own !== undefined && (
          <circle className={classes.ring} cx={x(own)} cy={HEIGHT / 2} r={7} />
        )}
      </svg>
      <Typography className={classes.small} color="textSecondary">
        {words}
        {marked &&
          own !== undefined &&
          t('picture.distribution.own', {
            title: marked.title,
            value: format.metric(name, own),
          })}
      </Typography>
    </div>
  );
};

/** How each metric is spread over the entities. */
export const Distributions = (props: {
  items: CompareItem[];
  marked?: CompareItem;
}) => {
  const classes = useStyles();
  const t = useTranslation();
  const { all } = useMetrics();
  const column = useRef<HTMLDivElement>(null);
  const width = useWidth(column, 480);
  return (
    <div>
      {all.map((name, index) => (
        <div key={name} className={classes.row}>
          <Typography component="h3" className={classes.title}>
            {t(`metric.${name}.title`)}
          </Typography>
          <div ref={index === 0 ? column : undefined}>
            <Distribution {...props} name={name} width={width} />
          </div>
        </div>
      ))}
    </div>
  );
};
