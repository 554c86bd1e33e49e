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
import { RollUp } from '../types';

/** Queued work that somebody waits for. */
export interface WaitingWork {
  /** How many facts it covers */
  facts: number;
  /** The ids of the entries; undefined when these are all up to the last one, or not known yet */
  ids?: number[];
}

type BigInteger = string | number;

/** The entries up to an id, except those set aside. */
const open = (knex: Knex, last: number) =>
  knex('derivation_queue as q').whereNull('q.error').where('q.id', '<=', last);

async function countFacts(entries: Knex.QueryBuilder): Promise<number> {
  const row: { facts: BigInteger | null } | undefined = await entries
    .sum('q.facts as facts')
    .first();
  return Number(row?.facts ?? 0);
}

/** The id of the last entry that is not set aside; undefined when there is none. */
export async function lastEntry(knex: Knex): Promise<number | undefined> {
  const row = await knex('derivation_queue')
    .whereNull('error')
    .max('id as last')
    .first();
  return row?.last ? Number(row.last) : undefined;
}

/** How many facts are waiting in total. */
export const countWaiting = (knex: Knex): Promise<number> =>
  countFacts(open(knex, Number.MAX_SAFE_INTEGER));

/** The entries that are still in the queue. */
export async function stillWaiting(
  knex: Knex,
  ids: number[],
): Promise<WaitingWork> {
  const rows: { id: BigInteger; facts: number }[] = await knex(
    'derivation_queue as q',
  )
    .whereNull('q.error')
    .where(idsIn(knex, 'q.id', ids))
    .select('q.id', 'q.facts');
  return {
    facts: rows.reduce((sum, { facts }) => sum + facts, 0),
    ids: rows.map(({ id }) => Number(id)),
  };
}

/**
 * The entries of incidents whose links concern some entities: incidents on these or on entities above them, and
 * incidents that were or may be linked to a release of theirs.
 *
 * Looks up each incident separately: PostgreSQL would rely on an outdated size of the queue, and scan all incidents and
 * deployments.
 */
function linking(
  knex: Knex,
  last: number,
  entityIds: number[],
  above: number[],
): Knex.QueryBuilder {
  const on = (table: string, key: string) =>
    knex.raw(
      `(select t.entity_id from ${table} t where t.${key} = q.incident_pk)`,
    );
  const named = knex.raw(
    `(select d.entity_id from incidents i join deployments d
        on d.source = i.cause_deployment_source and d.id = i.cause_deployment_id
      where i.pk = q.incident_pk)`,
  );
  const around = [...entityIds, ...above];
  return open(knex, last)
    .whereNotNull('q.incident_pk')
    .where(concerned =>
      concerned
        .where(idsIn(knex, on('incidents', 'pk'), around))
        // The entity of an incident before it was moved or deleted.
        .orWhere(idsIn(knex, on('incident_links', 'incident_pk'), around))
        .orWhere(idsIn(knex, named, entityIds))
        .orWhereExists(
          knex('release_reasons as r')
            .whereRaw('r.incident_pk = q.incident_pk')
            .where(idsIn(knex, 'r.entity_id', entityIds))
            .select(knex.raw('1')),
        ),
    )
    .select('q.id', 'q.facts');
}

/**
 * Finds the entries up to an id that concern some entities, or all entries.
 *
 * @param entityIds - `entities.id`; all when omitted
 */
export async function findWaiting(
  knex: Knex,
  last: number,
  hierarchy: () => Promise<RollUp>,
  entityIds?: number[],
): Promise<WaitingWork> {
  if (!entityIds) {
    return { facts: await countFacts(open(knex, last)) };
  }
  // The components of these changes are not known yet, but are resolved first and soon.
  const unresolved = await countFacts(
    open(knex, last).whereNotNull('q.change_pks'),
  );
  const components = open(knex, last).where(
    idsIn(knex, 'q.entity_id', entityIds),
  );
  if (unresolved > 0) {
    return { facts: unresolved + (await countFacts(components)) };
  }
  const whole = await hierarchy();
  const above = new Set(entityIds.flatMap(id => [...whole.idsAbove(id)]));
  const rows: { id: BigInteger; facts: number }[] = await components
    .select('q.id', 'q.facts')
    .union([
      // Deployments that were rollouts of these components before they were replaced.
      open(knex, last)
        .join('rollouts as r', 'r.deployment_pk', 'q.deployment_pk')
        .where(idsIn(knex, 'r.entity_id', entityIds))
        .select('q.id', 'q.facts'),
      linking(knex, last, entityIds, [...above]),
    ]);
  return {
    facts: rows.reduce((sum, { facts }) => sum + facts, 0),
    ids: rows.map(({ id }) => Number(id)),
  };
}
