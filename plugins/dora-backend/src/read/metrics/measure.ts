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

/** A metric over one window. */
export interface Measurement extends Value {
  state: State;
  /** What the tier is of */
  rated?: number;
}

/** What else than derived rows of the window decides on a value. */
export interface MeasureContext {
  history: GroupHistory;
  incidents: Pick<Connected, 'incidents' | 'failures'>;
  /** `dora.minimumSample` */
  minimumSample: number;
  /** ms since the epoch */
  now: number;
}

/** What has come of what metrics are made of. */
export interface Connected {
  deployments: boolean;
  changes: boolean;
  /** Whether incidents would be known, and so how long they last */
  incidents: boolean;
  /** Whether they would be known where releases fail */
  failures: boolean;
}

/**
 * Whether a value can be relied on, or why there is none. What is not connected is that before all else; an empty window
 * is idle where releases had come before it and the metric is one over releases; small samples are too few, other than of
 * what is a number itself; and what only rollbacks and hotfixes tell is partial.
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

/** Makes a metric of what is known of a window: the value as far as its state allows one, the sample always. */
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
