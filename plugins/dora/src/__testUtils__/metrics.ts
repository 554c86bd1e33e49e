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

import type {
  MetricDefinition,
  MetricName,
} from '@backstage-dora/plugin-dora-common';
import { createMetricCatalogue } from '../metrics/MetricCatalogue';

type Row = Omit<MetricDefinition, 'metric' | 'beside'>;

const ROWS: Record<MetricName, Row> = {
  deploymentFrequency: {
    title: 'Deployment frequency',
    unit: 'per day',
    better: 'higher',
    sample: 'releases',
    needs: ['deployments'],
    headline: true,
    tiered: true,
    evidence: { list: 'releases' },
    sentence: 'Releases divided by the days of the window.',
  },
  leadTime: {
    title: 'Lead time',
    unit: 'seconds',
    better: 'lower',
    sample: 'changes',
    needs: ['deployments', 'changes'],
    headline: true,
    tiered: true,
    evidence: { list: 'changes', only: 'counted' },
    sentence: 'From the start of a change to its release.',
  },
  changeFailureRate: {
    title: 'Change failure rate',
    unit: 'ratio',
    better: 'lower',
    sample: 'releases',
    needs: ['deployments'],
    partialWithout: ['incidents'],
    headline: true,
    tiered: true,
    evidence: { list: 'releases', only: 'failed' },
    sentence: 'The share of releases that failed.',
  },
  recoveryTime: {
    title: 'Recovery time',
    unit: 'seconds',
    better: 'lower',
    sample: 'recovered failed releases',
    needs: ['deployments'],
    partialWithout: ['incidents'],
    headline: true,
    tiered: true,
    evidence: { list: 'releases', only: 'failed' },
    cases: 'failedReleases',
    sentence: 'From a failed release to its recovery.',
  },
  timeToRestore: {
    title: 'Time to restore',
    unit: 'seconds',
    better: 'lower',
    sample: 'resolved incidents',
    needs: ['incidents'],
    headline: false,
    tiered: false,
    evidence: { list: 'incidents' },
    cases: 'incidents',
    sentence: 'From the start of an incident to its end.',
  },
  reworkRate: {
    title: 'Rework rate',
    unit: 'ratio',
    better: 'lower',
    sample: 'releases',
    needs: ['deployments'],
    headline: true,
    tiered: false,
    evidence: { list: 'releases', only: 'rework' },
    sentence: 'The share of releases that repair others.',
  },
  rolloutSpread: {
    title: 'Rollout spread',
    unit: 'seconds',
    better: 'lower',
    sample: 'releases to more than one workspace',
    needs: ['deployments'],
    headline: false,
    tiered: false,
    evidence: { list: 'releases' },
    sentence: 'From the first rollout to the last.',
  },
  batchSize: {
    title: 'Batch size',
    unit: 'changes',
    better: 'lower',
    sample: 'releases with changes',
    needs: ['deployments', 'changes'],
    headline: false,
    tiered: false,
    evidence: { list: 'releases' },
    sentence: 'Changes of a release.',
  },
};

/** The metrics, as a backend defines them. */
export const METRICS: MetricDefinition[] = Object.entries(ROWS).map(
  ([name, row]) => ({ ...row, metric: name as MetricName, beside: [] }),
);

export const catalogue = createMetricCatalogue(METRICS);
