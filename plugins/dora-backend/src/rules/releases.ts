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
import {
  NO_PAST,
  Past,
  releaseKey,
  ReleaseHead,
  rolledOutBefore,
  versionKeyOf,
} from './past';
import { DeploymentFact } from './types';

/** One successful production deployment of one version to one workspace. */
export interface DerivedRollout extends Moment {
  deployment: DeploymentFact;
  /** The release that was current in the workspace before; undefined for the first one there. */
  replaced?: ReleaseHead;
}

/** The rollouts by which one version of one component went live for the k-th time. */
export interface DerivedRelease extends ReleaseHead {
  /** In order of time; the first one gives the release its time, source and id */
  rollouts: DerivedRollout[];
}

/** Rollouts of a release that began before. */
export interface JoinedRelease {
  release: ReleaseHead;
  rollouts: DerivedRollout[];
}

/** What some deployments add to the releases of a component. */
export interface DerivedReleases {
  /** In order of time */
  releases: DerivedRelease[];
  joined: JoinedRelease[];
}

interface Workspace {
  current?: { release: ReleaseHead; key: string };
  /** How often each version became current here. */
  occurrences: Map<string, number>;
}

function toWorkspace(past: Past, name: string): Workspace {
  const before = past.workspaces.get(name);
  return {
    current: before && {
      release: before.current,
      key: versionKeyOf(before.current),
    },
    occurrences: new Map(before?.occurrences),
  };
}

const toRollout = (deployment: DeploymentFact): DerivedRollout => ({
  deployment,
  time: deployment.finishedAt!,
  source: deployment.source,
  id: deployment.id,
});

/**
 * The releases of one component (docs/rules.md, Releases).
 *
 * @param deployments - the successful production deployments of the component since the past, in any order
 */
export function deriveReleases(
  deployments: DeploymentFact[],
  past: Past = NO_PAST,
): DerivedReleases {
  const workspaces = new Map<string, Workspace>();
  const releases = new Map<string, DerivedRelease>();
  const joined = new Map<string, JoinedRelease>();
  const firstRolledOut = new Map(past.firstRolledOut);

  for (const rollout of deployments.map(toRollout).sort(compareMoments)) {
    const { deployment } = rollout;
    const key = versionKey(deployment);
    let workspace = workspaces.get(deployment.workspace);
    if (!workspace) {
      workspace = toWorkspace(past, deployment.workspace);
      workspaces.set(deployment.workspace, workspace);
    }
    const before = workspace.current;
    if (deployment.kind === 'config' || before?.key === key) {
      continue;
    }

    const occurrence = (workspace.occurrences.get(key) ?? 0) + 1;
    workspace.occurrences.set(key, occurrence);
    if (!firstRolledOut.has(key)) {
      firstRolledOut.set(key, rollout);
    }
    rollout.replaced = before?.release;

    const id = releaseKey(key, occurrence);
    const begun = past.releases.get(id);
    if (begun) {
      const more = joined.get(id) ?? { release: begun, rollouts: [] };
      more.rollouts.push(rollout);
      joined.set(id, more);
      workspace.current = { release: begun, key };
      continue;
    }
    let release = releases.get(id);
    if (!release) {
      release = {
        pk: deployment.pk,
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
          rolledOutBefore(
            firstRolledOut.get(key),
            firstRolledOut.get(before.key),
          ),
      };
      releases.set(id, release);
    }
    release.rollouts.push(rollout);
    release.rollback ||= deployment.kind === 'rollback';
    workspace.current = { release, key };
  }

  // A Map keeps the order in which the releases began, which is that of their first rollouts.
  return { releases: [...releases.values()], joined: [...joined.values()] };
}
