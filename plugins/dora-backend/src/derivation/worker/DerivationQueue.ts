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
import { insertRows, Row } from '../../database/rows';
import { idsIn } from '../../database/sql';
import { DerivationRequest } from '../types';
import { findUnreleased } from '../store/unreleasedChanges';

export const QUEUE_COLUMNS = {
  entity_id: 'integer',
  deployment_pk: 'bigint',
  change_pks: 'text',
  incident_pk: 'bigint',
  facts: 'integer',
} as const;

/** Default values of an entry. */
export const ENTRY = {
  entity_id: null,
  deployment_pk: null,
  change_pks: null,
  incident_pk: null,
  facts: 1,
};

/** Many changes may arrive at once: an entry for each would cost as much as storing it. */
const CHANGES_PER_ENTRY = 500;

function changeLists(pks: Set<number>): number[][] {
  const all = [...pks];
  const lists: number[][] = [];
  for (let first = 0; first < all.length; first += CHANGES_PER_ENTRY) {
    lists.push(all.slice(first, first + CHANGES_PER_ENTRY));
  }
  return lists;
}

/** Adds work to the queue, in the transaction of the write that makes it necessary. */
export async function enqueueWork(
  tx: Knex.Transaction,
  request: DerivationRequest,
): Promise<void> {
  const {
    entityIds,
    components = [],
    replaced = [],
    changePks,
    incidentPks,
    regroupedIds,
  } = request;
  const rows: Row[] = [
    ...[...new Set(entityIds)].map(id => ({ ...ENTRY, entity_id: id })),
    ...[...components].map(([id, facts]) => ({
      ...ENTRY,
      entity_id: id,
      facts,
    })),
    ...replaced.map(({ pk, entityId }) => ({
      ...ENTRY,
      entity_id: entityId,
      deployment_pk: pk,
    })),
    ...changeLists(new Set(changePks)).map(pks => ({
      ...ENTRY,
      change_pks: JSON.stringify(pks),
      facts: pks.length,
    })),
    ...[...new Set(incidentPks)].map(pk => ({ ...ENTRY, incident_pk: pk })),
  ];
  await insertRows(tx, 'derivation_queue', QUEUE_COLUMNS, rows);
  if (regroupedIds) {
    await enqueueIncidents(tx, idsIn(tx, 'entity_id', regroupedIds));
  }
}

/** Adds everything to the queue. Call it under the derivation lock. */
export async function enqueueEverything(tx: Knex.Transaction): Promise<void> {
  if (!(await tx('derivation_state').where({ key: 'rules' }).first('key'))) {
    // No rules are stored, so stored rows cannot be trusted. Changes are not queued, hence rebuilt here.
    await findUnreleased(tx);
  }
  await tx.raw(
    `insert into derivation_queue (entity_id, facts)
     select entity_id, max(facts) from (
       select entity_id, count(*) as facts from deployments group by entity_id
       union all select distinct entity_id, 1 from releases
     ) as c group by entity_id order by entity_id`,
  );
  await enqueueIncidents(tx);
}

/** Adds all incidents, or those that meet a condition, to the queue. */
export async function enqueueIncidents(
  tx: Knex.Transaction,
  condition = tx.raw('true'),
): Promise<void> {
  await tx.raw(
    'insert into derivation_queue (incident_pk) select pk from incidents where ?',
    [condition],
  );
}

/** The id of the first entry that is not set aside, which changes as work is done; undefined when there is none. */
export async function firstEntry(knex: Knex): Promise<number | undefined> {
  const row = await knex('derivation_queue')
    .whereNull('error')
    .min('id as first')
    .first();
  return row?.first ? Number(row.first) : undefined;
}
