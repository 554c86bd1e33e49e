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
import { InvalidValueError } from '../../database/InvalidValueError';
import { insertRows } from '../../database/rows';
import { idsIn } from '../../database/sql';
import { ENTRY, enqueueWork, QUEUE_COLUMNS } from './DerivationQueue';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Delays before the first retry, the second, and so on; the last delay repeats. */
const RETRY_AFTER = [
  ...[SECOND, 5 * SECOND, 30 * SECOND, 5 * MINUTE, HOUR],
  24 * HOUR,
];

/** A component or an incident: the smallest unit that is derived by itself. */
export type Unit = { entityId: number } | { incidentPk: number };

/**
 * The components and incidents that are set aside.
 *
 * @param conditions - alternatives, one of which must hold
 */
export async function loadSetAside(
  tx: Knex,
  conditions: Knex.Raw[] = [],
): Promise<Unit[]> {
  const rows: {
    entity_id: number | null;
    incident_pk: string | number | null;
  }[] = await tx('derivation_queue')
    .whereNotNull('error')
    .where(entry => conditions.forEach(condition => entry.orWhere(condition)))
    .select('entity_id', 'incident_pk');
  return rows.map(row =>
    row.incident_pk === null
      ? { entityId: row.entity_id! }
      : { incidentPk: Number(row.incident_pk) },
  );
}

/** How many components and incidents are set aside. */
export async function countSetAside(knex: Knex): Promise<number> {
  const [{ count }] = await knex('derivation_queue')
    .whereNotNull('error')
    .count({ count: '*' });
  return Number(count);
}

/** When the next unit is retried, in ms since the epoch; undefined when none is set aside. */
export async function nextRetry(knex: Knex): Promise<number | undefined> {
  const row = await knex('derivation_queue')
    .whereNotNull('error')
    .min('retry_at as at')
    .first();
  return row?.at ? Number(row.at) : undefined;
}

/** Error codes caused by data: classes of PostgreSQL, and codes of SQLite and Node.js. */
const OF_DATA =
  /^(21|22|23|54)...$|^XX00[12]$|^SQLITE_(CONSTRAINT|MISMATCH|RANGE|TOOBIG)|^ERR_/;

/** Connection errors of drivers that have no code. */
const OF_CONNECTION =
  /Timeout acquiring a connection|Connection (terminated|ended)|not queryable|timeout expired$|^Transaction query already complete/;

/** Whether an error is caused by the data of a component or incident, not by a database that is away or busy. */
export function isOfData(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return typeof code === 'string'
    ? OF_DATA.test(code)
    : !OF_CONNECTION.test(`${message}`);
}

/** The kind of an error in one line, without any data from facts. */
export function kindOf(error: unknown): string {
  if (error instanceof InvalidValueError) {
    return error.message;
  }
  const { name, code } = error as { name?: unknown; code?: unknown };
  const words = [name, code].filter(
    word => typeof word === 'string' && /^\w{1,60}$/.test(word),
  );
  return words.join(' ') || 'Error';
}

/** The name of a unit in log messages. */
export async function describeUnit(tx: Knex, unit: Unit): Promise<string> {
  const [id, what] =
    'entityId' in unit
      ? [unit.entityId, '']
      : [
          tx('incidents').where('pk', unit.incidentPk).select('entity_id'),
          `Incident ${unit.incidentPk} on `,
        ];
  const entity = await tx('entities').where('id', id).first('ref');
  return `${what}${entity?.ref ?? 'an unknown entity'}`;
}

/** The queue entries of a component or incident. */
export const entriesOf = (tx: Knex, unit: Unit): Knex.QueryBuilder =>
  'entityId' in unit
    ? tx('derivation_queue').where('entity_id', unit.entityId)
    : tx('derivation_queue').where('incident_pk', unit.incidentPk);

/**
 * Enqueues the components that deployments belonged to before they moved to a component that is derived by itself.
 *
 * @param entries - the entries of that component, `derivation_queue.id`
 */
export async function enqueueFormer(
  tx: Knex.Transaction,
  entries: number[],
): Promise<void> {
  const former: number[] = await tx('derivation_queue as q')
    .join('rollouts as r', 'r.deployment_pk', 'q.deployment_pk')
    .where(idsIn(tx, 'q.id', entries))
    .whereRaw('r.entity_id <> q.entity_id')
    .distinct('r.entity_id')
    .pluck('r.entity_id');
  await enqueueWork(tx, { entityIds: former });
}

/** Columns of the entry of a unit that is set aside. */
const FAILURE_COLUMNS = {
  ...QUEUE_COLUMNS,
  error: 'text',
  failed_since: 'bigint',
  attempts: 'integer',
  retry_at: 'bigint',
} as const;

/**
 * Sets aside a unit that could not be derived: replaces its entries by one with the error and the time of the next
 * retry.
 *
 * @param entries - the entries that were to be derived; later ones stay and are tried immediately
 * @returns whether it is newly set aside
 */
export async function setAside(
  tx: Knex.Transaction,
  unit: Unit,
  error: unknown,
  entries: number[],
): Promise<boolean> {
  await enqueueFormer(tx, entries);
  const replaced = () =>
    entriesOf(tx, unit).where(entry =>
      entry.where(idsIn(tx, 'id', entries)).orWhereNotNull('error'),
    );
  const before: {
    facts: number;
    attempts: number | null;
    failed_since: string | number | null;
  }[] = await replaced().select('facts', 'attempts', 'failed_since');
  await replaced().delete();
  const now = Date.now();
  const [failed] = before.filter(row => row.attempts !== null);
  const attempts = (failed?.attempts ?? 0) + 1;
  const wait = RETRY_AFTER[Math.min(attempts, RETRY_AFTER.length) - 1];
  await insertRows(tx, 'derivation_queue', FAILURE_COLUMNS, [
    {
      ...ENTRY,
      ...('entityId' in unit
        ? { entity_id: unit.entityId }
        : { incident_pk: unit.incidentPk }),
      facts: Math.max(
        1,
        before.reduce((sum, { facts }) => sum + facts, 0),
      ),
      error: kindOf(error),
      failed_since: Number(failed?.failed_since ?? now),
      attempts,
      retry_at: now + wait,
    },
  ]);
  return failed === undefined;
}

/**
 * Marks components with unreadable derived rows for deriving from scratch immediately, and enqueues their incidents.
 */
export async function setAsideUnreadable(
  tx: Knex.Transaction,
  entityIds: number[],
): Promise<void> {
  const known = await loadSetAside(tx, [idsIn(tx, 'entity_id', entityIds)]);
  const broken = entityIds.filter(
    id => !known.some(unit => 'entityId' in unit && unit.entityId === id),
  );
  const now = Date.now();
  await insertRows(
    tx,
    'derivation_queue',
    FAILURE_COLUMNS,
    broken.map(id => ({
      ...ENTRY,
      entity_id: id,
      error: 'UnreadableRows',
      failed_since: now,
      attempts: 0,
      retry_at: now,
    })),
  );
  const incidentPks: (string | number)[] = await tx('incidents')
    .where(idsIn(tx, 'entity_id', broken))
    .pluck('pk');
  await enqueueWork(tx, { incidentPks: incidentPks.map(Number) });
}
