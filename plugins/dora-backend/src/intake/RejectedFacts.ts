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
import { Row } from '../database/rows';
import { jsonRows } from '../database/sql';
import { Rejection } from './checkRequest';

const MAX_KEPT = 10_000;
const MAX_LENGTH = 200;

const COLUMNS = {
  kind: 'text',
  source: 'text',
  id: 'text',
  reason: 'text',
  at: 'bigint',
} as const;

/** A truncated source or id: they are part of a key of three columns. */
const cut = (text = '') =>
  text.length <= MAX_LENGTH
    ? text
    : Array.from(text).slice(0, MAX_LENGTH).join('');

/** Records rejected facts for display; keeps only the newest. */
export async function recordRejections(
  tx: Knex.Transaction,
  rejections: Rejection[],
  at: number,
): Promise<void> {
  const standing = rejections.filter(({ superseded }) => !superseded);
  if (standing.length === 0) {
    return;
  }
  const rows = new Map<string, Row>();
  for (const { kind, source, id, reason } of standing) {
    const row = {
      kind,
      source: cut(source),
      id: cut(id),
      reason,
      at,
    };
    rows.set(JSON.stringify([row.kind, row.source, row.id]), row);
  }
  const names = Object.keys(COLUMNS);
  await tx.raw(
    `insert into rejected_facts (${names.join(', ')})
     select ${names.join(', ')} from ? where true
     on conflict (kind, source, id) do update set
       reason = excluded.reason, at = excluded.at`,
    [
      jsonRows(
        tx,
        'given',
        COLUMNS,
        [...rows]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([, row]) => names.map(name => row[name])),
      ),
    ],
  );
  const oldest = await tx('rejected_facts')
    .orderBy('at', 'desc')
    .offset(MAX_KEPT)
    .first('at');
  if (oldest) {
    await tx('rejected_facts').where('at', '<=', oldest.at).delete();
  }
}

/** Clears the rejections of facts that have since been accepted. */
export async function clearRejections(
  tx: Knex.Transaction,
  kind: FactKind,
  facts: Row[],
): Promise<void> {
  if (facts.length === 0) {
    return;
  }
  await tx('rejected_facts')
    .where({ kind })
    // Not "exists": SQLite would parse all facts for each rejection.
    .whereRaw('(source, id) in (select source, id from ?)', [
      jsonRows(
        tx,
        'given',
        { source: 'text', id: 'text' },
        facts.map(({ source, id }) => [cut(`${source}`), cut(`${id}`)]),
      ),
    ])
    .delete();
}
