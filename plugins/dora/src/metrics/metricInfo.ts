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

import type { MetricName } from '@backstage-dora/plugin-dora-common';

/** Lists of evidence. */
export type EvidenceKind = 'releases' | 'changes' | 'incidents';

/** What a page needs to know to show a metric. */
export interface MetricInfo {
  unit: 'frequency' | 'duration' | 'ratio' | 'count';
  /** What its sample counts; a key of the translations. */
  sample:
    | 'releases'
    | 'changes'
    | 'recoveredReleases'
    | 'resolvedIncidents'
    | 'spreadReleases'
    | 'releasesWithChanges';
  /** The list behind the number. */
  evidence: { list: EvidenceKind; only?: string };
  /** Facts without which there is no such metric, in the order to connect them. */
  needs: readonly ('deployments' | 'changes' | 'incidents')[];
  /** Whether the active tiers may rate it. */
  tiered: boolean;
}

/** The metrics, as the pages show them. */
export const METRIC_INFO: Readonly<Record<MetricName, MetricInfo>> = {
  deploymentFrequency: {
    unit: 'frequency',
    sample: 'releases',
    evidence: { list: 'releases' },
    needs: ['deployments'],
    tiered: true,
  },
  leadTime: {
    unit: 'duration',
    sample: 'changes',
    evidence: { list: 'changes', only: 'counted' },
    needs: ['deployments', 'changes'],
    tiered: true,
  },
  changeFailureRate: {
    unit: 'ratio',
    sample: 'releases',
    evidence: { list: 'releases', only: 'failed' },
    needs: ['deployments', 'incidents'],
    tiered: true,
  },
  recoveryTime: {
    unit: 'duration',
    sample: 'recoveredReleases',
    evidence: { list: 'releases', only: 'failed' },
    needs: ['deployments', 'incidents'],
    tiered: true,
  },
  reworkRate: {
    unit: 'ratio',
    sample: 'releases',
    evidence: { list: 'releases', only: 'rework' },
    needs: ['deployments'],
    tiered: false,
  },
  timeToRestore: {
    unit: 'duration',
    sample: 'resolvedIncidents',
    evidence: { list: 'incidents' },
    needs: ['incidents'],
    tiered: false,
  },
  rolloutSpread: {
    unit: 'duration',
    sample: 'spreadReleases',
    evidence: { list: 'releases' },
    needs: ['deployments'],
    tiered: false,
  },
  batchSize: {
    unit: 'count',
    sample: 'releasesWithChanges',
    evidence: { list: 'releases' },
    needs: ['deployments', 'changes'],
    tiered: false,
  },
};

/** Stages of a change, in their order. */
export const STAGES = ['coding', 'pickup', 'review', 'deploy'] as const;

/** The metrics that come first on every page. */
export const HEADLINE: readonly MetricName[] = [
  'deploymentFrequency',
  'leadTime',
  'changeFailureRate',
  'recoveryTime',
  'reworkRate',
];

/** The metrics that explain the others. */
export const SECONDARY: readonly MetricName[] = [
  'timeToRestore',
  'rolloutSpread',
  'batchSize',
];

export const ALL_METRICS: readonly MetricName[] = [...HEADLINE, ...SECONDARY];
