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
import { isMadeOf } from '../madeOf';
import { EMPTY_DISTRIBUTION } from '../statistics';
import { isCounting } from './samples';
import { DistributionName, Material, ReleaseCounts } from './types';

const OF_CHANGES: DistributionName[] = ['leadTime', 'batch'];
const OF_RELEASES: DistributionName[] = ['recovery', 'spread', ...OF_CHANGES];

const NO_RELEASES: ReleaseCounts = {
  releases: 0,
  rollouts: 0,
  deployDays: 0,
  failed: 0,
  open: 0,
  maturing: 0,
  rollbacks: 0,
  hotfixes: 0,
};

/** What a window without anything is made of. */
export function emptyMaterial(): Material {
  return {
    ...NO_RELEASES,
    weeks: [],
    workspaces: 0,
    distributions: {
      leadTime: EMPTY_DISTRIBUTION,
      coding: EMPTY_DISTRIBUTION,
      pickup: EMPTY_DISTRIBUTION,
      review: EMPTY_DISTRIBUTION,
      deploy: EMPTY_DISTRIBUTION,
      recovery: EMPTY_DISTRIBUTION,
      restore: EMPTY_DISTRIBUTION,
      openIncidents: EMPTY_DISTRIBUTION,
      spread: EMPTY_DISTRIBUTION,
      batch: EMPTY_DISTRIBUTION,
    },
  };
}

/**
 * Whether the windows of a group, in order of time, tell all of its history that some metrics depend on: that deployments
 * and changes have come, and for each window without a release that there was one before.
 */
export function isHistoryKnown(
  windows: Material[],
  metrics: MetricName[],
): boolean {
  const has = (names: DistributionName[]) =>
    windows.some(({ distributions }) =>
      names.some(name => distributions[name].size > 0),
    );
  const needs = (kind: 'deployments' | 'changes') =>
    metrics.some(metric => isMadeOf(metric, kind));
  return (
    (!isCounting(metrics) || windows[0].releases > 0) &&
    (!needs('changes') || has(OF_CHANGES)) &&
    (!needs('deployments') ||
      has(OF_RELEASES) ||
      windows.some(({ releases }) => releases > 0))
  );
}
