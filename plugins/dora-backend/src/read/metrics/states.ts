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
import { Connected, isConnected } from '../madeOf';

/** Frequencies and ratios, whose sample are all releases; the others are medians. */
const OVER_RELEASES: MetricName[] = [
  'deploymentFrequency',
  'changeFailureRate',
  'reworkRate',
];

/**
 * Whether a value can be relied on, or why there is none. What is not connected is that before all else; an empty window
 * is idle where releases had come before it and the metric is one over releases; small samples are too few.
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
  if (!isConnected(metric, facts.connected)) {
    return 'not-connected';
  }
  if (facts.sample === 0) {
    return facts.releasedBefore && OVER_RELEASES.includes(metric)
      ? 'idle'
      : 'no-data';
  }
  return facts.sample < facts.minimumSample ? 'too-few' : 'ok';
}
