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
import { productionMatcher } from './production';
import { DerivedRelease, deriveReleases, ExcludedDeployment } from './releases';
import {
  ChangeFact,
  ComponentSettings,
  DeploymentFact,
  ReleaseKind,
  Rules,
} from './types';

/** All facts of one component; each list in any order. */
export interface ComponentFacts {
  /** Of whatever environment and status: what is not deployed to production may name versions */
  deployments: DeploymentFact[];
  artifacts: Named[];
  /** The changes of the component, and those that its deployments list */
  changes: ChangeFact[];
}

/** Why a release of the component failed, as another release of it tells. */
export interface FixReason {
  reason: 'rolled-back' | 'hotfixed';
  /** The rollback or hotfix. */
  fix: DerivedRelease;
}

/** All that the facts of one component say of one of its releases. */
export interface ComponentRelease extends ReleaseChanges {
  release: DerivedRelease;
  kind: ReleaseKind;
  reasons: FixReason[];
}

/** What the facts of one component say. */
export interface ComponentHistory {
  /** In order of time */
  releases: ComponentRelease[];
  /** Successful production deployments that are no rollouts, in order of time */
  excluded: ExcludedDeployment[];
}

function isHotfix(
  { release, changes }: ComponentRelease,
  labels: Set<string>,
): boolean {
  return (
    [...release.rollouts, ...release.echoes].some(
      ({ deployment }) => deployment.kind === 'hotfix',
    ) ||
    changes.some(
      ({ first, change }) =>
        first && change.labels?.some(label => labels.has(label.toLowerCase())),
    )
  );
}

/** Says of which kind releases are, and which were rolled back or hotfixed. */
function classify(releases: ComponentRelease[], rules: Rules): void {
  const labels = new Set(rules.hotfixLabels.map(label => label.toLowerCase()));
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
    if (isHotfix(current, labels)) {
      current.kind = 'hotfix';
      if (previous && release.time - previous.time <= rules.hotfixWindow) {
        reasonsOf.get(previous)!.push({ reason: 'hotfixed', fix: release });
      }
    }
    previous = release;
  }
}

/**
 * Everything that the facts of one component make of its releases (docs/rules.md, incidents aside): the releases in order
 * of time, their changes and lead times, their kinds, and which were rolled back or hotfixed.
 */
export function deriveComponent(
  { deployments, artifacts, changes }: ComponentFacts,
  { productionEnvironments, deploymentsFrom }: ComponentSettings,
  rules: Rules,
): ComponentHistory {
  const successful = deployments.filter(({ status }) => status === 'success');
  const { releases, excluded } = deriveReleases(
    successful.filter(
      productionMatcher(productionEnvironments ?? rules.productionEnvironments),
    ),
    VersionNames.of([...artifacts, ...successful], rules),
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
  return { releases: history, excluded };
}
