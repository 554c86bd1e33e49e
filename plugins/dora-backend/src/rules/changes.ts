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

import { DerivedRelease } from './releases';
import { ChangeExclusion, ChangeFact, FactIdentity, Rules } from './types';

/** A change as carried by a release. Durations are in ms. */
export interface CarriedChange {
  change: ChangeFact;
  /** Whether this is the first release of the component to carry it. */
  first: boolean;
  /** Why its lead time does not count; undefined when it does. */
  exclusion?: ChangeExclusion;
  leadTime?: number;
  coding?: number;
  pickup?: number;
  review?: number;
  deploy?: number;
}

/** Where the changes of a release come from. */
export interface ReleaseChanges {
  changesFrom: 'listed' | 'inferred' | 'none';
  changes: CarriedChange[];
  /** Number of changes that it is the first to carry, without those that `excludeChanges` excludes. */
  batchSize: number;
}

const span = (from: number | undefined, to: number | undefined) =>
  from === undefined || to === undefined ? undefined : to - from;

/** The duration of a stage; undefined when its start or end is missing, or when it would be negative. */
const stage = (from: number | undefined, to: number | undefined) =>
  from !== undefined && to !== undefined && to >= from ? to - from : undefined;

const joinedAt = (change: ChangeFact) =>
  change.mergedAt ?? change.firstCommitAt;

/** Makes a lookup of changes by identity. */
function finder(
  changes: ChangeFact[],
): (identity: FactIdentity) => ChangeFact | undefined {
  const sources = new Map<string, Map<string, ChangeFact>>();
  for (const change of changes) {
    let ofSource = sources.get(change.source);
    if (!ofSource) {
      ofSource = new Map();
      sources.set(change.source, ofSource);
    }
    ofSource.set(change.id, change);
  }
  return ({ source, id }) => sources.get(source)?.get(id);
}

/** The index of the first change that joined after a time. */
function firstAfter(changes: ChangeFact[], time: number): number {
  let low = 0;
  let high = changes.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (joinedAt(changes[middle]) > time) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

function startOf(change: ChangeFact, rules: Rules): number | undefined {
  switch (rules.leadTimeStart) {
    case 'opened':
      return change.openedAt;
    case 'merged':
      return change.mergedAt;
    default:
      return change.firstCommitAt;
  }
}

/** Makes a function that returns which part of `dora.rules.excludeChanges` excludes a change, if any. */
function exclusionMatcher(rules: Rules) {
  const labels = new Set(
    rules.excludeChanges.labels.map(label => label.toLowerCase()),
  );
  const titles = rules.excludeChanges.titles.map(
    pattern => new RegExp(pattern, 'i'),
  );
  return (change: ChangeFact): ChangeExclusion | undefined => {
    if (change.labels?.some(label => labels.has(label.toLowerCase()))) {
      return 'excluded-label';
    }
    const { title } = change;
    if (title !== undefined && titles.some(pattern => pattern.test(title))) {
      return 'excluded-title';
    }
    return undefined;
  };
}

function carriedFirst(
  change: ChangeFact,
  time: number,
  excluded: ChangeExclusion | undefined,
  rules: Rules,
): CarriedChange {
  if (excluded) {
    return { change, first: true, exclusion: excluded };
  }
  const leadTime = span(startOf(change, rules), time);
  if (leadTime === undefined) {
    return { change, first: true, exclusion: 'no-start' };
  }
  if (leadTime < 0) {
    return { change, first: true, exclusion: 'negative' };
  }
  return {
    change,
    first: true,
    leadTime,
    coding: stage(change.firstCommitAt, change.openedAt),
    pickup: stage(change.openedAt, change.firstReviewAt),
    review: stage(change.firstReviewAt, change.mergedAt),
    deploy: stage(change.mergedAt, time),
  };
}

/**
 * The changes of each release of one component and their lead times (docs/rules.md, Changes).
 *
 * @param releases - the releases of the component, in order of time
 * @param changes - the changes of the component, and those that its deployments list, in any order
 */
export function deriveChanges(
  releases: DerivedRelease[],
  changes: ChangeFact[],
  rules: Rules,
): ReleaseChanges[] {
  const find = finder(changes);
  const ofComponent = changes
    .filter(change => change.ofComponent)
    .sort((a, b) => joinedAt(a) - joinedAt(b) || a.pk - b.pk);
  const excludedBy = exclusionMatcher(rules);
  const carried = new Set<number>();
  let previous: DerivedRelease | undefined;

  return releases.map(release => {
    // All workspaces often share one list.
    const lists = new Set([
      ...release.rollouts.flatMap(({ deployment }) =>
        deployment.changes ? [deployment.changes] : [],
      ),
      // An empty list in an echo only means that its source knows of no changes.
      ...release.echoes.flatMap(({ deployment }) =>
        deployment.changes?.length ? [deployment.changes] : [],
      ),
    ]);
    const listed = lists.size > 0;
    const inferred = !listed && !release.rollback && previous !== undefined;

    let own: ChangeFact[] = [];
    if (listed) {
      own = [...lists].flatMap(list => list.flatMap(id => find(id) ?? []));
    } else if (inferred) {
      own = ofComponent.slice(
        firstAfter(ofComponent, previous!.time),
        firstAfter(ofComponent, release.time),
      );
    }
    if (!release.rollback) {
      previous = release;
    }

    let batchSize = 0;
    const result = [...new Set(own)].map((change): CarriedChange => {
      if (carried.has(change.pk)) {
        return { change, first: false, exclusion: 'carried-before' };
      }
      carried.add(change.pk);
      const excluded = excludedBy(change);
      batchSize += excluded ? 0 : 1;
      return carriedFirst(change, release.time, excluded, rules);
    });
    let changesFrom: ReleaseChanges['changesFrom'] = 'none';
    if (listed) {
      changesFrom = 'listed';
    } else if (inferred) {
      changesFrom = 'inferred';
    }
    return { changesFrom, changes: result, batchSize };
  });
}
