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

import { ComponentRelease, deriveComponent } from '../rules/component';
import { compareMoments, versionKey } from '../rules/order';
import { DerivedRollout } from '../rules/releases';
import { ChangeFact, DeploymentFact, Rules } from '../rules/types';

/** How many times to keep more of the past before keeping all of it. */
const ATTEMPTS = 50;

/** The facts that the releases of a component are derived from. */
export interface ComponentFacts {
  /** The successful production deployments */
  deployments: DeploymentFact[];
  /** The changes of the component, and those that its deployments list */
  changes: ChangeFact[];
}

const versionOf = ({ release }: ComponentRelease) =>
  versionKey(release.rollouts[0].deployment);

/** Everything visible about the releases since a time, serialised for comparison. */
function seenSince(releases: ComponentRelease[], since: number): string {
  return JSON.stringify([
    releases.some(({ release }) => release.time < since),
    releases.flatMap(({ release, kind, reasons, ...changes }) => [
      ...(release.time >= since
        ? [
            release.pk,
            release.version,
            release.occurrence,
            kind,
            changes,
            reasons.map(({ reason, fix }) => [reason, fix.pk]),
          ]
        : []),
      ...release.rollouts
        .filter(({ time }) => time >= since)
        .map(({ deployment, replaced }) => [
          release.pk,
          deployment.pk,
          replaced?.pk,
        ]),
    ]),
  ]);
}

/** The releases before a time that later ones depend on. */
function releasesToKeep(
  releases: ComponentRelease[],
  since: number,
  named: Set<number>,
): Set<ComponentRelease> {
  const carriedSince = new Set(
    releases
      .filter(({ release }) => release.time >= since)
      .flatMap(({ changes }) => changes.map(({ change }) => change.pk)),
  );
  const past = releases.filter(({ release }) => release.time < since);
  const latest = past.filter(({ release }) => !release.rollback).slice(-1);
  // Changes merged since the latest release may be inferred for a future one.
  const mayBeInferred = ({
    ofComponent,
    mergedAt,
    firstCommitAt,
  }: ChangeFact) =>
    ofComponent &&
    latest.every(({ release }) => (mergedAt ?? firstCommitAt) > release.time);
  const current = new Map<string, ComponentRelease>();
  const kept = new Set<ComponentRelease>();
  const rollouts = releases
    .flatMap(of => of.release.rollouts.map(rollout => ({ of, rollout })))
    .sort((a, b) => compareMoments(a.rollout, b.rollout));
  for (const { of, rollout } of rollouts) {
    if (rollout.time < since) {
      current.set(rollout.deployment.workspace, of);
    } else {
      kept.add(of);
    }
  }
  for (const of of [
    ...current.values(),
    ...past.filter(
      ({ release, changes }) =>
        changes.some(
          ({ change }) => carriedSince.has(change.pk) || mayBeInferred(change),
        ) ||
        release.rollouts.some(({ deployment }) => named.has(deployment.pk)),
    ),
    // The next release infers the changes since this one, and a hotfix would
    // mark it as failed.
    ...latest,
  ]) {
    kept.add(of);
  }
  return kept;
}

/**
 * The rollouts without which the given versions would have fewer rollouts or
 * would replace a different version.
 */
function rolloutsOf(
  releases: ComponentRelease[],
  versions: Set<string>,
): Set<number> {
  const inWorkspace = new Map<string, DerivedRollout>();
  const first = new Map<string, DerivedRollout>();
  const kept = new Set<number>();
  for (const rollout of releases
    .flatMap(({ release }) => release.rollouts)
    .sort(compareMoments)) {
    const { deployment } = rollout;
    const version = versionKey(deployment);
    if (!first.has(version)) {
      first.set(version, rollout);
    }
    const before = inWorkspace.get(deployment.workspace);
    if (versions.has(version)) {
      kept.add(deployment.pk);
      if (before) {
        kept.add(before.deployment.pk);
        // Whether this is a rollback depends on when the replaced version was
        // first rolled out.
        kept.add(first.get(versionKey(before.deployment))!.deployment.pk);
      }
    }
    inWorkspace.set(deployment.workspace, rollout);
  }
  return kept;
}

/**
 * The releases, other than rollbacks, directly before the given ones, which
 * determine the changes inferred for those.
 */
function previousOf(
  releases: ComponentRelease[],
  versions: Set<string>,
): ComponentRelease[] {
  const previous: ComponentRelease[] = [];
  let before: ComponentRelease | undefined;
  for (const of of releases) {
    if (before && versions.has(versionOf(of))) {
      previous.push(before);
    }
    if (!of.release.rollback) {
      before = of;
    }
  }
  return previous;
}

/**
 * The deployments of a component (`pk`) that must be kept so that its releases
 * since a time, and future ones, are derived unchanged: those since then; all
 * rollouts of versions that have run in some workspace since, with what they
 * replaced; the latest release that is not a rollback; and the releases that
 * carried a change which a later one also carries, or may carry.
 *
 * @param since - ms since the epoch
 * @param named - `deployments.pk` of deployments that something else refers to
 */
export function factsToKeep(
  { deployments, changes }: ComponentFacts,
  rules: Rules,
  since: number,
  named: Set<number>,
): Set<number> {
  const { releases } = deriveComponent(deployments, changes, rules);
  const wanted = seenSince(releases, since);
  const versions = new Set(
    [...releasesToKeep(releases, since, named)].map(versionOf),
  );
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const rollouts = rolloutsOf(releases, versions);
    const kept = deployments.filter(
      ({ pk, finishedAt }) => finishedAt! >= since || rollouts.has(pk),
    );
    if (
      seenSince(deriveComponent(kept, changes, rules).releases, since) ===
      wanted
    ) {
      return new Set(kept.map(({ pk }) => pk));
    }
    const known = versions.size;
    for (const before of previousOf(releases, versions)) {
      versions.add(versionOf(before));
    }
    if (versions.size === known) {
      break;
    }
  }
  return new Set(deployments.map(({ pk }) => pk));
}
