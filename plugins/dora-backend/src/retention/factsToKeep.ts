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

import {
  ComponentFacts,
  ComponentHistory,
  ComponentRelease,
  deriveComponent,
} from '../rules/component';
import { VersionNames } from '../rules/names';
import { compareMoments } from '../rules/order';
import { DerivedRelease, DerivedRollout } from '../rules/releases';
import {
  ChangeFact,
  ComponentSettings,
  DeploymentFact,
  Rules,
} from '../rules/types';

/** How many times to keep more of the past before keeping all of it. */
const ATTEMPTS = 50;

/** A text that only releases of the same version of a component have. */
const keyOf = ({ names, pk }: DerivedRelease) => names[0] ?? `${pk}`;

const versionOf = ({ release }: ComponentRelease) => keyOf(release);

/** Everything visible about the releases since a time, serialised for comparison. */
function seenSince(releases: ComponentRelease[], since: number): string {
  return JSON.stringify([
    releases.some(({ release }) => release.time < since),
    releases.flatMap(({ release, kind, reasons, ...changes }) => [
      ...(release.time >= since
        ? [
            release.pk,
            release.name,
            release.names,
            release.echoes.map(({ id }) => id),
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
  const inWorkspace = new Map<
    string,
    { rollout: DerivedRollout; version: string }
  >();
  const first = new Map<string, DerivedRollout>();
  const kept = new Set<number>();
  const all = releases.flatMap(of =>
    of.release.rollouts.map(rollout => ({ rollout, version: versionOf(of) })),
  );
  all.sort((a, b) => compareMoments(a.rollout, b.rollout));
  for (const { rollout, version } of all) {
    const { deployment } = rollout;
    if (!first.has(version)) {
      first.set(version, rollout);
    }
    const before = inWorkspace.get(deployment.workspace);
    if (versions.has(version)) {
      kept.add(deployment.pk);
      if (before) {
        kept.add(before.rollout.deployment.pk);
        // Whether this goes back depends on when what it replaced was new.
        kept.add(first.get(before.version)!.deployment.pk);
      }
    }
    inWorkspace.set(deployment.workspace, { rollout, version });
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

/** The successful production deployments, whether or not they count. */
function inProduction({ releases, excluded }: ComponentHistory) {
  return [
    ...releases.flatMap(({ release }) =>
      release.rollouts.map(({ deployment }) => deployment),
    ),
    ...excluded
      .filter(({ exclusion }) =>
        ['config-only', 'other-source'].includes(exclusion),
      )
      .map(({ deployment }) => deployment),
  ];
}

/**
 * The deployments before a time without which it would not be known which sources had deployed by then, which count, and
 * what each has seen: the first of each source, and the last in each workspace.
 *
 * @param deployments - the successful production deployments
 */
function landmarksOf(
  deployments: DeploymentFact[],
  since: number,
): Set<number> {
  const first = new Map<string, DeploymentFact>();
  const last = new Map<string, DeploymentFact>();
  const inOrder = deployments
    .filter(({ finishedAt }) => finishedAt! < since)
    .map(one => ({ ...one, time: one.finishedAt! }))
    .sort(compareMoments);
  for (const one of inOrder) {
    const { source, workspace } = one;
    first.set(source, first.get(source) ?? one);
    last.set(JSON.stringify([source, workspace]), one);
  }
  return new Set([...first.values(), ...last.values()].map(({ pk }) => pk));
}

/**
 * The deployments before a time that name a version that is kept, be it in another environment or as a second report.
 */
function namersOf(
  { deployments, artifacts }: ComponentFacts,
  releases: ComponentRelease[],
  versions: Set<string>,
  rules: Rules,
): Set<number> {
  const names = new Set(
    releases
      .filter(of => versions.has(versionOf(of)))
      .flatMap(({ release }) => release.names),
  );
  const versionNames = VersionNames.of(
    [...artifacts, ...deployments.filter(({ status }) => status === 'success')],
    rules,
  );
  return new Set(
    deployments
      .filter(one => versionNames.of(one).some(name => names.has(name)))
      .map(({ pk }) => pk),
  );
}

/**
 * The deployments of a component (`pk`) that must stay for its releases since a time, and those to come, to be what they
 * are: those since then; all rollouts of the versions that run or ran since in some workspace, with what they replaced;
 * the latest release that is no rollback; and the releases that carried a change which one since carries too, or may.
 *
 * @param since - ms since the epoch
 * @param named - `deployments.pk` of deployments that something else refers to
 */
export function factsToKeep(
  facts: ComponentFacts,
  settings: ComponentSettings,
  rules: Rules,
  since: number,
  named: Set<number>,
): Set<number> {
  const { deployments } = facts;
  const history = deriveComponent(facts, settings, rules);
  const { releases } = history;
  const landmarks = landmarksOf(inProduction(history), since);
  const wanted = seenSince(releases, since);
  const versions = new Set(
    [...releasesToKeep(releases, since, named)].map(versionOf),
  );
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const rollouts = rolloutsOf(releases, versions);
    const namers = namersOf(facts, releases, versions, rules);
    const kept = deployments.filter(
      ({ pk, finishedAt }) =>
        finishedAt! >= since ||
        rollouts.has(pk) ||
        landmarks.has(pk) ||
        namers.has(pk),
    );
    const derived = deriveComponent(
      { ...facts, deployments: kept },
      settings,
      rules,
    );
    if (seenSince(derived.releases, since) === wanted) {
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
