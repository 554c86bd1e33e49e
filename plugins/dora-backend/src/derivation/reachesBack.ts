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

import { groupBy } from '../database/groupBy';
import { identityKey } from '../rules/order';
import { DerivedRollout, JoinedRelease } from '../rules/releases';
import { BegunRelease, StoredRollout, Tail } from './load/Tail';

/**
 * Whether a release that began before the tail is otherwise the same with these rollouts as it was.
 *
 * @param stored - those of its rollouts that were in the tail
 * @param pks - the changes of the tail, by identity
 * @param carried - the changes that it carries
 */
function isOnlyExtended(
  { release, rollouts }: JoinedRelease,
  { replaced }: Tail,
  stored: StoredRollout[],
  pks: Map<string, number>,
  carried: Set<number> | undefined,
): boolean {
  const { kind, changesFrom } = release as BegunRelease;
  const before = new Set(stored.map(({ deploymentPk }) => deploymentPk));
  const says = ({ deployment }: DerivedRollout) => {
    if (before.delete(deployment.pk)) {
      // What it says of the release is what it said before.
      return !replaced.has(deployment.pk);
    }
    return (
      (deployment.kind !== 'rollback' || kind === 'rollback') &&
      (deployment.kind !== 'hotfix' || kind !== 'code') &&
      (deployment.changes === undefined || changesFrom === 'listed')
    );
  };
  const carriesAll = ({ deployment }: DerivedRollout) =>
    (deployment.changes ?? []).every(change => {
      const changePk = pks.get(identityKey(change));
      return changePk === undefined || carried?.has(changePk);
    });
  return (
    rollouts.every(rollout => says(rollout) && carriesAll(rollout)) &&
    // Of one that was taken from it, all of its rollouts tell what it is without.
    before.size === 0
  );
}

/**
 * The time of the earliest release before a tail that the tail makes something else than it was, further rollouts of it
 * aside: the component has to be derived from there. Undefined when there is none.
 *
 * @param carriedBy - the changes that releases before the tail carry, by `releases.id`
 */
export function reachesBack(
  tail: Tail,
  joined: JoinedRelease[],
  carriedBy: Map<number, Set<number>>,
): number | undefined {
  const ids = new Set(joined.map(({ release }) => release.pk));
  const stored = groupBy(tail.rollouts, ({ releaseId }) => releaseId);
  const pks = new Map(
    // Of most tails, nothing has joined a release from before.
    joined.length > 0 ? tail.changes.map(c => [identityKey(c), c.pk]) : [],
  );
  const times = [
    ...joined
      .filter(
        one =>
          !isOnlyExtended(
            one,
            tail,
            stored.get(one.release.pk) ?? [],
            pks,
            carriedBy.get(one.release.pk),
          ),
      )
      .map(({ release }) => release.time),
    ...tail.rollouts
      .filter(
        ({ releaseId, releaseTime }) =>
          releaseTime < tail.since && !ids.has(releaseId),
      )
      .map(({ releaseTime }) => releaseTime),
  ];
  return times.length > 0 ? Math.min(...times) : undefined;
}
