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
import { Rules } from '../../rules/types';
import {
  count,
  meanOf,
  medianNumberOf,
  medianOf,
  percentileOf,
  perDay,
  ratedWithOpen,
  shareOf,
  weeklyDeployDays,
  withOpen,
} from './aggregates';
import { MetricDefinition } from './MetricDefinition';

const LEAD_TIME_START: Record<Rules['leadTimeStart'], string> = {
  firstCommit: 'its first commit',
  opened: 'the opening of its pull request',
  merged: 'its merge',
};

const stages = {
  coding: percentileOf('coding', 50),
  pickup: percentileOf('pickup', 50),
  review: percentileOf('review', 50),
  deploy: percentileOf('deploy', 50),
};

const rework = { rollbacks: count('rollbacks'), hotfixes: count('hotfixes') };

/**
 * The metrics in display order. The backend knows a metric only from this table: a new one needs a row here, its name
 * in the OpenAPI document, and its texts in the translations of the pages.
 */
export const METRICS: Record<MetricName, MetricDefinition> = {
  deploymentFrequency: {
    title: 'Deployment frequency',
    unit: 'per day',
    better: 'higher',
    sample: 'releases',
    needs: ['deployments'],
    headline: true,
    tiered: true,
    evidence: { list: 'releases' },
    value: perDay('releases'),
    beside: {
      releases: count('releases'),
      rollouts: count('rollouts'),
      deployDays: count('deployDays'),
      weeklyDeployDays,
    },
    sentence:
      'Releases per calendar day. A release is one version of one component going live in production, however many workspaces it is rolled out to.',
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
    value: medianOf('leadTime'),
    beside: {
      p75: percentileOf('leadTime', 75),
      p90: percentileOf('leadTime', 90),
      p95: percentileOf('leadTime', 95),
      mean: meanOf('leadTime'),
      stages,
    },
    inSeries: { p90: percentileOf('leadTime', 90), stages },
    sentence: ({ leadTimeStart }) =>
      `The median time from the start of a change, which is ${LEAD_TIME_START[leadTimeStart]}, to the first release of the component that carries it.`,
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
    value: shareOf('releases', ['failed']),
    beside: { failed: count('failed'), maturing: count('maturing') },
    inSeries: { failed: count('failed') },
    rolling: true,
    sentence:
      'The share of releases that failed: that caused an incident, were rolled back, or needed a hotfix.',
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
    value: medianOf('recovery'),
    rated: ratedWithOpen('recovery'),
    beside: {
      withOpen: withOpen('recovery'),
      mean: meanOf('recovery'),
      p90: percentileOf('recovery', 90),
      open: count('unrecovered'),
    },
    inSeries: { p90: percentileOf('recovery', 90) },
    sentence:
      'The median time from a failed release to its recovery: the rollback or hotfix that fixed it, or the end of all its incidents, whichever came first.',
  },
  timeToRestore: {
    title: 'Time to restore',
    unit: 'seconds',
    better: 'lower',
    sample: 'resolved incidents',
    needs: ['incidents'],
    evidence: { list: 'incidents' },
    cases: 'incidents',
    value: medianOf('restore'),
    rated: ratedWithOpen('restore'),
    knownSince: 'incidentDay',
    beside: {
      withOpen: withOpen('restore'),
      mean: meanOf('restore'),
      p90: percentileOf('restore', 90),
      open: count('unresolved'),
    },
    inSeries: { p90: percentileOf('restore', 90) },
    sentence:
      'The median time from the start of an incident to its resolution, whether a release caused it or not.',
  },
  reworkRate: {
    title: 'Rework rate',
    unit: 'ratio',
    better: 'lower',
    sample: 'releases',
    needs: ['deployments'],
    headline: true,
    evidence: { list: 'releases', only: 'rework' },
    value: shareOf('releases', ['rollbacks', 'hotfixes']),
    beside: rework,
    inSeries: rework,
    sentence:
      'The share of releases that repaired earlier ones: rollbacks and hotfixes.',
  },
  rolloutSpread: {
    title: 'Rollout spread',
    unit: 'seconds',
    better: 'lower',
    sample: 'releases to more than one workspace',
    needs: ['deployments'],
    evidence: { list: 'releases' },
    value: medianOf('spread'),
    inSeries: { p90: percentileOf('spread', 90) },
    sentence:
      'The median time from the first to the last rollout of a release, over the releases that went to more than one workspace.',
  },
  batchSize: {
    title: 'Batch size',
    unit: 'changes',
    better: 'lower',
    sample: 'releases that are the first to carry a change',
    needs: ['deployments', 'changes'],
    evidence: { list: 'releases' },
    value: medianOf('batch'),
    beside: { changeSize: medianNumberOf('changeSize') },
    sentence:
      'The median number of changes that a release is the first to carry, over the releases with at least one.',
  },
};

/** All metrics in display order. */
export const METRIC_NAMES = Object.keys(METRICS) as MetricName[];
