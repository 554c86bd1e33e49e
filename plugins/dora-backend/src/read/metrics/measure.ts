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
import { DayRange } from '../Window';
import { Value } from './aggregates';
import { METRICS } from './metricDefinitions';

/** A metric for one window. */
export interface Measurement extends Value {
  state: State;
  /** The value that the tier is computed from */
  rated?: number;
}

/** What determines a value besides the derived rows of the window. */
export interface MeasureContext {
  history: GroupHistory;
  incidents: Pick<Connected, 'incidents' | 'failures'>;
  /** `dora.minimumSample` */
  minimumSample: number;
  /** ms since the epoch */
  now: number;
}

/** Which facts have arrived for metrics. */
export interface Connected {
  deployments: boolean;
  changes: boolean;
  /** Whether incidents, and so their durations, would be known */
  incidents: boolean;
  /** Whether incidents would be known wherever releases fail */
  failures: boolean;
}

/**
 * The state of a value: whether it can be relied on, or why there is none. A missing connection comes first. An empty
 * window is idle if there were earlier releases and the metric is about releases. A small sample is too small, except
 * for counts. A value that is known only from rollbacks and hotfixes is partial.
 */
export function stateOf(
  metric: MetricName,
  facts: {
    sample: number;
    connected: Connected;
    /** Whether there is a release before the window */
    releasedBefore: boolean;
    minimumSample: number;
  },
): State {
  const { needs, partialWithout, value } = METRICS[metric];
  const { sample, connected, releasedBefore, minimumSample } = facts;
  if (!needs.every(kind => connected[kind])) {
    return 'not-connected';
  }
  if (sample === 0) {
    return releasedBefore && value.idle ? 'idle' : 'no-data';
  }
  if (sample < minimumSample && !value.isCount) {
    return 'too-few';
  }
  return partialWithout && !connected.failures ? 'partial' : 'ok';
}

/** Computes a metric from the material of a window: the value only if its state allows one, the sample always. */
export function measure(
  metric: MetricName,
  material: Material,
  { fromDay, toDay }: DayRange,
  { history, incidents, minimumSample, now }: MeasureContext,
): Measurement {
  const { value: aggregate, rated } = METRICS[metric];
  const found = aggregate.of(material, toDay - fromDay);
  const { sample } = found;
  const { deployments, changes, releaseDay } = history;
  const state = stateOf(metric, {
    sample,
    connected: { deployments, changes, ...incidents },
    releasedBefore: releaseDay !== undefined && releaseDay < fromDay,
    minimumSample,
  });
  switch (state) {
    case 'ok':
    case 'partial':
    case 'too-few':
      return {
        ...found,
        state,
        rated: rated ? rated.of(material, now) : found.value,
      };
    case 'idle':
      return { value: aggregate.idle?.value, sample, state };
    default:
      return { sample, state };
  }
}
