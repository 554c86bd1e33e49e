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

import { Knex } from 'knex';
import {
  columnOf,
  DERIVED_TABLES,
  DerivedRow,
  EXCLUDED_DEPLOYMENTS,
  noRows,
  RELEASE_CHANGES,
  RELEASES,
  ROLLOUTS,
} from './derivedTables';
import { loadOutcomes } from './releaseStates';
import { ReleaseTransitions } from './ReleaseTransitions';
import { Difference } from './Difference';
import { syncRows } from './syncRows';
import { Blocks } from './touchBlocks';

/** A component that was derived. */
export interface DerivedPart {
  entityId: number;
  /** Time of its earliest changed release, old or new; ms since the epoch, undefined when no release changed */
  changedSince?: number;
}

/** The effects of deriving some components. */
export interface DerivedChanges {
  components: DerivedPart[];
  /** Deployments that moved to another release or out of any release, `deployments.pk` */
  deploymentPks: Set<number>;
  /** Releases that changed, `releases.id` */
  releaseIds: Set<number>;
  /** Changes that a release now carries or no longer carries, `changes.pk` */
  touchedChanges: Set<number>;
  /** Changes that may no longer be in any release, `changes.pk`: some of the above, and others */
  leftChanges: Set<number>;
  /** Incidents whose links were deleted, `incidents.pk` */
  unlinked: Set<number>;
  /** Events to publish */
  transitions: ReleaseTransitions;
}

/** The effects before anything is derived. */
export const noChanges = (): DerivedChanges => ({
  components: [],
  deploymentPks: new Set(),
  releaseIds: new Set(),
  touchedChanges: new Set(),
  leftChanges: new Set(),
  unlinked: new Set(),
  transitions: new ReleaseTransitions(),
});

const at = {
  id: columnOf(RELEASES, 'id'),
  entityId: columnOf(RELEASES, 'entity_id'),
  time: columnOf(RELEASES, 'time'),
  day: columnOf(RELEASES, 'day'),
  rolloutPk: columnOf(ROLLOUTS, 'deployment_pk'),
  rolloutOf: columnOf(ROLLOUTS, 'release_id'),
  carriedBy: columnOf(RELEASE_CHANGES, 'release_id'),
  carried: columnOf(RELEASE_CHANGES, 'change_pk'),
  excludedPk: columnOf(EXCLUDED_DEPLOYMENTS, 'deployment_pk'),
  excludedFrom: columnOf(EXCLUDED_DEPLOYMENTS, 'entity_id'),
  excludedOn: columnOf(EXCLUDED_DEPLOYMENTS, 'day'),
};

function addAll<T>(set: Set<T>, more: Iterable<T>) {
  for (const one of more) {
    set.add(one);
  }
}

/**
 * Stores the rows that differ.
 *
 * @param changes - the effects are added to these
 */
export async function storeDifference(
  tx: Knex.Transaction,
  { entityIds, stored, wanted, waiting }: Difference,
  changes: DerivedChanges,
  blocks: Blocks,
): Promise<void> {
  const outcomes = await loadOutcomes(
    tx,
    stored.releases.map(row => Number(row[at.id])),
  );
  changes.transitions.stored(stored, outcomes);
  changes.transitions.written(wanted, outcomes);
  const changed = noRows();
  for (const [rows, table] of DERIVED_TABLES) {
    changed[rows] = await syncRows(tx, table, stored[rows], wanted[rows]);
  }
  const carried = (rows: DerivedRow[]) =>
    new Set(rows.map(row => Number(row[at.carried])));
  const released = carried(wanted.changes);
  const touched = carried(changed.changes);
  addAll(changes.touchedChanges, touched);
  addAll(
    changes.leftChanges,
    [...touched, ...waiting].filter(pk => !released.has(pk)),
  );

  const releaseIds = new Set<number>([
    ...changed.releases.map(row => Number(row[at.id])),
    ...changed.rollouts.map(row => Number(row[at.rolloutOf])),
    ...changed.changes.map(row => Number(row[at.carriedBy])),
  ]);
  const changedSince = new Map<number, number>();
  for (const row of [...stored.releases, ...wanted.releases]) {
    if (releaseIds.has(Number(row[at.id]))) {
      const entityId = Number(row[at.entityId]);
      blocks.add(entityId, Number(row[at.day]));
      changedSince.set(
        entityId,
        Math.min(changedSince.get(entityId) ?? Infinity, Number(row[at.time])),
      );
    }
  }
  for (const row of changed.excluded) {
    blocks.add(Number(row[at.excludedFrom]), Number(row[at.excludedOn]));
  }
  for (const entityId of entityIds) {
    changes.components.push({
      entityId,
      changedSince: changedSince.get(entityId),
    });
  }
  addAll(changes.deploymentPks, [
    ...changed.rollouts.map(row => Number(row[at.rolloutPk])),
    ...changed.excluded.map(row => Number(row[at.excludedPk])),
  ]);
  addAll(changes.releaseIds, releaseIds);
}
