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
  await insertRows(
    tx,
    'derivation_queue',
    { entity_id: 'integer', incident_pk: 'bigint' },
    [
      ...[...new Set(request.entityIds)].map(id => ({
        entity_id: id,
        incident_pk: null,
      })),
      ...[...new Set(request.incidentPks)].map(pk => ({
        entity_id: null,
        incident_pk: pk,
      })),
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
 * Takes the oldest entries out of the queue, and with them all later ones for the same component or incident.
 * The caller reads the facts after this, in the same transaction, and so sees at least what the entries stand for.
 */
export async function takeWork(tx: Knex.Transaction): Promise<Work> {
  const entries: Entry[] = await tx('derivation_queue')
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
