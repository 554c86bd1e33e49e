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

import { FactIdentity, FactKind } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { idsIn } from '../database/sql';
import { ComponentSettings, Rules } from '../rules/types';
import { deleteLists } from '../intake/deploymentLists';
import { TouchedFact } from '../intake/kinds/derivationRequest';
import { findSameOutages } from '../intake/kinds/sameOutages';
import { artifactsToKeep } from './artifactsToKeep';
import { retentionTimeOf } from '../intake/kinds/factStorage';
import { factsToKeep } from './factsToKeep';
import { loadFacts, loadNamed } from './loadFacts';

/** A range of facts by key (pk): exclusive start, inclusive end. */
export interface Range {
  after: number;
  upTo: number;
}

type Condition = (query: Knex.QueryBuilder) => void;

/** The condition that a fact of a kind is older than a time. */
const isOld =
  (kind: FactKind, before: number): Condition =>
  query => {
    query.whereRaw(`${retentionTimeOf(kind, kind)} < ?`, [before]);
  };

/**
 * Removes the deployments of a component that are older than a time and that
 * its later releases do not depend on.
 *
 * @returns how many
 */
export async function removeDeployments(
  tx: Knex.Transaction,
  entityId: number,
  settings: ComponentSettings,
  rules: Rules,
  before: number,
): Promise<number> {
  const facts = await loadFacts(tx, entityId);
  const named = await loadNamed(tx, entityId, before);
  const kept = factsToKeep(facts, settings, rules, before, named);
  const old = () =>
    tx('deployments')
      .where({ entity_id: entityId })
      .where(isOld('deployments', before));
  const found: (string | number)[] = await old().pluck('pk');
  const pks = found.map(Number).filter(pk => !kept.has(pk) && !named.has(pk));
  if (pks.length === 0) {
    return 0;
  }
  // Check its age again: it may have been sent again since it was read.
  const removed = await old().where(idsIn(tx, 'pk', pks)).delete();
  await deleteLists(tx, pks);
  return removed;
}

/** The condition that the entity has a newer fact of the kind. */
const isNotNewest =
  (tx: Knex, kind: FactKind): Condition =>
  query => {
    query.whereExists(
      tx(`${kind} as n`)
        .whereRaw(`n.entity_id = ${kind}.entity_id and n.pk > ${kind}.pk`)
        .select(tx.raw('1')),
    );
  };

/**
 * Keeps changes of any age that a later release carries, that no release
 * carries yet, that a deployment lists, or that are the newest of their entity,
 * which shows that changes are connected.
 */
const isChangeToRemove =
  (tx: Knex, before: number): Condition =>
  query => {
    const one = tx.raw('1');
    query
      .whereNotExists(
        tx('release_changes as r')
          .join('releases as l', 'l.id', 'r.release_id')
          .whereRaw('r.change_pk = changes.pk')
          .where('l.time', '>=', before)
          .select(one),
      )
      .whereNotExists(
        tx('deployment_changes as l')
          .whereRaw(
            'l.change_source = changes.source and l.change_id = changes.id',
          )
          .select(one),
      )
      .where(entity => {
        entity.whereNull('changes.entity_id').orWhere(owned => {
          owned
            .whereRaw(
              `${retentionTimeOf('changes', 'changes')} <= coalesce((
                 select max(l.time) from releases as l
                 where l.entity_id = changes.entity_id and l.kind <> 'rollback'
               ), ?)`,
              [before],
            )
            .where(isNotNewest(tx, 'changes'));
        });
      });
  };

/**
 * Keeps incidents of later releases and the newest of each entity, which shows
 * that incidents are connected.
 */
const isIncidentToRemove =
  (tx: Knex, before: number): Condition =>
  query => {
    query
      .whereNotExists(
        tx('release_reasons as r')
          .join('releases as l', 'l.id', 'r.release_id')
          .whereRaw('r.incident_pk = incidents.pk')
          .where('l.time', '>=', before)
          .select(tx.raw('1')),
      )
      .where(isNotNewest(tx, 'incidents'));
  };

interface OldFact extends FactIdentity {
  pk: string | number;
  entity_id: number | null;
}

/** Incidents that tell of the same outage as one that stays, stay as well: that one may lack what they know. */
async function incidentsToKeep(
  tx: Knex.Transaction,
  rows: OldFact[],
  before: number,
): Promise<Set<number>> {
  const outages = await findSameOutages(tx, rows);
  const removable: (string | number)[] = await tx('incidents')
    .where(idsIn(tx, 'incidents.pk', outages))
    .where(isOld('incidents', before))
    .where(isIncidentToRemove(tx, before))
    .pluck('incidents.pk');
  removable.forEach(pk => outages.delete(Number(pk)));
  return outages.size === 0
    ? outages
    : findSameOutages(
        tx,
        await tx('incidents')
          .where(idsIn(tx, 'pk', outages))
          .select('source', 'id'),
      );
}

/** Those of some old facts that others depend on which stay, by their keys; that is not told by a condition on each. */
async function toKeep(
  tx: Knex.Transaction,
  kind: FactKind,
  rows: OldFact[],
  before: number,
): Promise<Set<number>> {
  if (kind === 'incidents') {
    return incidentsToKeep(tx, rows, before);
  }
  return kind === 'artifacts'
    ? artifactsToKeep(tx, new Set(rows.map(row => row.entity_id!)), before)
    : new Set();
}

/** Which of the old facts of a kind are removed; all unless it is here. */
const TO_REMOVE: Partial<
  Record<FactKind, (tx: Knex, before: number) => Condition>
> = { changes: isChangeToRemove, incidents: isIncidentToRemove };

/**
 * Removes facts of a kind, other than deployments, in a range that are older
 * than a time and that nothing later depends on.
 */
export async function removeFacts(
  tx: Knex.Transaction,
  kind: FactKind,
  { after, upTo }: Range,
  before: number,
): Promise<TouchedFact[]> {
  const rows: OldFact[] = await tx(kind)
    .where(`${kind}.pk`, '>', after)
    .where(`${kind}.pk`, '<=', upTo)
    .where(isOld(kind, before))
    .where(TO_REMOVE[kind]?.(tx, before) ?? {})
    .select(['pk', 'source', 'id', 'entity_id'].map(name => `${kind}.${name}`));
  const kept = await toKeep(tx, kind, rows, before);
  const facts = rows
    .map(({ pk, entity_id: id }) => ({
      pk: Number(pk),
      before: { entity_id: id },
    }))
    .filter(({ pk }) => !kept.has(pk));
  if (facts.length > 0) {
    await tx(kind)
      .where(
        idsIn(
          tx,
          'pk',
          facts.map(({ pk }) => pk),
        ),
      )
      // They may have been sent again since they were read.
      .where(isOld(kind, before))
      .delete();
  }
  return facts;
}
