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

/** The kinds of facts that metrics are made of. */
export interface Connected {
  deployments: boolean;
  changes: boolean;
  incidents: boolean;
}

/** What has to have come at all, ever, for a metric to be connected; the metrics in the order of answers. */
const MADE_OF: Record<MetricName, (keyof Connected)[]> = {
  deploymentFrequency: ['deployments'],
  leadTime: ['deployments', 'changes'],
  changeFailureRate: ['deployments', 'incidents'],
  recoveryTime: ['deployments', 'incidents'],
  timeToRestore: ['incidents'],
  reworkRate: ['deployments'],
  rolloutSpread: ['deployments'],
  batchSize: ['deployments', 'changes'],
};

export const METRIC_NAMES = Object.keys(MADE_OF) as MetricName[];

/** Whether a metric is made of a kind of facts. */
export function isMadeOf(metric: MetricName, kind: keyof Connected): boolean {
  return MADE_OF[metric].includes(kind);
}

/** Whether all that a metric is made of has come. */
export function isConnected(metric: MetricName, facts: Connected): boolean {
  return MADE_OF[metric].every(kind => facts[kind]);
}
