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

import type {
  Bucket,
  MetricDefinition,
} from '@backstage-dora/plugin-dora-common';
import type { Formatter } from '../format';
import { STAGES } from '../metrics';
import type { Translate } from '../translations';
import { TrendPoint, TrendView } from './trend';

/** What is known of a bucket, a line each; first that it is not whole. */
export function pointLines(
  ...[definition, view, bucket, point, format, t]: Parameters<typeof valueLines>
): string[] {
  const lines = valueLines(definition, view, bucket, point, format, t);
  return point.complete ? lines : [t(`chart.incomplete.${bucket}`), ...lines];
}

function valueLines(
  { metric: name, unit }: MetricDefinition,
  view: TrendView,
  bucket: Bucket,
  point: TrendPoint,
  format: Formatter,
  t: Translate,
): string[] {
  const sample = format.sample(name, point.sample);
  if (unit === 'per day') {
    const count = (key: 'code' | 'hotfix' | 'rollback' | 'failed') =>
      t('chart.count', {
        name: t(`chart.series.${key}`),
        value: format.number(point[key], 0),
      });
    return point.sample === 0
      ? [sample]
      : [
          sample,
          count('code'),
          count('hotfix'),
          count('rollback'),
          count('failed'),
        ];
  }
  if (view === 'stages') {
    return [
      ...STAGES.flatMap(stage => {
        const seconds = point.stages?.[stage];
        return typeof seconds === 'number'
          ? [
              t('chart.count', {
                name: t(`stage.${stage}`),
                value: format.duration(seconds),
              }),
            ]
          : [];
      }),
      sample,
    ];
  }
  if (point.rolling) {
    return [
      point.rolling.value === null
        ? t('chart.noValue')
        : t('chart.count', {
            name: t(`chart.rolling.${bucket}`),
            value: format.metric(name, point.rolling.value),
          }),
      ...(point.band
        ? [t('tile.interval', { interval: format.interval(name, point.band) })]
        : []),
      t('tile.from', { sample: format.sample(name, point.rolling.sample) }),
      t('chart.count', {
        name: t(`chart.own.${bucket}`),
        value:
          point.value === null
            ? sample
            : t('chart.noteValue', {
                label: format.metric(name, point.value),
                value: sample,
              }),
      }),
    ];
  }
  if (point.value === null) {
    return [t('chart.noValue'), sample];
  }
  return [
    t(unit === 'ratio' ? 'chart.value' : 'chart.median', {
      value: format.metric(name, point.value),
    }),
    ...(unit === 'seconds' && point.p90 !== null
      ? [t('chart.p90', { value: format.duration(point.p90) })]
      : []),
    ...(unit === 'ratio' && point.band
      ? [t('tile.interval', { interval: format.interval(name, point.band) })]
      : []),
    sample,
  ];
}
