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

import { JoinedRelease } from '../derive/releases';
import { identityKey } from '../derive/order';
import { BegunRelease, Tail } from './Tail';

/** Whether a release that began before the tail is otherwise the same with these further rollouts. */
function isOnlyExtended(
  { release, rollouts }: JoinedRelease,
  { changes, replaced, rollouts: stored }: Tail,
  carriedBy: Map<number, Set<number>>,
): boolean {
  const { pk, kind, changesFrom } = release as BegunRelease;
  const before = new Set(
    stored
      .filter(({ releaseId }) => releaseId === pk)
      .map(({ deploymentPk }) => deploymentPk),
  );
  const byIdentity = new Map(changes.map(c => [identityKey(c), c.pk]));
  return (
    rollouts.every(({ deployment }) => {
      if (before.delete(deployment.pk)) {
        // What it says of the release may be something else than it was.
        return !replaced.has(deployment.pk);
      }
      if (deployment.kind === 'rollback' && kind !== 'rollback') {
        return false;
      }
      if (deployment.kind === 'hotfix' && kind === 'code') {
        return false;
      }
      return (
        deployment.changes === undefined ||
        (changesFrom === 'listed' &&
          deployment.changes.every(change => {
            const changePk = byIdentity.get(identityKey(change));
            return changePk === undefined || carriedBy.get(pk)?.has(changePk);
          }))
      );
      // Those that are left have been taken from it: only all of its rollouts tell what it is without them.
    }) && before.size === 0
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
  const times = [
    ...joined
      .filter(one => !isOnlyExtended(one, tail, carriedBy))
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
