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
import { productionMatcher } from './production';
import { deriveReleases, DerivedRelease } from './releases';
import { ChangeFact, DeploymentFact, ReleaseKind, Rules } from './types';

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

function isHotfix(
  { release, changes }: ComponentRelease,
  labels: Set<string>,
): boolean {
  return (
    release.rollouts.some(({ deployment }) => deployment.kind === 'hotfix') ||
    changes.some(
      ({ first, change }) =>
        first && change.labels?.some(label => labels.has(label.toLowerCase())),
    )
  );
}

function classify(releases: ComponentRelease[], rules: Rules) {
  const labels = new Set(rules.hotfixLabels.map(label => label.toLowerCase()));
  const byRelease = new Map(releases.map(r => [r.release, r]));
  let previous: ComponentRelease | undefined;
  for (const current of releases) {
    const { release } = current;
    if (release.rollback) {
      current.kind = 'rollback';
      const { replaced } = release.rollouts[0];
      if (replaced && release.time - replaced.time <= rules.rollbackWindow) {
        byRelease
          .get(replaced)!
          .reasons.push({ reason: 'rolled-back', fix: release });
      }
      continue;
    }
    if (isHotfix(current, labels)) {
      current.kind = 'hotfix';
      if (
        previous &&
        release.time - previous.release.time <= rules.hotfixWindow
      ) {
        previous.reasons.push({ reason: 'hotfixed', fix: release });
      }
    }
    previous = current;
  }
}

/**
 * Everything that the facts of one component make of its releases (contract 3.1 to 3.4, incidents aside):
 * the releases in order of time, their changes and lead times, their kinds, and which were rolled back or hotfixed.
 *
 * @param deployments - all deployments of the component, in any order
 * @param changes - the changes of the component and those that its deployments list, in any order
 */
export function deriveComponent(
  deployments: DeploymentFact[],
  changes: ChangeFact[],
  rules: Rules,
): ComponentRelease[] {
  const isProduction = productionMatcher(rules.productionEnvironments);
  const releases = deriveReleases(
    deployments.filter(
      deployment =>
        deployment.status === 'success' &&
        deployment.finishedAt !== undefined &&
        isProduction(deployment.environment),
    ),
  );
  const releaseChanges = deriveChanges(releases, changes, rules);
  const result = releases.map(
    (release, index): ComponentRelease => ({
      ...releaseChanges[index],
      release,
      kind: 'code',
      reasons: [],
    }),
  );
  classify(result, rules);
  return result;
}
