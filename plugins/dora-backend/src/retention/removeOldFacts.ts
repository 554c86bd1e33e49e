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
import { idsIn } from '../database/sql';
import { Rules } from '../rules/types';
import { deleteLists } from '../intake/deploymentLists';
import { factsToKeep } from './factsToKeep';
import { CHANGED_AT, DEPLOYED_AT, loadFacts, loadNamed } from './loadFacts';

/** Facts by their keys (pk): after the one, up to the other. */
export interface Range {
  after: number;
  upTo: number;
}

type PkRow = { pk: string | number };

const pksOf = (rows: PkRow[]) => rows.map(({ pk }) => Number(pk));

/**
 * Removes the deployments of a component that are of before a time, and that its releases since do not depend on.
 *
 * @returns how many
 */
export async function removeDeployments(
  tx: Knex.Transaction,
  entityId: number,
  rules: Rules,
  before: number,
): Promise<number> {
  const facts = await loadFacts(tx, entityId, rules);
  const named = await loadNamed(tx, entityId, before);
  const kept = factsToKeep(facts, rules, before, named);
  const old = () =>
    tx('deployments')
      .where({ entity_id: entityId })
      .whereRaw(`${DEPLOYED_AT} < ?`, [before]);
  const pks = pksOf(await old().select('pk')).filter(
    pk => !kept.has(pk) && !named.has(pk),
  );
  if (pks.length === 0) {
    return 0;
  }
  // Again whether it is old: it may have been sent again since it was read.
  const removed = await old().where(idsIn(tx, 'pk', pks)).delete();
  await deleteLists(tx, pks);
  return removed;
}

/**
 * Removes the changes in a range that are of before a time: other than those that a release since carries, that no release
 * carries yet, that a deployment lists, and the newest of each entity, which tells that changes come at all.
 *
 * @returns their keys
 */
export async function removeChanges(
  tx: Knex.Transaction,
  { after, upTo }: Range,
  before: number,
): Promise<number[]> {
  const one = tx.raw('1');
  const rows: PkRow[] = await tx('changes as c')
    .where('c.pk', '>', after)
    .where('c.pk', '<=', upTo)
    .whereRaw(`${CHANGED_AT} < ?`, [before])
    .whereNotExists(
      tx('release_changes as r')
        .join('releases as l', 'l.id', 'r.release_id')
        .whereRaw('r.change_pk = c.pk')
        .where('l.time', '>=', before)
        .select(one),
    )
    .whereNotExists(
      tx('deployment_changes as l')
        .whereRaw('l.change_source = c.source and l.change_id = c.id')
        .select(one),
    )
    .where(query => {
      query.whereNull('c.entity_id').orWhere(owned => {
        owned
          .whereRaw(
            `${CHANGED_AT} <= coalesce((
               select max(l.time) from releases as l
               where l.entity_id = c.entity_id and l.kind <> 'rollback'
             ), ?)`,
            [before],
          )
          .whereExists(
            tx('changes as n')
              .whereRaw('n.entity_id = c.entity_id and n.pk > c.pk')
              .select(one),
          );
      });
    })
    .select('c.pk');
  const pks = pksOf(rows);
  if (pks.length > 0) {
    await tx('changes')
      .where(idsIn(tx, 'pk', pks))
      .whereRaw(`${CHANGED_AT} < ?`, [before])
      .delete();
  }
  return pks;
}

/**
 * Removes the incidents in a range that are of before a time: other than those that tell of a release since, and the
 * newest of each entity, which tells that incidents come at all.
 *
 * @returns their keys
 */
export async function removeIncidents(
  tx: Knex.Transaction,
  { after, upTo }: Range,
  before: number,
): Promise<number[]> {
  const rows: PkRow[] = await tx('incidents as i')
    .where('i.pk', '>', after)
    .where('i.pk', '<=', upTo)
    .where('i.started_at', '<', before)
    .whereNotExists(
      tx('release_reasons as r')
        .join('releases as l', 'l.id', 'r.release_id')
        .whereRaw('r.incident_pk = i.pk')
        .where('l.time', '>=', before)
        .select(tx.raw('1')),
    )
    .whereExists(
      tx('incidents as n')
        .whereRaw('n.entity_id = i.entity_id and n.pk > i.pk')
        .select(tx.raw('1')),
    )
    .select('i.pk');
  const pks = pksOf(rows);
  if (pks.length > 0) {
    await tx('incidents')
      .where(idsIn(tx, 'pk', pks))
      .where('started_at', '<', before)
      .delete();
  }
  return pks;
}

/** Removes the signals in a range that ended before a time. */
export async function removeSignals(
  tx: Knex.Transaction,
  { after, upTo }: Range,
  before: number,
): Promise<number> {
  return tx('signals')
    .where('pk', '>', after)
    .where('pk', '<=', upTo)
    .whereRaw('coalesce(until, at) < ?', [before])
    .delete();
}
