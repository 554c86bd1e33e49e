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

import { useRef, useState } from 'react';
import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import type { CompareItem } from '@backstage-dora/plugin-dora-common';
import { ticksUpTo } from '../charts/scale';
import { useWidth } from '../charts/useWidth';
import { useFormatter } from '../format';
import { usePalette } from '../metrics/palette';
import { useTranslation } from '../translations';
import { linearScale, logScale, quantile } from './statistics';

const HEIGHT = 320;
const MARGIN = { left: 64, right: 24, top: 12, bottom: 40 };
/** So far apart are labels that do not touch. */
const LABEL_WIDTH = 80;
/** Frequencies that people have a feeling for, per day. */
const FREQUENCIES = [1 / 365.25, 12 / 365.25, 1 / 7, 1, 10, 100];

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: { position: 'relative' },
    grid: { stroke: theme.palette.divider },
    median: { stroke: theme.palette.text.secondary, strokeDasharray: '5 4' },
    label: { fill: theme.palette.text.secondary, fontSize: 12 },
    dot: { cursor: 'pointer' },
    ring: { fill: 'none', stroke: theme.palette.text.primary, strokeWidth: 2 },
    whisker: { stroke: theme.palette.text.primary, strokeWidth: 1.5 },
    words: { minHeight: '1.5em', fontSize: '0.8125rem' },
  }),
  { name: 'DoraThroughputStability' },
);

interface Dot {
  item: CompareItem;
  frequency: number;
  failureRate: number;
  radius: number;
}

function toDots(items: readonly CompareItem[]): Dot[] {
  return items.flatMap(item => {
    const { deploymentFrequency, changeFailureRate } = item.metrics;
    const [frequency, failureRate] = [
      deploymentFrequency.value,
      changeFailureRate.value,
    ];
    return frequency && failureRate !== null
      ? [
          {
            item,
            frequency,
            failureRate,
            // Its area tells the number of releases.
            radius: Math.min(16, 3 + Math.sqrt(deploymentFrequency.sample) / 2),
          },
        ]
      : [];
  });
}

const isSure = ({ item }: Dot) => item.metrics.changeFailureRate.state === 'ok';

/** How often against how safely: a dot per entity, with the medians as lines. */
export const ThroughputStability = (props: {
  items: CompareItem[];
  marked?: string;
  onMark: (entityRef: string) => void;
}) => {
  const { items, marked, onMark } = props;
  const classes = useStyles();
  const t = useTranslation();
  const format = useFormatter();
  const palette = usePalette();
  const container = useRef<HTMLDivElement>(null);
  const width = useWidth(container, 640);
  const [hovered, setHovered] = useState<Dot>();

  const dots = toDots(items);
  if (dots.length === 0) {
    return <Typography color="textSecondary">{t('chart.empty')}</Typography>;
  }
  const plotWidth = width - MARGIN.left - MARGIN.right;
  const plotHeight = HEIGHT - MARGIN.top - MARGIN.bottom;
  const frequencies = dots.map(({ frequency }) => frequency);
  const rates = dots.map(({ failureRate }) => failureRate);
  const ticks = ticksUpTo(Math.max(0.1, ...rates), 'ratio');
  const xScale = logScale(frequencies);
  const yScale = linearScale(ticks[ticks.length - 1]);
  const x = (value: number) => MARGIN.left + xScale(value) * plotWidth;
  const y = (value: number) =>
    MARGIN.top + (1 - yScale(Math.min(value, 1))) * plotHeight;
  // From the end that most are at, as far as there is room.
  const labelled = FREQUENCIES.filter(
    value => xScale(value) >= 0 && xScale(value) <= 1,
  ).reduceRight<number[]>(
    (kept, value) =>
      kept.length > 0 && x(kept[0]) - x(value) < LABEL_WIDTH
        ? kept
        : [value, ...kept],
    [],
  );
  const shown = hovered ?? dots.find(({ item }) => item.entityRef === marked);
  const interval = shown?.item.metrics.changeFailureRate.ci;
  // What has too few releases, or no incidents to fail by, does not say where the middle is.
  const sure = dots.filter(isSure);
  const medians = sure.length > 0 && {
    x: x(
      quantile(
        sure.map(({ frequency }) => frequency),
        0.5,
      ),
    ),
    y: y(
      quantile(
        sure.map(({ failureRate }) => failureRate),
        0.5,
      ),
    ),
  };
  return (
    <div ref={container} className={classes.root}>
      <svg
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={t('picture.scatter.label')}
      >
        {ticks.map(tick => (
          <g key={tick}>
            <line
              className={classes.grid}
              x1={MARGIN.left}
              x2={width - MARGIN.right}
              y1={y(tick)}
              y2={y(tick)}
            />
            <text
              className={classes.label}
              x={MARGIN.left - 8}
              y={y(tick)}
              textAnchor="end"
              dominantBaseline="middle"
            >
              {format.percent(tick)}
            </text>
          </g>
        ))}
        {labelled.map(value => (
          <text
            key={value}
            className={classes.label}
            x={x(value)}
            y={HEIGHT - MARGIN.bottom + 18}
            textAnchor="middle"
          >
            {format.frequency(value)}
          </text>
        ))}
        <text
          className={classes.label}
          x={width - MARGIN.right}
          y={HEIGHT - 4}
          textAnchor="end"
        >
          {t('metric.deploymentFrequency.title')}
        </text>
        {medians && (
          <>
            <line
              className={classes.median}
              x1={medians.x}
              x2={medians.x}
              y1={MARGIN.top}
              y2={HEIGHT - MARGIN.bottom}
            />
            <line
              className={classes.median}
              x1={MARGIN.left}
              x2={width - MARGIN.right}
              y1={medians.y}
              y2={medians.y}
            />
          </>
        )}
        {shown && interval && (
          <line
            className={classes.whisker}
            x1={x(shown.frequency)}
            x2={x(shown.frequency)}
            y1={y(interval[0])}
            y2={Math.max(MARGIN.top, y(interval[1]))}
          />
        )}
        {dots.map(dot => (
          <circle
            key={dot.item.entityRef}
            className={classes.dot}
            cx={x(dot.frequency)}
            cy={y(dot.failureRate)}
            r={dot.radius}
            fill={palette.value}
            // A ring, not a dot, where there is too little to rely on.
            fillOpacity={isSure(dot) ? 0.55 : 0}
            stroke={palette.value}
            onMouseEnter={() => setHovered(dot)}
            onMouseLeave={() => setHovered(undefined)}
            onClick={() => onMark(dot.item.entityRef)}
          />
        ))}
        {shown && (
          <circle
            className={classes.ring}
            cx={x(shown.frequency)}
            cy={y(shown.failureRate)}
            r={shown.radius + 3}
            pointerEvents="none"
          />
        )}
      </svg>
      <Typography className={classes.words}>
        {shown &&
          t('picture.scatter.dot', {
            title: shown.item.title,
            frequency: format.frequency(shown.frequency),
            rate: format.percent(shown.failureRate),
            interval: interval
              ? format.interval('changeFailureRate', interval)
              : t('chart.none'),
            sample: format.sample(
              'deploymentFrequency',
              shown.item.metrics.deploymentFrequency.sample,
            ),
          })}
        {shown?.item.metrics.changeFailureRate.state === 'partial' &&
          ` ${t('tile.partial')}`}
      </Typography>
    </div>
  );
};
