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

import { DeploymentRecord, LinkedDeployment } from './types';

/** A successful deployment and the one before it. */
export interface Rollout {
  /** Id of its record in the system. */
  recordId: string;
  deployment: LinkedDeployment;
  sha: string;
  finishedAt: string;
  /** The previous rollout of the same entity to the same environment. */
  previous?: Rollout;
}

/**
 * The successful deployments of each entity to each environment, in
 * chronological order; those with an unknown commit say nothing about changes
 * and are omitted.
 */
export function rolloutsOf(records: Map<string, DeploymentRecord>): Rollout[] {
  const rollouts: Rollout[] = [];
  for (const [recordId, { deployments }] of records) {
    for (const deployment of deployments) {
      const { status, commitSha, finishedAt } = deployment.fact;
      if (status === 'success' && commitSha && finishedAt) {
        rollouts.push({ recordId, deployment, sha: commitSha, finishedAt });
      }
    }
  }
  rollouts.sort(
    (a, b) =>
      Date.parse(a.finishedAt) - Date.parse(b.finishedAt) ||
      (a.deployment.fact.id < b.deployment.fact.id ? -1 : 1),
  );
  const current = new Map<string, Rollout>();
  for (const rollout of rollouts) {
    const { entityRef, environment, workspace = '' } = rollout.deployment.fact;
    const place = JSON.stringify([
      entityRef,
      environment.toLocaleLowerCase('en-US'),
      workspace,
    ]);
    rollout.previous = current.get(place);
    current.set(place, rollout);
  }
  return rollouts;
}

/**
 * Whether the changes of a rollout still need to be found, also because a
 * deployment was since inserted before it.
 */
export function isUnlinked({ deployment, previous }: Rollout): boolean {
  const { linked } = deployment;
  // The previous deployment may have been pruned; its results are kept.
  return !linked || (previous !== undefined && linked.base !== previous.sha);
}
