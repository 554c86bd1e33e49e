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

import { FactKind } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { idsIn } from '../../database/sql';
import { FACT_KINDS } from '../../intake/kinds/factDefinitions';
import { timeOf } from '../../intake/kinds/factStorage';
import { BigInteger, optionalNumber } from './values';

/** The number of facts and the times of the first and the last of them (ms since the epoch). */
export interface FactCount {
  facts: number;
  /** Undefined when no fact has a time, such as deployments in progress. */
  first?: number;
  last?: number;
}

/** The facts of one kind from one source for one entity. */
export interface SourceCount extends FactCount {
  kind: FactKind;
  source: string;
  /** Null for changes that name no entity */
  entityId: number | null;
}

interface CountRow {
  source: string;
  entity_id: number | null;
  facts: BigInteger;
  first: BigInteger | null;
  last: BigInteger | null;
}

function aggregates(knex: Knex, kind: FactKind): Knex.Raw[] {
  return [
    knex.raw('count(*) as facts'),
    knex.raw(`min(${timeOf(kind, 'f')}) as first`),
    knex.raw(`max(${timeOf(kind, 'f')}) as last`),
  ];
}

const toCount = (kind: FactKind, row: CountRow): SourceCount => ({
  kind,
  source: row.source,
  entityId: row.entity_id,
  facts: Number(row.facts),
  first: optionalNumber(row.first),
  last: optionalNumber(row.last),
});

/**
 * Counts facts by source and entity.
 *
 * @param ids - `entities.id`; when omitted all facts, including those of unknown entities or of none
 */
export async function countFacts(
  knex: Knex,
  ids?: number[],
): Promise<SourceCount[]> {
  const counts = await Promise.all(
    FACT_KINDS.map(async kind => {
      const rows: CountRow[] = await knex(`${kind} as f`)
        .modify(query => {
          if (ids) {
            query.where(idsIn(knex, 'f.entity_id', ids));
          }
        })
        .groupBy('f.entity_id', 'f.source')
        .select('f.entity_id', 'f.source', ...aggregates(knex, kind));
      return rows.map(row => toCount(kind, row));
    }),
  );
  return counts.flat();
}

/** Changes from a source that name no entity and are carried by the same set of components. */
export interface CarriedCount extends FactCount {
  source: string;
  /** The components, `entities.id` */
  entityIds: number[];
}

/**
 * Counts the changes that name no entity and are carried by releases of some components. They are counted by set of
 * components, so that a product does not count a change twice that several of its components carry.
 */
export async function countCarriedChanges(
  knex: Knex,
  ids: number[],
): Promise<CarriedCount[]> {
  const carried = knex('release_changes as rc')
    .join('changes as f', 'f.pk', 'rc.change_pk')
    .where(idsIn(knex, 'rc.entity_id', ids))
    .where('rc.first', true)
    .whereNull('f.entity_id')
    .groupBy('f.pk', 'f.source', 'f.merged_at', 'f.first_commit_at')
    .select(
      'f.source',
      'f.merged_at',
      'f.first_commit_at',
      knex.raw(
        `string_agg(cast(rc.entity_id as text), ',' order by rc.entity_id) as entity_ids`,
      ),
    );
  const rows: (CountRow & { entity_ids: string })[] = await knex
    .from(carried.as('f'))
    .groupBy('f.source', 'f.entity_ids')
    .select('f.source', 'f.entity_ids', ...aggregates(knex, 'changes'));
  return rows.map(row => ({
    ...toCount('changes', row),
    entityIds: row.entity_ids.split(',').map(Number),
  }));
}

export interface RejectedCountRow {
  source: string;
  kind: FactKind;
  facts: BigInteger;
}

/** Counts the rejected facts. */
export async function countRejected(knex: Knex): Promise<RejectedCountRow[]> {
  return knex('rejected_facts')
    .groupBy('source', 'kind')
    .select('source', 'kind', knex.raw('count(*) as facts'));
}

export interface RejectedRow {
  source: string;
  kind: FactKind;
  id: string;
  reason: string;
  at: BigInteger;
}

/** The rejected facts, newest first. */
export async function findRejected(
  knex: Knex,
  limit: number,
): Promise<RejectedRow[]> {
  return knex('rejected_facts')
    .orderBy([
      { column: 'at', order: 'desc' },
      { column: 'kind' },
      { column: 'source' },
      { column: 'id' },
    ])
    .limit(limit)
    .select('source', 'kind', 'id', 'reason', 'at');
}

/** The references of some entities, by id. */
export async function findRefs(
  knex: Knex,
  ids: number[],
): Promise<Map<number, string>> {
  const rows: { id: number; ref: string }[] = await knex('entities')
    .where(idsIn(knex, 'id', ids))
    .select('id', 'ref');
  return new Map(rows.map(({ id, ref }) => [id, ref]));
}
