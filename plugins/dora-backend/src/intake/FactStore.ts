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
import {
  FactChanges,
  FactState,
  pksOf,
  TouchedFact,
} from './kinds/derivationRequest';
import { FACT_DEFINITIONS } from './kinds/factDefinitions';
import { FACT_COLUMNS } from './kinds/factStorage';
import { findSameOutages } from './kinds/sameOutages';
import { identityKey } from './identityKey';

/** A fact that was stored, and what of it is looked at here. */
interface StoredRow extends FactState, FactIdentity {
  pk: number;
  changes?: string | null;
  /** Whether it took the place of another one, as PostgreSQL tells */
  replaced?: boolean;
}

/** Another transaction has stored a fact for the first time while this one was about to: it has to be run again. */
class OvertakenError extends Error {
  // PostgreSQL's serialization_failure
  readonly code = '40001';
}

const compare = (a: Row, b: Row) => {
  if (a.source !== b.source) {
    return a.source! < b.source! ? -1 : 1;
  }
  return a.id! < b.id! ? -1 : 1;
};

/** The rows that a statement returns, each database in a way of its own. */
function returned<TRow extends { pk: number }>(
  knex: Knex,
  result: TRow[] | { rows: TRow[] },
): TRow[] {
  const rows = isPostgres(knex)
    ? (result as { rows: TRow[] }).rows
    : (result as TRow[]);
  return rows.map(row => ({ ...row, pk: Number(row.pk) }));
}

/** The columns that derivation looks at of facts of a kind. */
const stateOf = (kind: FactKind): string[] =>
  FACT_DEFINITIONS[kind].state ?? [];

/**
 * Those of some facts that are there, by their identities, as they stay until they are stored again.
 *
 * @param rows - in one order, so that concurrent calls wait for each other instead of failing
 */
async function findBefore(
  tx: Knex.Transaction,
  kind: FactKind,
  rows: Row[],
): Promise<Map<string, FactState>> {
  if (rows.length === 0) {
    return new Map();
  }
  const query = tx(`${kind} as f`)
    .join(
      jsonRows(
        tx,
        'g',
        { source: 'text', id: 'text' },
        rows.map(({ source, id }) => [source, id]),
      ),
      join => join.on('g.source', 'f.source').on('g.id', 'f.id'),
    )
    .orderBy(['f.source', 'f.id'])
    .select(['source', 'id', ...stateOf(kind)].map(name => `f.${name}`));
  const found: (FactIdentity & FactState)[] = await (isPostgres(tx)
    ? query.forUpdate('f')
    : query);
  return new Map(found.map(row => [identityKey(row), row]));
}

/**
 * Inserts facts of a kind.
 *
 * @param rows - with all columns of the kind and the subject that sent them, in one order
 * @param existing - what becomes of those that are there: nothing, or the given ones take their place where they differ
 * @returns those that were inserted or replaced
 */
async function insertFacts(
  tx: Knex.Transaction,
  kind: FactKind,
  rows: Row[],
  receivedAt: number,
  existing: 'nothing' | 'replace',
): Promise<StoredRow[]> {
  if (rows.length === 0) {
    return [];
  }
  const columns: Columns = { ...FACT_COLUMNS[kind], subject: 'text' };
  const names = Object.keys(columns);
  const content = Object.keys(FACT_COLUMNS[kind]).filter(
    name => name !== 'source' && name !== 'id',
  );
  const quoted = (name: string) => `"${name}"`;
  const replace = `update set
       ${[...content, 'subject', 'received_at']
         .map(name => `${quoted(name)} = excluded.${quoted(name)}`)
         .join(', ')}
     where ${content
       .map(
         name =>
           `${kind}.${quoted(name)} is distinct from excluded.${quoted(name)}`,
       )
       .join(' or ')}`;
  const result = await tx.raw(
    `insert into ?? (${names.map(quoted).join(', ')}, received_at)
     select ${names.map(quoted).join(', ')}, cast(? as bigint) from ? where true
     on conflict (source, id) do ${existing === 'nothing' ? existing : replace}
     returning ${[
       ...['pk', 'source', 'id', ...stateOf(kind)],
       ...(kind === 'deployments' ? ['changes'] : []),
       // A row that takes the place of another one bears the mark of the transaction that locked that one.
       ...(isPostgres(tx) ? ['xmax <> 0 as replaced'] : []),
     ].join(', ')}`,
    [
      kind,
      receivedAt,
      jsonRows(
        tx,
        'given',
        columns,
        rows.map(row => names.map(name => row[name])),
      ),
    ],
  );
  return returned<StoredRow>(tx, result);
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

/**
 * Makes the changes that deployments list those that they list now.
 *
 * @param replaced - those that were there before, `deployments.pk`
 */
async function replaceLists(
  tx: Knex.Transaction,
  rows: StoredRow[],
  replaced: number[],
) {
  if (replaced.length > 0) {
    await tx('deployment_changes')
      .where(idsIn(tx, 'deployment_pk', replaced))
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
 * The incidents that name deployments, or that were corrected to them: once the deployments are gone, no derived row
 * need tell of these.
 */
async function incidentsNaming(
  tx: Knex.Transaction,
  deployments: FactIdentity[],
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

/** What has to be derived again when facts of a kind were stored, or taken back. */
async function requestFor(
  tx: Knex.Transaction,
  kind: FactKind,
  facts: (TouchedFact & FactIdentity)[],
): Promise<FactChanges> {
  if (facts.length === 0) {
    return {};
  }
  const request = FACT_DEFINITIONS[kind].derivation?.(facts) ?? {};
  const deleted = facts.filter(({ after }) => !after);
  if (kind === 'deployments' && deleted.length > 0) {
    request.incidentPks = await incidentsNaming(tx, deleted);
  }
  if (kind === 'incidents') {
    request.incidentPks = new Set([
      ...pksOf(facts),
      ...(await findSameOutages(tx, [
        ...facts,
        ...facts.flatMap(({ before }) =>
          before?.same_as_id
            ? { source: before.same_as_source!, id: before.same_as_id }
            : [],
        ),
      ])),
    ]);
  }
  return request;
}

/**
 * Stores facts of a kind, each in place of the one that its source and id already name. What is stored just so stays as it
 * is, with the subject that sent it first and the time at which it came.
 *
 * @param rows - with all columns of the kind and the subject that sent them, each source and id once
 * @returns what has to be derived again
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
  // In one order, so that concurrent calls wait for each other instead of failing.
  const sorted = [...rows].sort(compare);
  let known = new Map<string, FactState>();
  let fresh: StoredRow[] = [];
  let left = sorted;
  if (stateOf(kind).length > 0) {
    // Most are new; only of the others is it looked what they were.
    fresh = await insertFacts(tx, kind, sorted, receivedAt, 'nothing');
    const inserted = new Set(fresh.map(identityKey));
    left = sorted.filter(
      ({ source, id }) =>
        !inserted.has(identityKey({ source: `${source}`, id: `${id}` })),
    );
    known = await findBefore(tx, kind, left);
  }
  const others = await insertFacts(tx, kind, left, receivedAt, 'replace');
  const stored = [...fresh, ...others];
  const touched = stored.map(row => {
    const before = known.get(identityKey(row));
    if (row.replaced && !before && stateOf(kind).length > 0) {
      throw new OvertakenError();
    }
    return { pk: row.pk, source: row.source, id: row.id, after: row, before };
  });
  if (kind === 'deployments' && stored.length > 0) {
    await replaceLists(
      tx,
      stored,
      pksOf(touched.filter(({ before }) => before)),
    );
  }
  await logStored(tx, kind, pksOf(touched), receivedAt);
  return requestFor(tx, kind, touched);
}

/** Deletes the facts of a source, or one of them, with the changes that they list. */
async function takeOut(
  tx: Knex.Transaction,
  kind: FactKind,
  at: number,
  source: string,
  id?: string,
): Promise<(TouchedFact & FactIdentity)[]> {
  const rows = returned<{ pk: number } & DeletedFact & FactState>(
    tx,
    // Knex returns no deleted rows from SQLite.
    await tx.raw(
      `delete from ?? where source = ? ${id === undefined ? '' : 'and id = ?'}
       returning ${[
         ...new Set(['pk', 'source', 'id', 'entity_id', ...stateOf(kind)]),
       ].join(', ')}`,
      [kind, source, ...(id === undefined ? [] : [id])],
    ),
  );
  if (kind === 'deployments') {
    await deleteLists(tx, pksOf(rows));
  }
  await logDeleted(tx, kind, rows, at);
  return rows.map(row => ({
    pk: row.pk,
    source: row.source,
    id: row.id,
    before: row,
  }));
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
  const facts = await takeOut(tx, kind, at, identity.source, identity.id);
  return facts.length > 0 ? requestFor(tx, kind, facts) : undefined;
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
  const facts = await takeOut(tx, kind, at, source);
  return { count: facts.length, request: await requestFor(tx, kind, facts) };
}
