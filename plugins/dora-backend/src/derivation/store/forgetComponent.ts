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
import { toOutcome } from '../outbox/ReleaseState';
import { RELEASE_CHANGES, RELEASES, ROLLOUTS, toRow } from './derivedTables';
import { DerivedChanges } from './storeDifference';
import { Blocks } from './touchBlocks';

type BigInteger = string | number;

/** In this order, as one may name rows of those after it. */
const TABLES = ['release_reasons', 'release_changes', 'rollouts', 'releases'];

const RELEASES_AT_ONCE = 2000;

/** Some releases of a component with all that is stored of them, in the order of their keys. */
async function loadSome(
  tx: Knex.Transaction,
  entityId: number,
  after: number,
): Promise<{ releases: Row[]; rollouts: Row[]; changes: Row[] }> {
  const releases: Row[] = await tx('releases')
    .where({ entity_id: entityId })
    .where('id', '>', after)
    .orderBy('id')
    .limit(RELEASES_AT_ONCE);
  const ofThese = idsIn(
    tx,
    'release_id',
    releases.map(({ id }) => Number(id)),
  );
  return {
    releases,
    rollouts: await tx('rollouts').where(ofThese),
    changes: await tx('release_changes').where(ofThese),
  };
}

/**
 * Deletes what is derived of a component, so that it can be derived again bit by bit without all of it being in memory.
 *
 * @param changes - what that changes is added to these
 */
export async function forgetComponent(
  tx: Knex.Transaction,
  entityId: number,
  changes: DerivedChanges,
  blocks: Blocks,
): Promise<void> {
  let changedSince = Infinity;
  for (let after = 0; ; ) {
    const stored = await loadSome(tx, entityId, after);
    const { releases } = stored;
    if (releases.length === 0) {
      break;
    }
    changes.transitions.stored(
      {
        releases: releases.map(row => toRow(RELEASES, row)),
        rollouts: stored.rollouts.map(row => toRow(ROLLOUTS, row)),
        changes: stored.changes.map(row => toRow(RELEASE_CHANGES, row)),
      },
      new Map(releases.map(row => [Number(row.id), toOutcome(row)])),
    );
    for (const { day, time } of releases) {
      blocks.add(entityId, Number(day));
      changedSince = Math.min(changedSince, Number(time));
    }
    after = Number(releases[releases.length - 1].id);
  }
  changes.components.push({ entityId, from: 0, changedSince });
  const linked: { pk: BigInteger }[] = await tx('release_reasons')
    .where({ entity_id: entityId })
    .whereNotNull('incident_pk')
    .distinct('incident_pk as pk');
  linked.forEach(({ pk }) => changes.unlinked.add(Number(pk)));
  // Its own are looked at anyway.
  const ofOthers: { pk: BigInteger }[] = await tx('release_changes as rc')
    .join('changes as c', 'c.pk', 'rc.change_pk')
    .where('rc.entity_id', entityId)
    .where(change =>
      change.whereNull('c.entity_id').orWhereNot('c.entity_id', entityId),
    )
    .distinct('c.pk as pk');
  ofOthers.forEach(({ pk }) => changes.leftChanges.add(Number(pk)));
  for (const table of TABLES) {
    await tx(table).where({ entity_id: entityId }).delete();
  }
}
