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
import { NO_PAST, Past, ReleaseHead } from './past';
import { deriveReleases, DerivedRelease, JoinedRelease } from './releases';
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

/** What the facts of one component since some time say. */
export interface ComponentHistory {
  /** In order of time */
  releases: ComponentRelease[];
  /** Releases that began before, and their rollouts since. */
  joined: JoinedRelease[];
  /** Why releases that began before have failed, as the ones since tell. */
  pastReasons: (FixReason & { release: ReleaseHead })[];
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

function classify(
  { releases, pastReasons }: ComponentHistory,
  rules: Rules,
  past: Past,
) {
  const labels = new Set(rules.hotfixLabels.map(label => label.toLowerCase()));
  const byRelease = new Map<ReleaseHead, ComponentRelease>(
    releases.map(r => [r.release, r]),
  );
  const blame = (release: ReleaseHead, reason: FixReason) => {
    const ofComponent = byRelease.get(release);
    if (ofComponent) {
      ofComponent.reasons.push(reason);
    } else {
      pastReasons.push({ release, ...reason });
    }
  };
  let previous = past.previous;
  for (const current of releases) {
    const { release } = current;
    if (release.rollback) {
      current.kind = 'rollback';
      const { replaced } = release.rollouts[0];
      if (replaced && release.time - replaced.time <= rules.rollbackWindow) {
        blame(replaced, { reason: 'rolled-back', fix: release });
      }
      continue;
    }
    if (isHotfix(current, labels)) {
      current.kind = 'hotfix';
      if (previous && release.time - previous.time <= rules.hotfixWindow) {
        blame(previous, { reason: 'hotfixed', fix: release });
      }
    }
    previous = release;
  }
}

/**
 * Everything that the facts of one component make of its releases (docs/rules.md, incidents aside):
 * the releases in order of time, their changes and lead times, their kinds, and which were rolled back or hotfixed.
 *
 * @param deployments - the successful production deployments of the component since the past, in any order
 * @param changes - the changes of the component that joined after the last release of the past that is no rollback, and
 * those that its deployments list, in any order
 * @param past - what the facts before came to
 */
export function deriveComponent(
  deployments: DeploymentFact[],
  changes: ChangeFact[],
  rules: Rules,
  past: Past = NO_PAST,
): ComponentHistory {
  const { releases, joined } = deriveReleases(deployments, past);
  const releaseChanges = deriveChanges(releases, changes, rules, past);
  const history: ComponentHistory = {
    releases: releases.map((release, index) => {
      const {
        changesFrom,
        changes: carried,
        batchSize,
      } = releaseChanges[index];
      return {
        changesFrom,
        changes: carried,
        batchSize,
        release,
        kind: 'code',
        reasons: [],
      };
    }),
    joined,
    pastReasons: [],
  };
  classify(history, rules, past);
  return history;
}
