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
import { Row } from '../../database/rows';
import { idsIn } from '../../database/sql';
import {
  DerivedTable,
  RELEASE_CHANGES,
  RELEASES,
  ROLLOUTS,
  toReadableRow,
} from './derivedTables';
import { toOutcome } from './releaseStates';
import { ReleaseTransitions } from './ReleaseTransitions';
import { DerivedChanges } from './storeDifference';
import { Blocks } from './touchBlocks';

type BigInteger = string | number;

/**
 * The derived tables with their column for a deployment of the component, in the order of deletion: a row may refer to
 * rows of the tables below it.
 */
const TABLES = {
  release_reasons: 'release_id',
  release_changes: 'release_id',
  rollouts: 'deployment_pk',
  releases: 'id',
  excluded_deployments: 'deployment_pk',
};

const RELEASES_AT_ONCE = 2000;

/**
 * Records the releases that are about to be deleted, in chunks.
 *
 * @param releases - query for all of them
 */
async function noteStored(
  tx: Knex.Transaction,
  releases: () => Knex.QueryBuilder,
  transitions: ReleaseTransitions,
): Promise<void> {
  for (let after = 0; ; ) {
    const some: Row[] = await releases()
      .where('id', '>', after)
      .orderBy('id')
      .limit(RELEASES_AT_ONCE);
    if (some.length === 0) {
      return;
    }
    const ids = some.map(({ id }) => Number(id));
    const rowsOf = async (table: DerivedTable) =>
      (await tx(table.name).where(idsIn(tx, 'release_id', ids))).map(row =>
        toReadableRow(table, row),
      );
    transitions.stored(
      {
        releases: some.map(row => toReadableRow(RELEASES, row)),
        rollouts: await rowsOf(ROLLOUTS),
        changes: await rowsOf(RELEASE_CHANGES),
      },
      new Map(some.map(row => [Number(row.id), toOutcome(row)])),
    );
    after = ids[ids.length - 1];
  }
}

/**
 * Deletes all derived rows of a component, whatever they hold, so that it can be derived from scratch. That includes
 * rows of its deployments that name another component: they would collide with the new rows.
 *
 * @param changes - the effects are added to these
 */
export async function forgetComponent(
  tx: Knex.Transaction,
  entityId: number,
  changes: DerivedChanges,
  blocks: Blocks,
): Promise<void> {
  const own = () =>
    tx('deployments').where({ entity_id: entityId }).select('pk');
  const rowsOf = (table: keyof typeof TABLES) => [
    tx(table).where({ entity_id: entityId }),
    tx(table).whereIn(TABLES[table], own()),
  ];
  await noteStored(
    tx,
    () =>
      tx('releases').where(one =>
        one.where({ entity_id: entityId }).orWhereIn('id', own()),
      ),
    changes.transitions,
  );
  let changedSince = Infinity;
  for (const releases of rowsOf('releases')) {
    const days: { entity_id: number; day: number; time: BigInteger }[] =
      await releases
        .groupBy('entity_id', 'day')
        .select('entity_id', 'day')
        .min('time as time');
    for (const { entity_id: id, day, time } of days) {
      blocks.add(id, day);
      changedSince = Math.min(changedSince, Number(time) || 0);
    }
  }
  changes.components.push({
    entityId,
    // Infinity when it had no releases.
    changedSince: Number.isFinite(changedSince) ? changedSince : undefined,
  });
  for (const reasons of rowsOf('release_reasons')) {
    const linked: { pk: BigInteger }[] = await reasons
      .whereNotNull('incident_pk')
      .distinct('incident_pk as pk');
    linked.forEach(({ pk }) => changes.unlinked.add(Number(pk)));
  }
  // The component's own changes are checked anyway.
  const ofOthers: { pk: BigInteger }[] = await tx('release_changes as rc')
    .join('changes as c', 'c.pk', 'rc.change_pk')
    .where('rc.entity_id', entityId)
    .where(change =>
      change.whereNull('c.entity_id').orWhereNot('c.entity_id', entityId),
    )
    .distinct('c.pk as pk');
  ofOthers.forEach(({ pk }) => changes.leftChanges.add(Number(pk)));
  for (const table of Object.keys(TABLES) as (keyof typeof TABLES)[]) {
    for (const rows of rowsOf(table)) {
      await rows.delete();
    }
  }
  await tx('unreleased_changes').where({ entity_id: entityId }).delete();
}
