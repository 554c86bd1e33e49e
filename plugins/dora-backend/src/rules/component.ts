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

import { deriveChanges, ReleaseChanges } from './changes';
import { Named, VersionNames } from './names';
import { globMatcher } from './globs';
import {
  DeploymentExclusion,
  DerivedRelease,
  deriveReleases,
  ExcludedDeployment,
  ProductionDeployment,
} from './releases';
import {
  ChangeFact,
  ComponentSettings,
  DeploymentFact,
  ReleaseKind,
  Rules,
} from './types';

/** All facts of one component, in any order. */
export interface ComponentFacts {
  /** Finished deployments of any environment and status: those outside production may name versions, too */
  deployments: DeploymentFact[];
  artifacts: Named[];
  /** The changes of the component, and those that its deployments list */
  changes: ChangeFact[];
}

/** Why a release of the component failed, according to a later release of it. */
export interface FixReason {
  reason: 'rolled-back' | 'hotfixed';
  /** The rollback or hotfix. */
  fix: DerivedRelease;
}

/** What the facts of one component give for one of its releases. */
export interface ComponentRelease extends ReleaseChanges {
  release: DerivedRelease;
  kind: ReleaseKind;
  reasons: FixReason[];
}

/** What the facts of one component give. */
export interface ComponentHistory {
  /** In order of time */
  releases: ComponentRelease[];
  /** Finished deployments that are not rollouts */
  excluded: ExcludedDeployment[];
}

/** Why a finished deployment cannot be a rollout, regardless of earlier ones; undefined when it can. */
function exclusionOf(
  { environment, status }: DeploymentFact,
  isProduction: (environment: string) => boolean,
): DeploymentExclusion | undefined {
  if (!isProduction(environment)) {
    return 'other-environment';
  }
  switch (status) {
    case 'success':
      return undefined;
    case 'failure':
      return 'failed';
    default:
      return 'cancelled';
  }
}

/**
 * Makes the test for hotfixes: by a deployment of the release, or by a label of a change that it is the first to carry.
 */
function hotfixMatcher(
  hotfixLabels: string[],
): (release: ComponentRelease) => boolean {
  const labels = new Set(hotfixLabels.map(label => label.toLowerCase()));
  const isMarked = ({ deployment }: ProductionDeployment) =>
    deployment.kind === 'hotfix';
  return ({ release, changes }) => {
    if (release.rollouts.some(isMarked) || release.echoes.some(isMarked)) {
      return true;
    }
    for (const { first, change } of changes) {
      // Most changes have no labels.
      if (
        change.labels !== undefined &&
        first &&
        change.labels.some(label => labels.has(label.toLowerCase()))
      ) {
        return true;
      }
    }
    return false;
  };
}

/** Sets the kind of each release, and which releases were rolled back or hotfixed. */
function classify(releases: ComponentRelease[], rules: Rules): void {
  const isHotfix = hotfixMatcher(rules.hotfixLabels);
  const reasonsOf = new Map(releases.map(r => [r.release, r.reasons]));
  let previous: DerivedRelease | undefined;
  for (const current of releases) {
    const { release } = current;
    if (release.rollback) {
      current.kind = 'rollback';
      const { replaced } = release.rollouts[0];
      if (replaced && release.time - replaced.time <= rules.rollbackWindow) {
        reasonsOf.get(replaced)!.push({ reason: 'rolled-back', fix: release });
      }
      continue;
    }
    if (isHotfix(current)) {
      current.kind = 'hotfix';
      if (previous && release.time - previous.time <= rules.hotfixWindow) {
        reasonsOf.get(previous)!.push({ reason: 'hotfixed', fix: release });
      }
    }
    previous = release;
  }
}

/**
 * Derives what the facts of one component determine (docs/rules.md, except incidents): the releases in order of time,
 * their changes and lead times, their kinds, and which of them were rolled back or hotfixed.
 */
export function deriveComponent(
  { deployments, artifacts, changes }: ComponentFacts,
  { productionEnvironments, deploymentsFrom }: ComponentSettings,
  rules: Rules,
): ComponentHistory {
  const isProduction = globMatcher(
    productionEnvironments ?? rules.productionEnvironments,
  );
  const counting: DeploymentFact[] = [];
  const excluded: ExcludedDeployment[] = [];
  for (const deployment of deployments) {
    const exclusion = exclusionOf(deployment, isProduction);
    if (exclusion) {
      excluded.push({ deployment, exclusion, echo: false });
    } else {
      counting.push(deployment);
    }
  }
  const { releases, excluded: repeated } = deriveReleases(
    counting,
    VersionNames.of(
      [...artifacts, ...deployments.filter(one => one.status === 'success')],
      rules,
    ),
    deploymentsFrom === undefined
      ? rules.authority
      : [deploymentsFrom, ...rules.authority],
  );
  const carried = deriveChanges(releases, changes, rules);
  const history = releases.map(
    (release, index): ComponentRelease => ({
      ...carried[index],
      release,
      kind: 'code',
      reasons: [],
    }),
  );
  classify(history, rules);
  return { releases: history, excluded: [...excluded, ...repeated] };
}
