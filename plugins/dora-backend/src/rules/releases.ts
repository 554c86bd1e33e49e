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

import { KnownCommit, Name, VersionNames } from './names';
import { compareMoments, Moment } from './order';
import { authorityMatcher } from './authority';
import { DeploymentFact } from './types';

/** One successful production deployment of a component. */
export interface ProductionDeployment extends Moment {
  deployment: DeploymentFact;
}

/** One successful production deployment of one version to one workspace. */
export interface DerivedRollout extends ProductionDeployment {
  /** The release that was current in the workspace before; undefined for the first release there. */
  replaced?: DerivedRelease;
}

/** The rollouts by which one version of one component went live for the k-th time. */
export interface DerivedRelease extends Moment {
  /** `deployments.pk` of its first rollout, which gives the release its time, source and id */
  pk: number;
  /** Name of its version; undefined when it has none */
  name?: Name;
  /** All names of its version */
  names: Name[];
  /** The known commits among these */
  commits: KnownCommit[];
  /** How many times its version had become current in the workspace of its first rollout, including this one */
  occurrence: number;
  rollback: boolean;
  /** In order of time */
  rollouts: DerivedRollout[];
  /** Reports of the release by other sources, in order of time */
  echoes: ProductionDeployment[];
}

/** Why a finished deployment is not a rollout. */
export type DeploymentExclusion =
  | 'other-environment'
  | 'failed'
  | 'cancelled'
  | 'config-only'
  | 'other-source';

/** A finished deployment that is not a rollout. */
export interface ExcludedDeployment {
  deployment: DeploymentFact;
  exclusion: DeploymentExclusion;
  /** The release that it reports, if any */
  release?: DerivedRelease;
  /** Whether its data is added to that release */
  echo: boolean;
}

/** The releases and excluded deployments of a component. */
export interface DerivedReleases {
  /** In order of time */
  releases: DerivedRelease[];
  /** In order of time */
  excluded: ExcludedDeployment[];
}

/** The history of versions in a workspace. A reign is the time for which a version is current. */
class Workspace {
  current?: { release: DerivedRelease; version: number };
  #reigns = 0;
  /** How many times each version became current. */
  readonly #occurrences = new Map<number, number>();
  /** The number of the last reign of each version, from 1. */
  readonly #lastReign = new Map<number, number>();
  /** The number of the reign in which each source last deployed. */
  readonly #seenBy = new Map<string, number>();

  /** Whether a version was current since a source's previous deployment, or ever if there was none. */
  wasCurrent(version: number, source: string): boolean {
    const last = this.#lastReign.get(version);
    return last !== undefined && last >= (this.#seenBy.get(source) ?? 0);
  }

  /** Records a deployment of a source, whether or not it is a rollout. */
  deployedBy(source: string): void {
    this.#seenBy.set(source, this.#reigns);
  }

  /** @returns how many times the version has become current, including this time */
  begin(version: number): number {
    const occurrence = (this.#occurrences.get(version) ?? 0) + 1;
    this.#occurrences.set(version, occurrence);
    this.#reigns++;
    this.#lastReign.set(version, this.#reigns);
    return occurrence;
  }
}

/**
 * Makes a function that numbers the versions of deployments; each deployment without a name is a version of its own.
 */
function versionNumbers(names: VersionNames) {
  let unnamed = -1;
  return (deployment: DeploymentFact): number =>
    names.versionOf(deployment) ?? unnamed--;
}

/** The display name of a release. */
function nameOf(
  { names, rollouts }: DerivedRelease,
  versions: VersionNames,
): Name | undefined {
  for (const { deployment } of rollouts) {
    const name = versions.versionNameOf(deployment);
    if (name !== undefined) {
      return name;
    }
  }
  // The names are sorted.
  return (
    names.find(name => name.startsWith('v')) ??
    names.find(name => name.startsWith('c')) ??
    names[0]
  );
}

/** The release nearest in time; the earlier of two equally near ones. */
function nearest(
  releases: DerivedRelease[],
  time: number,
): DerivedRelease | undefined {
  let found: DerivedRelease | undefined;
  for (const release of releases) {
    if (!found || Math.abs(release.time - time) < Math.abs(found.time - time)) {
      found = release;
    }
  }
  return found;
}

/** Determines which excluded deployments are echoes, and adds those to their releases. */
function addEchoes(excluded: ExcludedDeployment[]): void {
  const told = new Map<DerivedRelease, Set<string>>();
  for (const one of excluded) {
    const { deployment, release } = one;
    if (release) {
      const { source, id, workspace } = deployment;
      const report = `${source}\u0000${workspace}`;
      const reports = told.get(release) ?? new Set();
      one.echo =
        !reports.has(report) &&
        release.rollouts.every(rollout => rollout.source !== source);
      told.set(release, reports.add(report));
      if (one.echo) {
        const time = deployment.finishedAt!;
        release.echoes.push({ deployment, time, source, id });
        release.rollback ||= deployment.kind === 'rollback';
      }
    }
  }
}

/**
 * Derives the releases of one component (docs/rules.md, Releases).
 *
 * @param deployments - the successful production deployments of the component, in any order
 * @param names - which names identify the same version
 * @param authority - names or globs of the sources that count; the first one that matches takes precedence
 */
export function deriveReleases(
  deployments: DeploymentFact[],
  names: VersionNames,
  authority: string[],
): DerivedReleases {
  const workspaces = new Map<string, Workspace>();
  const ofVersions = new Map<number, DerivedRelease[]>();
  const releases: DerivedRelease[] = [];
  const excluded: ExcludedDeployment[] = [];
  const versions = new Map<ExcludedDeployment, number>();
  const counts = authorityMatcher(authority);
  const versionOf = versionNumbers(names);
  /** The rank of each version by its first rollout. */
  const firstRolledOut = new Map<number, number>();

  const inOrder = deployments
    .map(deployment => ({
      deployment,
      time: deployment.finishedAt!,
      source: deployment.source,
      id: deployment.id,
    }))
    .sort(compareMoments);
  for (const rollout of inOrder) {
    const { deployment, source } = rollout;
    const { kind } = deployment;
    const version = versionOf(deployment);
    let workspace = workspaces.get(deployment.workspace);
    if (!workspace) {
      workspace = new Workspace();
      workspaces.set(deployment.workspace, workspace);
    }
    const before = workspace.current;
    const isCurrent = before?.version === version;
    const exclude = (exclusion: DeploymentExclusion) => {
      const one: ExcludedDeployment = {
        deployment,
        exclusion,
        release: isCurrent ? before.release : undefined,
        echo: false,
      };
      excluded.push(one);
      versions.set(one, version);
    };
    if (!counts(source)) {
      exclude('other-source');
      continue;
    }
    if (
      kind === 'config' ||
      isCurrent ||
      (kind !== 'rollback' && workspace.wasCurrent(version, source))
    ) {
      exclude('config-only');
      workspace.deployedBy(source);
      continue;
    }

    const occurrence = workspace.begin(version);
    workspace.deployedBy(source);
    if (!firstRolledOut.has(version)) {
      firstRolledOut.set(version, firstRolledOut.size);
    }
    const ofVersion = ofVersions.get(version) ?? [];
    ofVersions.set(version, ofVersion);
    let release: DerivedRelease | undefined = ofVersion[occurrence - 1];
    if (!release) {
      const key = version < 0 ? [] : names.namesOf(version);
      release = {
        pk: deployment.pk,
        names: key,
        commits: names.knownCommitsIn(key),
        occurrence,
        time: rollout.time,
        source,
        id: rollout.id,
        rollouts: [],
        echoes: [],
        rollback:
          kind !== 'code' &&
          before !== undefined &&
          occurrence > 1 &&
          firstRolledOut.get(version)! < firstRolledOut.get(before.version)!,
      };
      ofVersion.push(release);
      releases.push(release);
    }
    release.rollouts.push({ ...rollout, replaced: before?.release });
    release.rollback ||= kind === 'rollback';
    workspace.current = { release, version };
  }

  for (const one of excluded) {
    if (one.deployment.kind === 'config') {
      one.release = undefined;
    } else {
      one.release ??= nearest(
        ofVersions.get(versions.get(one)!) ?? [],
        one.deployment.finishedAt!,
      );
    }
  }
  addEchoes(excluded);
  for (const release of releases) {
    release.name = nameOf(release, names);
  }
  return { releases, excluded };
}
