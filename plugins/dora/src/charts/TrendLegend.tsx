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

import { ReactNode } from 'react';
import { makeStyles, Theme } from '@material-ui/core/styles';
import type { MetricName } from '@backstage-dora/plugin-dora-common';
import { METRIC_INFO, STAGES } from '../metrics';
import { useTranslation } from '../translations';
import type { TrendView } from './TrendPlot';
import { usePalette } from '../metrics/palette';

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0.5, 1.5),
      fontSize: '0.75rem',
      color: theme.palette.text.secondary,
    },
    entry: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
    },
  }),
  { name: 'DoraTrendLegend' },
);

const Entry = (props: { mark: ReactNode; text: string }) => {
  const classes = useStyles();
  return (
    <span className={classes.entry}>
      <svg width={14} height={10} viewBox="0 0 14 10" aria-hidden>
        {props.mark}
      </svg>
      {props.text}
    </span>
  );
};

/** What the marks of a chart mean. */
export const TrendLegend = (props: { name: MetricName; view: TrendView }) => {
  const { name, view } = props;
  const classes = useStyles();
  const t = useTranslation();
  const palette = usePalette();
  const { unit } = METRIC_INFO[name];
  const line = <path d="M0 5h14" stroke={palette.value} strokeWidth={2} />;
  const dashes = (
    <path d="M0 5h14" stroke={palette.value} strokeDasharray="4 3" />
  );
  const band = (
    <rect width={14} height={10} fill={palette.value} opacity={0.25} />
  );
  const cross = (
    <path d="M3 1l8 8m0 -8l-8 8" stroke={palette.failed} strokeWidth={2.5} />
  );
  return (
    <div className={classes.root}>
      {unit === 'frequency' && (
        <>
          {(['code', 'hotfix', 'rollback'] as const).map(kind => (
            <Entry
              key={kind}
              mark={
                <rect x={2} width={10} height={10} fill={palette.kind[kind]} />
              }
              text={t(`chart.series.${kind}`)}
            />
          ))}
          <Entry mark={cross} text={t('chart.series.failed')} />
        </>
      )}
      {view === 'stages' &&
        STAGES.map(stage => (
          <Entry
            key={stage}
            mark={
              <rect x={2} width={10} height={10} fill={palette.stage[stage]} />
            }
            text={t(`stage.${stage}`)}
          />
        ))}
      {unit === 'duration' && view === 'trend' && (
        <>
          <Entry mark={line} text={t('chart.heading.median')} />
          <Entry mark={dashes} text={t('chart.heading.p90')} />
        </>
      )}
      {unit === 'ratio' && (
        <>
          <Entry mark={line} text={t('chart.heading.value')} />
          <Entry mark={band} text={t('chart.heading.interval')} />
        </>
      )}
      {unit === 'count' && (
        <Entry mark={line} text={t('chart.heading.median')} />
      )}
    </div>
  );
};
