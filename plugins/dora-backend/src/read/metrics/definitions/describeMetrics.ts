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

import { MetricDefinition } from '@backstage-dora/plugin-dora-common';
import { Rules } from '../../../rules/types';

const LEAD_TIME_START: Record<Rules['leadTimeStart'], string> = {
  firstCommit: 'its first commit',
  opened: 'the opening of its pull request',
  merged: 'its merge',
};

/** What each metric means, under some rules. */
export function describeMetrics({ leadTimeStart }: Rules): MetricDefinition[] {
  return [
    {
      metric: 'deploymentFrequency',
      unit: 'per day',
      better: 'higher',
      sample: 'releases',
      sentence:
        'Releases per calendar day. A release is one version of one component going live in production, however many workspaces it is rolled out to.',
    },
    {
      metric: 'leadTime',
      unit: 'seconds',
      better: 'lower',
      sample: 'changes',
      sentence: `The median time from the start of a change, which is ${LEAD_TIME_START[leadTimeStart]}, to the first release of the component that carries it.`,
    },
    {
      metric: 'changeFailureRate',
      unit: 'ratio',
      better: 'lower',
      sample: 'releases',
      sentence:
        'The share of releases that failed: that caused an incident, were rolled back, or needed a hotfix.',
    },
    {
      metric: 'recoveryTime',
      unit: 'seconds',
      better: 'lower',
      sample: 'recovered failed releases',
      sentence:
        'The median time from a failed release to its recovery: the rollback or hotfix that fixed it, or the end of all its incidents, whichever came first.',
    },
    {
      metric: 'timeToRestore',
      unit: 'seconds',
      better: 'lower',
      sample: 'resolved incidents',
      sentence:
        'The median time from the start of an incident to its resolution, whether a release caused it or not.',
    },
    {
      metric: 'reworkRate',
      unit: 'ratio',
      better: 'lower',
      sample: 'releases',
      sentence:
        'The share of releases that repaired earlier ones: rollbacks and hotfixes.',
    },
    {
      metric: 'rolloutSpread',
      unit: 'seconds',
      better: 'lower',
      sample: 'releases to more than one workspace',
      sentence:
        'The median time from the first to the last rollout of a release, over the releases that went to more than one workspace.',
    },
    {
      metric: 'batchSize',
      unit: 'changes',
      better: 'lower',
      sample: 'releases that are the first to carry a change',
      sentence:
        'The median number of changes that a release is the first to carry, over the releases with at least one.',
    },
  ];
}
