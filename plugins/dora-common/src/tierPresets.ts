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

import { MetricName, TierPreset } from './types';

const HOUR = 3600;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const MONTH = 30 * DAY;
const HALF_YEAR = 180 * DAY;

const ONCE_A_DAY = 1;
const ONCE_A_WEEK = 1 / 7;
const ONCE_A_MONTH = 1 / 30;
const ONCE_IN_SIX_MONTHS = 1 / 180;

type Cuts = { elite?: number; high?: number; medium?: number };
type RatedMetric = Extract<
  MetricName,
  'deploymentFrequency' | 'leadTime' | 'changeFailureRate' | 'recoveryTime'
>;

function thresholds(cuts: Record<RatedMetric, Cuts>): TierPreset['thresholds'] {
  return {
    deploymentFrequency: {
      unit: 'per day',
      comparison: '>=',
      ...cuts.deploymentFrequency,
    },
    leadTime: { unit: 'seconds', comparison: '<', ...cuts.leadTime },
    changeFailureRate: {
      unit: 'ratio',
      comparison: '<=',
      ...cuts.changeFailureRate,
    },
    recoveryTime: { unit: 'seconds', comparison: '<', ...cuts.recoveryTime },
  };
}

const RANGES =
  'The report publishes clusters of survey responses, not cut-points. Here a value is rated by the best cluster whose published range it reaches, so a value in a gap between two clusters falls into the lower one. A month counts as 30 days; on demand (multiple deploys per day) counts as at least one a day.';

const CENTROIDS =
  'Its change failure rates are cluster averages (centroids), not limits; here a value is rated by the first cluster, from elite down, whose average it does not exceed.';

/**
 * Cut-points to choose from with `dora.tiers.preset`: fixed ones as the
 * default, and those of the published DORA reports, in the units of the
 * metrics. A report's preset contains only what the report published.
 *
 * @public
 */
export const tierPresets: TierPreset[] = [
  {
    name: 'guide',
    title: 'Guide',
    source: 'Backstage DORA',
    note: 'Fixed cut-points that stay the same from year to year: daily, weekly and monthly; an hour, a day and a week; 15%, 30% and 45%. They are a guide and not published by DORA.',
    thresholds: thresholds({
      deploymentFrequency: { elite: 1, high: 0.23, medium: 0.03 },
      leadTime: { elite: HOUR, high: DAY, medium: WEEK },
      changeFailureRate: { elite: 0.15, high: 0.3, medium: 0.45 },
      recoveryTime: { elite: HOUR, high: DAY, medium: WEEK },
    }),
  },
  {
    name: 'dora-2021',
    title: 'DORA 2021',
    year: 2021,
    source: 'Accelerate State of DevOps 2021',
    url: 'https://dora.dev/research/2021/dora-report/',
    note: `${RANGES} High, medium and low share one range of change failure rates (16% to 30%), so the rate alone cannot tell them apart. Recovery time corresponds to that report's time to restore service.`,
    thresholds: thresholds({
      deploymentFrequency: {
        elite: ONCE_A_DAY,
        high: ONCE_A_MONTH,
        medium: ONCE_IN_SIX_MONTHS,
      },
      leadTime: { elite: HOUR, high: WEEK, medium: HALF_YEAR },
      changeFailureRate: { elite: 0.15, high: 0.3, medium: 0.3 },
      recoveryTime: { elite: HOUR, high: DAY, medium: WEEK },
    }),
  },
  {
    name: 'dora-2022',
    title: 'DORA 2022',
    year: 2022,
    source: 'Accelerate State of DevOps Report 2022',
    url: 'https://dora.dev/research/2022/dora-report/',
    note: `${RANGES} This report found three clusters and no elite one. Recovery time corresponds to that report's time to restore service.`,
    thresholds: thresholds({
      deploymentFrequency: { high: ONCE_A_DAY, medium: ONCE_A_MONTH },
      leadTime: { high: WEEK, medium: MONTH },
      changeFailureRate: { high: 0.15, medium: 0.3 },
      recoveryTime: { high: DAY, medium: WEEK },
    }),
  },
  {
    name: 'dora-2023',
    title: 'DORA 2023',
    year: 2023,
    source: 'Accelerate State of DevOps Report 2023',
    url: 'https://dora.dev/research/2023/dora-report/',
    note: `${RANGES} ${CENTROIDS} Medium and low share the same ranges for deployment frequency and lead time.`,
    thresholds: thresholds({
      deploymentFrequency: {
        elite: ONCE_A_DAY,
        high: ONCE_A_WEEK,
        medium: ONCE_A_MONTH,
      },
      leadTime: { elite: DAY, high: WEEK, medium: MONTH },
      changeFailureRate: { elite: 0.05, high: 0.1, medium: 0.15 },
      recoveryTime: { elite: HOUR, high: DAY, medium: WEEK },
    }),
  },
  {
    name: 'dora-2024',
    title: 'DORA 2024',
    year: 2024,
    source: 'Accelerate State of DevOps Report 2024',
    url: 'https://dora.dev/research/2024/dora-report/',
    note: `${RANGES} ${CENTROIDS} In this report the high cluster has a higher change failure rate (20%) than the medium one (10%), so the rate alone never yields medium; both recover in less than a day, so the recovery time alone never yields it either.`,
    thresholds: thresholds({
      deploymentFrequency: {
        elite: ONCE_A_DAY,
        high: ONCE_A_WEEK,
        medium: ONCE_A_MONTH,
      },
      leadTime: { elite: DAY, high: WEEK, medium: MONTH },
      changeFailureRate: { elite: 0.05, high: 0.2, medium: 0.1 },
      recoveryTime: { elite: HOUR, high: DAY, medium: DAY },
    }),
  },
];

/**
 * Name of the preset that is active when none is configured.
 *
 * @public
 */
export const defaultTierPreset = 'guide';
