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
import { idsIn } from '../../database/sql';
import { resolveChanges } from './resolveChanges';
import { NEVER } from '../load/sinceRows';

/** How much is derived in one transaction: enough to be quick, little enough for others to have their turn. */
const ENTITIES_AT_ONCE = 200;
/** A component that is derived from its first release on counts as so many. */
const ENTITIES_PER_WHOLE = 2;
/** So many deployments of such components; more only if a component has more. */
const DEPLOYMENTS_AT_ONCE = 50_000;
const INCIDENTS_AT_ONCE = 1000;
const ENTRIES_AT_ONCE = 2000;

type BigInteger = string | number;

/** A component to be derived, `entities.id`. */
export interface ComponentTask {
  entityId: number;
  /** Its releases that began before stay as they are, further rollouts aside; ms since the epoch, 0: from the first on */
  since: number;
  /** As if nothing had come since then, where what comes after is derived next; ms since the epoch, excluded */
  until?: number;
  /** Those of its deployments that are not what they were when they were last derived, `deployments.pk` */
  replaced: Set<number>;
}

export interface Work {
  components: ComponentTask[];
  incidentPks: number[];
}

interface Entry {
  id: BigInteger;
  entity_id: number | null;
  since: BigInteger;
  deployment_pk: BigInteger | null;
  incident_pk: BigInteger | null;
}

/** Those of some components whose turn is later, as the ones before them have enough deployments. */
async function excess(
  tx: Knex.Transaction,
  entityIds: Set<number>,
): Promise<number[]> {
  if (entityIds.size < 2) {
    return [];
  }
  const rows: { entity_id: number; deployments: string | number }[] = await tx(
    'deployments',
  )
    .where(idsIn(tx, 'entity_id', entityIds))
    .groupBy('entity_id')
    .select('entity_id', tx.raw('count(*) as deployments'));
  const sizes = new Map(
    rows.map(row => [row.entity_id, Number(row.deployments)]),
  );
  let before = 0;
  return [...entityIds].filter(id => {
    const isExcess = before >= DEPLOYMENTS_AT_ONCE;
    before += sizes.get(id) ?? 0;
    return isExcess;
  });
}

/** The oldest entries, for as many components and incidents as are derived at once. */
async function oldest(tx: Knex.Transaction) {
  // What came after changes that wait may be about the same components: once is enough.
  const waiting = await tx('derivation_queue')
    .whereNotNull('change_pks')
    .min('id as id')
    .first();
  const entries: Entry[] = await tx('derivation_queue')
    .whereNull('change_pks')
    .where('id', '<', waiting?.id ?? Number.MAX_SAFE_INTEGER)
    .select('id', 'entity_id', 'since', 'incident_pk')
    .orderBy('id')
    .limit(ENTRIES_AT_ONCE);
  const entityIds = new Set<number>();
  const incidentPks = new Set<number>();
  const wholes = new Set<number>();
  let entities = 0;
  for (const entry of entries) {
    if (entry.entity_id !== null) {
      if (!entityIds.has(entry.entity_id)) {
        if (entities >= ENTITIES_AT_ONCE) {
          break;
        }
        entities += Number(entry.since) === 0 ? ENTITIES_PER_WHOLE : 1;
        entityIds.add(entry.entity_id);
        if (Number(entry.since) === 0) {
          wholes.add(entry.entity_id);
        }
      }
    } else {
      if (incidentPks.size === INCIDENTS_AT_ONCE) {
        break;
      }
      incidentPks.add(Number(entry.incident_pk));
    }
  }
  for (const id of await excess(tx, wholes)) {
    entityIds.delete(id);
  }
  return { entityIds, incidentPks };
}

/** All entries for some components, and for those that deployments were part of before they were replaced. */
async function takeComponents(
  tx: Knex.Transaction,
  entityIds: Iterable<number>,
): Promise<ComponentTask[]> {
  const tasks = new Map<number, ComponentTask>();
  const affect = (entityId: number, since: number, pk: BigInteger | null) => {
    const task = tasks.get(entityId) ?? {
      entityId,
      since: NEVER,
      replaced: new Set(),
    };
    tasks.set(entityId, task);
    task.since = Math.min(task.since, since);
    if (pk !== null) {
      task.replaced.add(Number(pk));
    }
  };

  let next = [...entityIds];
  while (next.length > 0) {
    const entries: Entry[] = await tx('derivation_queue')
      .where(idsIn(tx, 'entity_id', next))
      .select('entity_id', 'since', 'deployment_pk');
    const replaced = new Set<number>();
    for (const { entity_id: entityId, since, deployment_pk: pk } of entries) {
      affect(entityId!, Number(since), pk);
      if (pk !== null) {
        replaced.add(Number(pk));
      }
    }
    await tx('derivation_queue').where(idsIn(tx, 'entity_id', next)).delete();
    next = [];
    if (replaced.size > 0) {
      const rollouts: {
        deployment_pk: BigInteger;
        entity_id: number;
        time: BigInteger;
      }[] = await tx('rollouts')
        .where(idsIn(tx, 'deployment_pk', replaced))
        .select('deployment_pk', 'entity_id', 'time');
      for (const row of rollouts) {
        if (!tasks.has(row.entity_id)) {
          next.push(row.entity_id);
        }
        affect(row.entity_id, Number(row.time), row.deployment_pk);
      }
    }
  }
  return [...tasks.values()].filter(({ since }) => since < NEVER);
}

/**
 * Takes the oldest entries out of the queue, and with them all later ones for the same component or incident.
 * The caller reads the facts in the same transaction, and so sees just what the entries stand for.
 */
export async function takeWork(tx: Knex.Transaction): Promise<Work> {
  await resolveChanges(tx);
  const { entityIds, incidentPks } = await oldest(tx);
  const components = await takeComponents(tx, entityIds);
  if (incidentPks.size > 0) {
    await tx('derivation_queue')
      .where(idsIn(tx, 'incident_pk', incidentPks))
      .delete();
  }
  return { components, incidentPks: [...incidentPks] };
}
