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
import { Columns, insertValues, Row, Value } from '../database/rows';
import { idsIn, isPostgres, jsonRows } from '../database/sql';
import { DeletedFact, logDeleted, logStored } from './feed/factLog';
import { deleteLists } from './deploymentLists';
import { TouchedFact } from './kinds/derivationRequest';
import { FACT_DEFINITIONS } from './kinds/factDefinitions';
import { FACT_COLUMNS } from './kinds/factStorage';
import { identityKey } from './identityKey';
import { FactChanges } from './kinds/derivationRequest';

interface StoredRow extends TouchedFact {
  changes?: string | null;
}

const compare = (a: Row, b: Row) => {
  if (a.source !== b.source) {
    return a.source! < b.source! ? -1 : 1;
  }
  return a.id! < b.id! ? -1 : 1;
};

/** The rows that a statement returns, which each driver delivers differently. */
function returned<TRow extends TouchedFact>(
  knex: Knex,
  result: TRow[] | { rows: TRow[] },
): TRow[] {
  const rows = isPostgres(knex)
    ? (result as { rows: TRow[] }).rows
    : (result as TRow[]);
  return rows.map(row => ({ ...row, pk: Number(row.pk) }));
}

/** The expression that tells whether a row returned by an upsert was inserted. */
async function insertedTest(
  tx: Knex.Transaction,
  table: string,
): Promise<{ sql: string; bindings: number[] }> {
  if (isPostgres(tx)) {
    // An updated row carries the id of the transaction that locked the old
    // version.
    return { sql: '(xmax = 0)', bindings: [] };
  }
  // Nobody else writes in the meantime, and keys only increase.
  const last = await tx(table).max('pk as pk').first();
  return { sql: '(pk > ?)', bindings: [last?.pk ?? 0] };
}

/** One row for each change that a deployment lists. */
function listRows({ pk, changes }: StoredRow): Value[][] {
  const listed: [string, string][] = changes ? JSON.parse(changes) : [];
  return [
    ...new Map(
      listed.map(([source, id]) => [
        identityKey({ source, id }),
        [source, id, pk],
      ]),
    ).values(),
  ];
}

/** Replaces the stored lists of changes with those that the deployments list now. */
async function replaceLists(tx: Knex.Transaction, rows: StoredRow[]) {
  const listedBefore = rows.filter(({ inserted }) => !inserted);
  if (listedBefore.length > 0) {
    await tx('deployment_changes')
      .where(
        idsIn(
          tx,
          'deployment_pk',
          listedBefore.map(({ pk }) => pk),
        ),
      )
      .delete();
  }
  await insertValues(
    tx,
    'deployment_changes',
    { change_source: 'text', change_id: 'text', deployment_pk: 'bigint' },
    rows.flatMap(listRows),
  );
}

/**
 * Stores facts of a kind, each replacing the one with the same source and id.
 * An unchanged fact keeps its row, including the subject that first sent it and
 * the time at which it was received.
 *
 * @param rows - with all columns of the kind and the subject that sent them;
 *   each source and id at most once
 * @returns what needs to be derived again
 */
export async function upsertFacts(
  tx: Knex.Transaction,
  kind: FactKind,
  rows: Row[],
  receivedAt: number,
): Promise<FactChanges> {
  if (rows.length === 0) {
    return {};
  }
  const columns: Columns = { ...FACT_COLUMNS[kind], subject: 'text' };
  const names = Object.keys(columns);
  const content = Object.keys(FACT_COLUMNS[kind]).filter(
    name => name !== 'source' && name !== 'id',
  );
  const quoted = (name: string) => `"${name}"`;
  const inserted =
    kind === 'deployments' ? await insertedTest(tx, kind) : undefined;
  const result = await tx.raw(
    `insert into ?? (${names.map(quoted).join(', ')}, received_at)
     select ${names.map(quoted).join(', ')}, cast(? as bigint) from ? where true
     on conflict (source, id) do update set
       ${[...content, 'subject', 'received_at']
         .map(name => `${quoted(name)} = excluded.${quoted(name)}`)
         .join(', ')}
     where ${content
       .map(
         name =>
           `${kind}.${quoted(name)} is distinct from excluded.${quoted(name)}`,
       )
       .join(' or ')}
     returning pk, entity_id${
       inserted
         ? `, changes, status, finished_at, ${inserted.sql} as inserted`
         : ''
     }`,
    [
      kind,
      receivedAt,
      jsonRows(
        tx,
        'given',
        columns,
        // In a fixed order, so that concurrent calls wait for each other
        // instead of deadlocking.
        [...rows].sort(compare).map(row => names.map(name => row[name])),
      ),
      ...(inserted?.bindings ?? []),
    ],
  );
  const stored = returned(tx, result);
  if (kind === 'deployments' && stored.length > 0) {
    await replaceLists(tx, stored);
  }
  await logStored(
    tx,
    kind,
    stored.map(({ pk }) => pk),
    receivedAt,
  );
  return FACT_DEFINITIONS[kind].derivation?.(stored) ?? {};
}

/** Deletes all facts of a source or one of them, with the changes that they list. */
async function deleteRows(
  tx: Knex.Transaction,
  kind: FactKind,
  at: number,
  source: string,
  id?: string,
): Promise<(TouchedFact & DeletedFact)[]> {
  const rows = returned<TouchedFact & DeletedFact>(
    tx,
    // Knex does not return deleted rows from SQLite.
    await tx.raw(
      `delete from ?? where source = ? ${id === undefined ? '' : 'and id = ?'}
       returning pk, entity_id, source, id`,
      [kind, source, ...(id === undefined ? [] : [id])],
    ),
  );
  if (kind === 'deployments') {
    await deleteLists(
      tx,
      rows.map(({ pk }) => pk),
    );
  }
  await logDeleted(tx, kind, rows, at);
  return rows;
}

/**
 * The incidents that name deployments or are linked to them by corrections:
 * once the deployments are gone, derived rows may no longer refer to these
 * incidents.
 */
async function incidentsNaming(
  tx: Knex.Transaction,
  deployments: DeletedFact[],
): Promise<number[]> {
  const given = jsonRows(
    tx,
    'g',
    { source: 'text', id: 'text' },
    deployments.map(({ source, id }) => [source, id]),
  );
  const rows: { pk: string | number }[] = await tx('incidents as i')
    .join(given, join =>
      join
        .on('i.cause_deployment_source', 'g.source')
        .on('i.cause_deployment_id', 'g.id'),
    )
    .select('i.pk')
    .union([
      tx('corrections as c')
        .join(given, join =>
          join
            .on('c.deployment_source', 'g.source')
            .on('c.deployment_id', 'g.id'),
        )
        .join('incidents as i', join =>
          join.on('i.source', 'c.incident_source').on('i.id', 'c.incident_id'),
        )
        .select('i.pk'),
    ]);
  return rows.map(({ pk }) => Number(pk));
}

/** What needs to be derived again after facts of a kind were deleted. */
async function requestForDeleted(
  tx: Knex.Transaction,
  kind: FactKind,
  facts: (TouchedFact & DeletedFact)[],
): Promise<FactChanges> {
  return {
    ...FACT_DEFINITIONS[kind].derivation?.(facts),
    ...(kind === 'deployments' &&
      facts.length > 0 && { incidentPks: await incidentsNaming(tx, facts) }),
  };
}

/**
 * Deletes a fact.
 *
 * @returns what needs to be derived again; undefined if there was no such fact
 */
export async function deleteFact(
  tx: Knex.Transaction,
  kind: FactKind,
  identity: FactIdentity,
  at: number,
): Promise<FactChanges | undefined> {
  const rows = await deleteRows(tx, kind, at, identity.source, identity.id);
  return rows.length > 0 ? requestForDeleted(tx, kind, rows) : undefined;
}

/**
 * Deletes all facts of a kind that a source has reported.
 *
 * @returns how many there were, and what needs to be derived again
 */
export async function deleteFactsOf(
  tx: Knex.Transaction,
  kind: FactKind,
  source: string,
  at: number,
): Promise<{ count: number; request: FactChanges }> {
  const rows = await deleteRows(tx, kind, at, source);
  return {
    count: rows.length,
    request: await requestForDeleted(tx, kind, rows),
  };
}
