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
import { entriesOf, Unit } from './failures';

/** Maximum work of one transaction, whose duration is limited too. */
const COMPONENTS_AT_ONCE = 50;
const INCIDENTS_AT_ONCE = 250;
const ENTRIES_AT_ONCE = 2000;

type BigInteger = string | number;

/** The derived tables that tell which component a deployment belonged to. */
const OWNERS = ['rollouts', 'excluded_deployments'];

/** A component to be derived, `entities.id`. */
export interface ComponentTask {
  entityId: number;
  /** Its deployments that changed since it was last derived, `deployments.pk` */
  replaced: Set<number>;
}

/** The work of one transaction. */
export interface Work {
  components: ComponentTask[];
  incidentPks: number[];
  /** Its queue entries, and possibly others of the same components and incidents */
  entries: number[];
  /** Whether to ignore the stored rows of the components because deriving has failed */
  fromScratch: boolean;
}

interface Entry {
  id: BigInteger;
  entity_id: number | null;
  deployment_pk: BigInteger | null;
  incident_pk: BigInteger | null;
}

const unitOf = (entry: Entry): Unit =>
  entry.entity_id === null
    ? { incidentPk: Number(entry.incident_pk) }
    : { entityId: entry.entity_id };

/** The entries to derive next: the demanded ones, followed by all others unless only those are wanted; oldest first. */
async function nextEntries(
  tx: Knex.Transaction,
  demanded: number[],
  onlyDemanded: boolean,
): Promise<Entry[]> {
  const due = () =>
    tx('derivation_queue')
      .where(entry =>
        entry.whereNull('error').orWhere('retry_at', '<=', Date.now()),
      )
      .select('id', 'entity_id', 'deployment_pk', 'incident_pk')
      .orderBy('id')
      .limit(ENTRIES_AT_ONCE);
  const first: Entry[] =
    demanded.length > 0 ? await due().where(idsIn(tx, 'id', demanded)) : [];
  return onlyDemanded && first.length > 0
    ? first
    : [...first, ...(await due())];
}

/**
 * The tasks of some components, and of those that replaced deployments belonged to before.
 *
 * @param entries - the ids of their entries are added to these
 */
async function tasksOf(
  tx: Knex.Transaction,
  entityIds: Iterable<number>,
  entries: BigInteger[],
): Promise<ComponentTask[]> {
  const tasks = new Map<number, ComponentTask>();
  const taskOf = (entityId: number) => {
    const task = tasks.get(entityId) ?? { entityId, replaced: new Set() };
    tasks.set(entityId, task);
    return task;
  };
  let next = [...entityIds];
  // Keeps the order of the components, whatever the order of the entries.
  next.forEach(taskOf);
  while (next.length > 0) {
    const found: Entry[] = await tx('derivation_queue')
      .where(idsIn(tx, 'entity_id', next))
      .select('id', 'entity_id', 'deployment_pk');
    const replaced = new Set<number>();
    for (const { id, entity_id: entityId, deployment_pk: pk } of found) {
      entries.push(id);
      if (pk !== null) {
        taskOf(entityId!).replaced.add(Number(pk));
        replaced.add(Number(pk));
      }
    }
    next = [];
    for (const table of replaced.size > 0 ? OWNERS : []) {
      const rows: { deployment_pk: BigInteger; entity_id: number }[] = await tx(
        table,
      )
        .where(idsIn(tx, 'deployment_pk', replaced))
        .select('deployment_pk', 'entity_id');
      for (const { deployment_pk: pk, entity_id: entityId } of rows) {
        if (!tasks.has(entityId)) {
          next.push(entityId);
        }
        taskOf(entityId).replaced.add(Number(pk));
      }
    }
  }
  return [...tasks.values()];
}

/** The queued work of some components and incidents. */
export async function workOf(
  tx: Knex.Transaction,
  units: Unit[],
): Promise<Work> {
  const incidentPks = units.flatMap(unit =>
    'incidentPk' in unit ? unit.incidentPk : [],
  );
  const entries: (string | number)[] = await tx('derivation_queue')
    .where(idsIn(tx, 'incident_pk', incidentPks))
    .pluck('id');
  const components = await tasksOf(
    tx,
    units.flatMap(unit => ('entityId' in unit ? unit.entityId : [])),
    entries,
  );
  return {
    components,
    incidentPks,
    entries: entries.map(Number),
    fromScratch: false,
  };
}

/** The work of a single component or incident alone, from scratch. */
export async function workFromScratch(
  tx: Knex.Transaction,
  unit: Unit,
): Promise<Work> {
  const entries: (string | number)[] = await entriesOf(tx, unit).pluck('id');
  const isComponent = 'entityId' in unit;
  return {
    components: isComponent
      ? [{ entityId: unit.entityId, replaced: new Set() }]
      : [],
    incidentPks: isComponent ? [] : [unit.incidentPk],
    entries: entries.map(Number),
    fromScratch: true,
  };
}

/**
 * Chooses what to derive next: one component that is set aside, alone; or as many others as the time may allow. The
 * caller must read the facts in the same transaction, so that they match the entries.
 *
 * @param demanded - the entries that somebody waits for, `derivation_queue.id`
 * @param onlyDemanded - whether to choose only these while there are any
 * @returns undefined when there is nothing to do
 */
export async function takeWork(
  tx: Knex.Transaction,
  demanded: number[],
  onlyDemanded: boolean,
  failures: Unit[],
): Promise<Work | undefined> {
  const setAside = new Set(
    failures.flatMap(unit => ('entityId' in unit ? unit.entityId : [])),
  );
  const components = new Map<number, Unit>();
  const incidents = new Map<number, Unit>();
  for (const entry of await nextEntries(tx, demanded, onlyDemanded)) {
    const unit = unitOf(entry);
    if ('incidentPk' in unit) {
      if (incidents.size < INCIDENTS_AT_ONCE) {
        incidents.set(unit.incidentPk, unit);
      }
    } else if (!setAside.has(unit.entityId)) {
      if (components.size < COMPONENTS_AT_ONCE) {
        components.set(unit.entityId, unit);
      }
    } else if (components.size + incidents.size === 0) {
      return workFromScratch(tx, unit);
    }
  }
  const units = [...components.values(), ...incidents.values()];
  return units.length > 0 ? workOf(tx, units) : undefined;
}
