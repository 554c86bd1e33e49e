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
import { INCIDENTS, LEAD_TIMES, Part, RELEASES, STAGES } from './parts';
import { DistributionRequest } from './ranks';
import { AggregateWindow } from './types';

/** The metrics that releases are counted for. */
const COUNTING: MetricName[] = [
  'deploymentFrequency',
  'changeFailureRate',
  'recoveryTime',
  'reworkRate',
];

/** Distributions of the values of one part, by the metrics that are made of them. */
interface Samples {
  part: Part;
  requests: Partial<Record<MetricName, DistributionRequest[]>>;
}

const duration = { durations: true, interval: true, mean: true, unit: 1000 };

/** The sections of releases: the counts, and then the values. */
export const COUNTS = 0;
export const LAST_ROLLOUTS = 1;

/** The section of incidents with the number of those that are open. */
export const OPEN_INCIDENTS = 1;

const SAMPLES: Samples[] = [
  {
    part: LEAD_TIMES,
    requests: {
      leadTime: [
        {
          name: 'leadTime',
          section: 0,
          percentiles: [50, 75, 90, 95],
          ...duration,
        },
      ],
    },
  },
  {
    part: RELEASES,
    requests: {
      recoveryTime: [
        { name: 'recovery', section: 2, percentiles: [50, 90], ...duration },
      ],
      rolloutSpread: [
        {
          name: 'spread',
          section: 3,
          percentiles: [50, 90],
          ...duration,
          mean: false,
        },
      ],
      batchSize: [
        {
          name: 'batch',
          section: 4,
          percentiles: [50],
          ...duration,
          durations: false,
          mean: false,
          unit: 1,
        },
      ],
    },
  },
  {
    part: INCIDENTS,
    requests: {
      timeToRestore: [
        { name: 'restore', section: 0, percentiles: [50, 90], ...duration },
      ],
    },
  },
];

const STAGE_SAMPLES: Samples = {
  part: STAGES,
  requests: {
    leadTime: (['coding', 'pickup', 'review', 'deploy'] as const).map(
      (name, section) => ({
        name,
        section,
        percentiles: [50],
        ...duration,
        interval: false,
        mean: false,
      }),
    ),
  },
};

/** Whether some metrics need releases to be counted. */
export function isCounting(metrics: MetricName[]): boolean {
  return metrics.some(metric => COUNTING.includes(metric));
}

/** A part, with the windows that are looked at and the distributions that are wanted of their values. */
export interface Reading {
  part: Part;
  /** By index */
  windows: number[];
  requests: DistributionRequest[];
}

/** What has to be read for some metrics in some windows. */
export function readingsOf(
  metrics: MetricName[],
  windows: AggregateWindow[],
): Reading[] {
  const all = [...windows.keys()];
  const withStages = all.filter(index => windows[index].stages);
  return [
    ...SAMPLES.map(samples => ({ ...samples, windows: all })),
    { ...STAGE_SAMPLES, windows: withStages },
  ]
    .map(({ part, requests, windows: of }) => ({
      part,
      windows: of,
      requests: metrics.flatMap(metric => requests[metric] ?? []),
    }))
    .filter(
      ({ part, windows: of, requests }) =>
        of.length > 0 &&
        (requests.length > 0 || (part === RELEASES && isCounting(metrics))),
    );
}
