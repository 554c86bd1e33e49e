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

import type { Bucket, MetricName } from '@backstage-dora/plugin-dora-common';
import { STAGES, useMetric } from '../metrics';
import { useTranslation } from '../translations';
import { LegendEntry, useLegendStyles } from './LegendEntry';
import type { TrendView } from './trend';
import { usePalette } from '../metrics/palette';

/** What the marks of a chart mean. */
export const TrendLegend = (props: {
  name: MetricName;
  view: TrendView;
  bucket: Bucket;
  isRolling: boolean;
  /** Whether some buckets are cut, or not over yet. */
  hasIncomplete: boolean;
  /** Whether some cases are still open. */
  hasOpen: boolean;
  isLogarithmic: boolean;
}) => {
  const { name, view, bucket, isRolling, hasOpen, isLogarithmic } = props;
  const { hasIncomplete } = props;
  const classes = useLegendStyles();
  const t = useTranslation();
  const palette = usePalette();
  const { unit, cases } = useMetric(name);
  const line = <path d="M0 5h14" stroke={palette.value} strokeWidth={2} />;
  const dashes = (
    <path d="M0 5h14" stroke={palette.value} strokeDasharray="4 3" />
  );
  const unfinished =
    unit === 'per day' || view === 'stages' ? (
      <rect
        x={2.5}
        y={0.5}
        width={9}
        height={9}
        fill={palette.value}
        fillOpacity={0.3}
        stroke={palette.value}
        strokeDasharray="3 2"
      />
    ) : (
      <path
        d="M0 5h14"
        stroke={palette.value}
        strokeWidth={2}
        strokeDasharray="2 3"
      />
    );
  const band = (
    <rect width={14} height={10} fill={palette.value} opacity={0.25} />
  );
  const cross = (
    <path d="M3 1l8 8m0 -8l-8 8" stroke={palette.failed} strokeWidth={2.5} />
  );
  return (
    <div className={classes.root}>
      {unit === 'per day' && (
        <>
          {(['code', 'hotfix', 'rollback'] as const).map(kind => (
            <LegendEntry
              key={kind}
              mark={
                <rect x={2} width={10} height={10} fill={palette.kind[kind]} />
              }
              text={t(`chart.series.${kind}`)}
            />
          ))}
          <LegendEntry mark={cross} text={t('chart.series.failed')} />
        </>
      )}
      {view === 'stages' &&
        STAGES.map(stage => (
          <LegendEntry
            key={stage}
            mark={
              <rect x={2} width={10} height={10} fill={palette.stage[stage]} />
            }
            text={t(`stage.${stage}`)}
          />
        ))}
      {cases && (
        <>
          <LegendEntry
            mark={
              <circle
                cx={7}
                cy={5}
                r={3.5}
                fill={palette.failed}
                opacity={0.6}
              />
            }
            text={t(`chart.case.${cases}`)}
          />
          {hasOpen && (
            <LegendEntry
              mark={
                <path d="M7 0l5 9h-10Z" fill="none" stroke={palette.failed} />
              }
              text={t('chart.stillOpen')}
            />
          )}
          <LegendEntry mark={line} text={t('chart.heading.median')} />
          {isLogarithmic && <span>{t('chart.logarithmic')}</span>}
        </>
      )}
      {unit === 'seconds' && view === 'trend' && !cases && (
        <>
          <LegendEntry mark={line} text={t('chart.heading.median')} />
          <LegendEntry mark={dashes} text={t('chart.heading.p90')} />
        </>
      )}
      {unit === 'ratio' && (
        <>
          <LegendEntry
            mark={line}
            text={t(
              isRolling ? `chart.rolling.${bucket}` : 'chart.heading.value',
            )}
          />
          <LegendEntry mark={band} text={t('chart.heading.interval')} />
          {isRolling && (
            <LegendEntry
              mark={
                <circle
                  cx={7}
                  cy={5}
                  r={2.5}
                  fill="none"
                  stroke={palette.signal}
                  strokeWidth={1.25}
                />
              }
              text={t(`chart.own.${bucket}`)}
            />
          )}
        </>
      )}
      {unit === 'changes' && (
        <LegendEntry mark={line} text={t('chart.heading.median')} />
      )}
      {hasIncomplete && (
        <LegendEntry mark={unfinished} text={t(`chart.incomplete.${bucket}`)} />
      )}
    </div>
  );
};
