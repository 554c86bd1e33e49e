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
import { DerivationRequest } from './types';

/** How much is derived in one transaction: enough to be quick, little enough to fit in memory. */
const ENTITIES_AT_ONCE = 25;
const INCIDENTS_AT_ONCE = 1000;
const ENTRIES_AT_ONCE = 2000;
const CHANGES_AT_ONCE = 20_000;

interface Entry {
  id: number;
  entity_id: number | null;
  incident_pk: string | number | null;
}

export interface Work {
  entityIds: number[];
  incidentPks: number[];
}

/** Puts work into the queue, in the transaction of the write that makes it necessary. */
export async function enqueueWork(
  tx: Knex.Transaction,
  request: DerivationRequest,
): Promise<void> {
  const { entityIds, changePks, incidentPks } = request;
  const none = { entity_id: null, change_pk: null, incident_pk: null };
  await insertRows(
    tx,
    'derivation_queue',
    { entity_id: 'integer', change_pk: 'bigint', incident_pk: 'bigint' },
    [
      ...[...new Set(entityIds)].map(id => ({ ...none, entity_id: id })),
      ...[...new Set(changePks)].map(pk => ({ ...none, change_pk: pk })),
      ...[...new Set(incidentPks)].map(pk => ({ ...none, incident_pk: pk })),
    ],
  );
}

/** Puts everything into the queue. */
export async function enqueueEverything(tx: Knex.Transaction): Promise<void> {
  await tx.raw(
    `insert into derivation_queue (entity_id)
     select entity_id from deployments union select entity_id from releases`,
  );
  await tx.raw(
    `insert into derivation_queue (incident_pk) select pk from incidents`,
  );
}

/** The number of the last entry; undefined when the queue is empty. */
export async function lastEntry(knex: Knex): Promise<number | undefined> {
  const row = await knex('derivation_queue').max('id as last').first();
  return row?.last ? Number(row.last) : undefined;
}

export async function hasEntryUpTo(knex: Knex, id: number): Promise<boolean> {
  return Boolean(
    await knex('derivation_queue').where('id', '<=', id).first('id'),
  );
}

/**
 * Replaces the entries for changes by entries for the components that carry them, or that list or own them by now. Only
 * here is it known: when the change was stored, a deployment that lists it may have been on its way.
 */
async function resolveChanges(tx: Knex.Transaction): Promise<void> {
  const entries: { id: string | number; change_pk: string | number }[] =
    await tx('derivation_queue')
      .whereNotNull('change_pk')
      .select('id', 'change_pk')
      .limit(CHANGES_AT_ONCE);
  if (entries.length === 0) {
    return;
  }
  const pks = new Set(entries.map(entry => Number(entry.change_pk)));
  const carrying = tx('release_changes')
    .where(idsIn(tx, 'change_pk', pks))
    .select('entity_id');
  const listing = tx('changes as c')
    .join('deployment_changes as l', join =>
      join.on('l.change_source', 'c.source').on('l.change_id', 'c.id'),
    )
    .join('deployments as d', 'd.pk', 'l.deployment_pk')
    .where(idsIn(tx, 'c.pk', pks))
    .select('d.entity_id');
  const owning = tx('changes')
    .where(idsIn(tx, 'pk', pks))
    .whereNotNull('entity_id')
    .select('entity_id');
  const components: { entity_id: number }[] = await carrying.union([
    listing,
    owning,
  ]);

  await tx('derivation_queue')
    .where(
      idsIn(
        tx,
        'id',
        entries.map(({ id }) => Number(id)),
      ),
    )
    .delete();
  // Numbers below all others: whoever waits for the entries up to some number waits for what they turned into.
  const first = await tx('derivation_queue').min('id as id').first();
  const below = Math.min(0, Number(first?.id ?? 0));
  await insertRows(
    tx,
    'derivation_queue',
    { id: 'bigint', entity_id: 'integer' },
    components.map(({ entity_id: entityId }, index) => ({
      id: below - 1 - index,
      entity_id: entityId,
    })),
  );
}

/**
 * Takes the oldest entries out of the queue, and with them all later ones for the same component or incident.
 * The caller reads the facts after this, in the same transaction, and so sees at least what the entries stand for.
 */
export async function takeWork(tx: Knex.Transaction): Promise<Work> {
  await resolveChanges(tx);
  const entries: Entry[] = await tx('derivation_queue')
    .whereNull('change_pk')
    .select('id', 'entity_id', 'incident_pk')
    .orderBy('id')
    .limit(ENTRIES_AT_ONCE);
  const entityIds = new Set<number>();
  const incidentPks = new Set<number>();
  for (const entry of entries) {
    if (entry.entity_id !== null) {
      if (
        entityIds.size === ENTITIES_AT_ONCE &&
        !entityIds.has(entry.entity_id)
      ) {
        break;
      }
      entityIds.add(entry.entity_id);
    } else {
      if (incidentPks.size === INCIDENTS_AT_ONCE) {
        break;
      }
      incidentPks.add(Number(entry.incident_pk));
    }
  }
  const work = { entityIds: [...entityIds], incidentPks: [...incidentPks] };
  await tx('derivation_queue')
    .where(idsIn(tx, 'entity_id', work.entityIds))
    .orWhere(idsIn(tx, 'incident_pk', work.incidentPks))
    .delete();
  return work;
}
