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

import { compareMoments, Moment, versionKey } from './order';
import { DeploymentFact } from './types';

/** One successful production deployment of one version to one workspace. */
export interface DerivedRollout extends Moment {
  deployment: DeploymentFact;
  /** The release that was current in the workspace before; undefined for the first one there. */
  replaced?: DerivedRelease;
}

/** The rollouts by which one version of one component went live for the k-th time. */
export interface DerivedRelease extends Moment {
  /** The version, else the commit; undefined when its deployment has neither */
  version?: string;
  /** For the how manieth time the version became current in a workspace: *k*, from 1 */
  occurrence: number;
  /** In order of time; the first one gives the release its time, source and id */
  rollouts: DerivedRollout[];
  rollback: boolean;
}

interface Workspace {
  current?: { release: DerivedRelease; key: string };
  /** How often each version became current here. */
  occurrences: Map<string, number>;
}

/**
 * The releases of one component, in order of time (contract 3.2).
 *
 * @param deployments - the successful production deployments of the component, in any order
 */
export function deriveReleases(
  deployments: DeploymentFact[],
): DerivedRelease[] {
  const workspaces = new Map<string, Workspace>();
  const releases = new Map<string, DerivedRelease>();
  /** Which version was first rolled out before which. */
  const firstRolledOut = new Map<string, number>();

  const inOrder = deployments
    .map(deployment => ({
      deployment,
      time: deployment.finishedAt!,
      source: deployment.source,
      id: deployment.id,
    }))
    .sort(compareMoments);

  for (const rollout of inOrder as DerivedRollout[]) {
    const { deployment } = rollout;
    const key = versionKey(deployment);
    const workspace: Workspace = workspaces.get(deployment.workspace) ?? {
      occurrences: new Map(),
    };
    workspaces.set(deployment.workspace, workspace);
    if (deployment.kind === 'config' || workspace.current?.key === key) {
      continue;
    }

    const occurrence = (workspace.occurrences.get(key) ?? 0) + 1;
    workspace.occurrences.set(key, occurrence);
    if (!firstRolledOut.has(key)) {
      firstRolledOut.set(key, firstRolledOut.size);
    }
    const before = workspace.current;
    rollout.replaced = before?.release;

    const releaseKey = JSON.stringify([key, occurrence]);
    let release = releases.get(releaseKey);
    if (!release) {
      release = {
        version: deployment.version ?? deployment.commitSha,
        occurrence,
        time: rollout.time,
        source: rollout.source,
        id: rollout.id,
        rollouts: [],
        rollback:
          deployment.kind !== 'code' &&
          before !== undefined &&
          occurrence > 1 &&
          firstRolledOut.get(key)! < firstRolledOut.get(before.key)!,
      };
      releases.set(releaseKey, release);
    }
    release.rollouts.push(rollout);
    release.rollback ||= deployment.kind === 'rollback';
    workspace.current = { release, key };
  }

  // A Map keeps the order in which the releases began, which is that of their first rollouts.
  return [...releases.values()];
}
