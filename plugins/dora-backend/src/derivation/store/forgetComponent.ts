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
import { DerivedChanges } from './storeDifference';
import { Blocks } from './touchBlocks';

type BigInteger = string | number;

/** In this order, as one may name rows of those after it. */
const TABLES = ['release_reasons', 'release_changes', 'rollouts', 'releases'];

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
  const days: { day: number; time: BigInteger }[] = await tx('releases')
    .where({ entity_id: entityId })
    .groupBy('day')
    .select('day')
    .min('time as time');
  days.forEach(({ day }) => blocks.add(entityId, day));
  changes.components.push({
    ...{ entityId, from: 0 },
    changedSince: Math.min(Infinity, ...days.map(({ time }) => Number(time))),
  });
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
