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

import { MetricName, State } from '@backstage-dora/plugin-dora-common';
import { GroupHistory, Material } from '../columns/types';
import { stateOf } from './states';
import {
  Distribution,
  Interval,
  medianInterval,
  percentile,
  wilsonInterval,
} from '../statistics';
import { DayRange } from '../Window';

/** A metric over one window. */
export interface Measurement {
  value?: number;
  ci?: Interval;
  sample: number;
  state: State;
}

/** What else than derived rows of the window decides on a value. */
export interface MeasureContext {
  history: GroupHistory;
  /** Whether an incident has come for anything in the organisation */
  incidents: boolean;
  /** `dora.minimumSample` */
  minimumSample: number;
}

type Value = Omit<Measurement, 'state'>;

function medianOf(distribution: Distribution): Value {
  return {
    value: percentile(distribution, 50),
    ci: medianInterval(distribution),
    sample: distribution.size,
  };
}

function ratioOf(part: number, { releases }: Material): Value {
  return {
    value: releases === 0 ? undefined : part / releases,
    ci: wilsonInterval(part, releases),
    sample: releases,
  };
}

const VALUES: Record<MetricName, (material: Material, days: number) => Value> =
  {
    deploymentFrequency: ({ releases }, days) => ({
      value: releases / days,
      sample: releases,
    }),
    leadTime: ({ distributions }) => medianOf(distributions.leadTime),
    changeFailureRate: material => ratioOf(material.failed, material),
    recoveryTime: ({ distributions }) => medianOf(distributions.recovery),
    timeToRestore: ({ distributions }) => medianOf(distributions.restore),
    reworkRate: material =>
      ratioOf(material.rollbacks + material.hotfixes, material),
    rolloutSpread: ({ distributions }) => medianOf(distributions.spread),
    batchSize: ({ distributions }) => medianOf(distributions.batch),
  };

/** Makes a metric of what was aggregated for a window: the value as far as its state allows one, the sample always. */
export function measure(
  metric: MetricName,
  material: Material,
  { fromDay, toDay }: DayRange,
  { history, incidents, minimumSample }: MeasureContext,
): Measurement {
  const { value, ci, sample } = VALUES[metric](material, toDay - fromDay);
  const state = stateOf(metric, {
    sample,
    connected: {
      deployments: history.deployments,
      changes: history.changes,
      incidents,
    },
    releasedBefore:
      history.releaseDay !== undefined && history.releaseDay < fromDay,
    minimumSample,
  });
  switch (state) {
    case 'ok':
    case 'too-few':
      return { value, ci, sample, state };
    case 'idle':
      return {
        value: metric === 'deploymentFrequency' ? 0 : undefined,
        sample,
        state,
      };
    default:
      return { sample, state };
  }
}
