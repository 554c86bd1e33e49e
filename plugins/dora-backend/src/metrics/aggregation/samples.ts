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

import { MetricName } from '@backstage-dora/plugin-dora-common';
import { TableSamples } from './distributions';
import { DistributionRequest } from './ranks';
import { DerivedRows } from './scope';

type SamplesOfMetric = Partial<Record<MetricName, DistributionRequest[]>>;

/** The metrics that releases are counted for. */
const COUNTING: MetricName[] = [
  'deploymentFrequency',
  'changeFailureRate',
  'recoveryTime',
  'reworkRate',
];

const duration = { interval: true, unit: 1000 };

const LEAD_TIME: DistributionRequest = {
  name: 'leadTime',
  value: 't.lead_time',
  percentiles: [50, 75, 90, 95],
  ...duration,
};

const OF_RELEASES: SamplesOfMetric = {
  recoveryTime: [
    {
      name: 'recovery',
      // Null while open, and where the release has not failed.
      value: 't.recovered_at - t.time',
      percentiles: [50, 90],
      ...duration,
    },
  ],
  rolloutSpread: [
    {
      name: 'spread',
      value: 'case when t.workspaces > 1 then t.last_rollout_at - t.time end',
      percentiles: [50, 90],
      ...duration,
    },
  ],
  batchSize: [
    {
      name: 'batch',
      value: 'case when t.batch_size > 0 then t.batch_size end',
      percentiles: [50],
      interval: true,
      unit: 1,
    },
  ],
};

const OF_INCIDENTS: SamplesOfMetric = {
  timeToRestore: [
    {
      name: 'restore',
      value: 't.restore',
      percentiles: [50, 90],
      ...duration,
    },
    {
      name: 'openIncidents',
      value: 'case when t.restore is null then 1 end',
      percentiles: [],
      interval: false,
      unit: 1,
    },
  ],
};

const OF_CHANGES: SamplesOfMetric = { leadTime: [LEAD_TIME] };

const STAGES: SamplesOfMetric = {
  leadTime: (['coding', 'pickup', 'review', 'deploy'] as const).map(stage => ({
    name: stage,
    value: `t.${stage}`,
    percentiles: [50],
    interval: false,
    unit: LEAD_TIME.unit,
  })),
};

const LEAD_TIMES: DerivedRows = {
  table: 'release_changes',
  where: 't.lead_time is not null',
};

const TABLES: [DerivedRows, SamplesOfMetric][] = [
  [LEAD_TIMES, OF_CHANGES],
  [{ table: 'releases' }, OF_RELEASES],
  [{ table: 'incident_links' }, OF_INCIDENTS],
];

function samplesFrom(
  tables: [DerivedRows, SamplesOfMetric][],
  metrics: MetricName[],
): TableSamples[] {
  return tables
    .map(([rows, samples]) => ({
      ...rows,
      requests: metrics.flatMap(metric => samples[metric] ?? []),
    }))
    .filter(({ requests }) => requests.length > 0);
}

/** Whether some metrics need releases to be counted. */
export function isCounting(metrics: MetricName[]): boolean {
  return metrics.some(metric => COUNTING.includes(metric));
}

/** The samples that some metrics are made of, table by table. */
export function samplesOf(metrics: MetricName[]): TableSamples[] {
  return samplesFrom(TABLES, metrics);
}

/** The samples of the stages of lead time, which are asked for by themselves: few windows need them. */
export function samplesOfStages(metrics: MetricName[]): TableSamples[] {
  return samplesFrom([[LEAD_TIMES, STAGES]], metrics);
}
