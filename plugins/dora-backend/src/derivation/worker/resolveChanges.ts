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
import { insertRows } from '../../database/rows';
import { idsIn } from '../../database/sql';
import { findUnreleased, updateChanges } from '../store/unreleasedChanges';
import { ENTRY, enqueueEverything, QUEUE_COLUMNS } from './DerivationQueue';

const CHANGES_AT_ONCE = 20_000;
const ENTRIES_AT_ONCE = 2000;

type BigInteger = string | number;

/** A component that some changes may belong to. */
interface Carrier {
  entity_id: number;
  /** How many of the changes */
  facts: BigInteger;
}

/** Components whose releases carry some changes. */
async function carrying(
  tx: Knex.Transaction,
  pks: Set<number>,
): Promise<Carrier[]> {
  const row = await tx('release_changes').max('change_pk as last').first();
  // Keys increase, so changes newer than every carried one need no lookup.
  const known = [...pks].filter(pk => pk <= Number(row?.last ?? 0));
  return known.length === 0
    ? []
    : tx('release_changes as c')
        .where(idsIn(tx, 'c.change_pk', known))
        .groupBy('c.entity_id')
        .select('c.entity_id', tx.raw('count(distinct c.change_pk) as facts'));
}

/**
 * Components whose deployments list some changes.
 *
 * Looks up the lists of each change separately. With a join, PostgreSQL would scan all deployments and lists while it
 * underestimates their number, which it does while they are being sent.
 */
async function listing(
  tx: Knex.Transaction,
  pks: Set<number>,
): Promise<Carrier[]> {
  const lists: { deployment_pks: string | null }[] = await tx('changes as c')
    .where(idsIn(tx, 'c.pk', pks))
    .distinct(
      tx.raw(
        `(select string_agg(cast(l.deployment_pk as text), ',')
          from deployment_changes as l
          where l.change_source = c.source and l.change_id = c.id) as deployment_pks`,
      ),
    );
  const deploymentPks = new Set(
    lists.flatMap(({ deployment_pks: list }) =>
      list === null ? [] : list.split(',').map(Number),
    ),
  );
  return deploymentPks.size === 0
    ? []
    : tx('deployments')
        .where(idsIn(tx, 'pk', deploymentPks))
        .where('status', 'success')
        .whereNotNull('finished_at')
        .groupBy('entity_id')
        // How many changes each component's deployments list is not worth another query.
        .select('entity_id', tx.raw('1 as facts'));
}

/** Components that some changes name. */
async function owning(
  tx: Knex.Transaction,
  pks: Set<number>,
): Promise<Carrier[]> {
  return tx('changes')
    .where(idsIn(tx, 'pk', pks))
    .whereNotNull('entity_id')
    .groupBy('entity_id')
    .select('entity_id', tx.raw('count(*) as facts'));
}

/** The number of changes by component. A component found in several ways gets the highest of its numbers. */
function mergeCarriers(carriers: Carrier[]): Map<number, number> {
  const merged = new Map<number, number>();
  for (const { entity_id: id, facts } of carriers) {
    merged.set(id, Math.max(merged.get(id) ?? 0, Number(facts)));
  }
  return merged;
}

/**
 * Replaces a limited number of entries for changes by entries for the components they may belong to. This cannot be
 * settled when a change is stored: a deployment that lists it may arrive at the same time.
 *
 * @returns false when there are none
 */
export async function resolveChanges(tx: Knex.Transaction): Promise<boolean> {
  const waiting: { id: BigInteger; change_pks: string }[] = await tx(
    'derivation_queue',
  )
    .whereNotNull('change_pks')
    .select('id', 'change_pks')
    .orderBy('id')
    .limit(ENTRIES_AT_ONCE);
  if (waiting.length === 0) {
    return false;
  }
  const pks = new Set<number>();
  const ids: number[] = [];
  for (const { id, change_pks: list } of waiting) {
    if (pks.size >= CHANGES_AT_ONCE) {
      break;
    }
    ids.push(Number(id));
    try {
      (JSON.parse(list) as number[]).forEach(pk => pks.add(pk));
    } catch {
      // The list is unreadable, so every change may be affected.
      await findUnreleased(tx);
      await enqueueEverything(tx);
    }
  }
  await updateChanges(tx, pks);
  const carriers = mergeCarriers([
    ...(await carrying(tx, pks)),
    ...(await listing(tx, pks)),
    ...(await owning(tx, pks)),
  ]);
  await tx('derivation_queue').where(idsIn(tx, 'id', ids)).delete();
  // Ids below all others: a reader that waits for the entries up to an id also waits for these.
  const first = await tx('derivation_queue').min('id as id').first();
  const below = Math.min(0, Number(first?.id ?? 0));
  await insertRows(
    tx,
    'derivation_queue',
    { id: 'bigint', ...QUEUE_COLUMNS },
    [...carriers].map(([entityId, facts], index) => ({
      ...ENTRY,
      id: below - 1 - index,
      entity_id: entityId,
      facts,
    })),
  );
  return true;
}
