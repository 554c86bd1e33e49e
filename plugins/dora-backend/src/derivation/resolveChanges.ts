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
import { insertRows } from '../database/rows';
import { idsIn } from '../database/sql';
import { QUEUE_COLUMNS } from './DerivationQueue';
import { updateChanges } from './unreleasedChanges';

const CHANGES_AT_ONCE = 20_000;
const ENTRIES_AT_ONCE = 2000;

type BigInteger = string | number;

interface Carrier {
  entity_id: number;
  since: BigInteger;
}

/** Components that carry some changes, or that list or own them by now, with the time from which on this matters. */
async function carriersOf(
  tx: Knex.Transaction,
  pks: Set<number>,
): Promise<Carrier[]> {
  const carrying: Carrier[] = await tx('release_changes as c')
    .join('releases as r', 'r.id', 'c.release_id')
    .where(idsIn(tx, 'c.change_pk', pks))
    .groupBy('c.entity_id')
    .select('c.entity_id', tx.raw('min(r.time) as since'));
  const listing: Carrier[] = await tx('changes as c')
    .join('deployment_changes as l', join =>
      join.on('l.change_source', 'c.source').on('l.change_id', 'c.id'),
    )
    .join('deployments as d', 'd.pk', 'l.deployment_pk')
    .where(idsIn(tx, 'c.pk', pks))
    .where('d.status', 'success')
    .whereNotNull('d.finished_at')
    .groupBy('d.entity_id')
    .select('d.entity_id', tx.raw('min(d.finished_at) as since'));
  const owning: Carrier[] = await tx('changes')
    .where(idsIn(tx, 'pk', pks))
    .whereNotNull('entity_id')
    .groupBy('entity_id')
    .select(
      'entity_id',
      tx.raw('min(coalesce(merged_at, first_commit_at)) as since'),
    );
  return [...carrying, ...listing, ...owning];
}

/**
 * Replaces the entries for changes by entries for the components that they may be changes of. Only here is it known:
 * when the change was stored, a deployment that lists it may have been on its way.
 */
export async function resolveChanges(tx: Knex.Transaction): Promise<void> {
  const waiting: { id: BigInteger; change_pks: string }[] = await tx(
    'derivation_queue',
  )
    .whereNotNull('change_pks')
    .select('id', 'change_pks')
    .orderBy('id')
    .limit(ENTRIES_AT_ONCE);
  if (waiting.length === 0) {
    return;
  }
  const pks = new Set<number>();
  const ids: number[] = [];
  for (const { id, change_pks: list } of waiting) {
    if (pks.size >= CHANGES_AT_ONCE) {
      break;
    }
    ids.push(Number(id));
    for (const pk of JSON.parse(list) as number[]) {
      pks.add(pk);
    }
  }
  await updateChanges(tx, pks);
  const carriers = await carriersOf(tx, pks);
  await tx('derivation_queue').where(idsIn(tx, 'id', ids)).delete();
  // Numbers below all others: whoever waits for the entries up to some number waits for what they turned into.
  const first = await tx('derivation_queue').min('id as id').first();
  const below = Math.min(0, Number(first?.id ?? 0));
  await insertRows(
    tx,
    'derivation_queue',
    { id: 'bigint', ...QUEUE_COLUMNS },
    carriers.map(({ entity_id: entityId, since }, index) => ({
      id: below - 1 - index,
      entity_id: entityId,
      since: Number(since),
      deployment_pk: null,
      change_pks: null,
      incident_pk: null,
    })),
  );
}
