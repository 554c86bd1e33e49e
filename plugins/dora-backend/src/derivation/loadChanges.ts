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
import { idsIn, jsonRows } from '../database/sql';
import { ChangeFact } from '../derive/types';
import { Tail } from './Tail';

type BigInteger = string | number;

const optional = <T>(value: T | null): T | undefined => value ?? undefined;
const optionalTime = (value: BigInteger | null): number | undefined =>
  value === null ? undefined : Number(value);

interface ChangeRow {
  /** Of the component that may carry it. */
  carrier_id: number;
  pk: BigInteger;
  entity_id: number | null;
  source: string;
  id: string;
  first_commit_at: BigInteger;
  opened_at: BigInteger | null;
  first_review_at: BigInteger | null;
  merged_at: BigInteger | null;
  title: string | null;
  labels: string | null;
}

const CHANGE = [
  'g.entity_id as carrier_id',
  'c.pk',
  'c.entity_id',
  'c.source',
  'c.id',
  'c.first_commit_at',
  'c.opened_at',
  'c.first_review_at',
  'c.merged_at',
  'c.title',
  'c.labels',
];

const toChange = (row: ChangeRow): ChangeFact => ({
  pk: Number(row.pk),
  source: row.source,
  id: row.id,
  ofComponent: row.entity_id === row.carrier_id,
  firstCommitAt: Number(row.first_commit_at),
  openedAt: optionalTime(row.opened_at),
  firstReviewAt: optionalTime(row.first_review_at),
  mergedAt: optionalTime(row.merged_at),
  title: optional(row.title),
  labels: row.labels ? JSON.parse(row.labels) : undefined,
});

/** From when on the changes of a component may be those of a release of its tail, by when they joined. */
function joinedAfter({ since, past }: Tail): number {
  if (since === 0) {
    return -1;
  }
  // Where there is none before, one of the tail has to be first.
  return past.previous?.time ?? since;
}

/** Marks those that releases before the tails carry already. */
async function loadCarried(
  tx: Knex.Transaction,
  tails: Map<number, Tail>,
): Promise<void> {
  const pks = [...tails.values()].flatMap(({ since, changes }) =>
    since > 0 ? changes.map(({ pk }) => pk) : [],
  );
  if (pks.length === 0) {
    return;
  }
  const rows: {
    entity_id: number;
    change_pk: BigInteger;
    time: BigInteger;
  }[] = await tx('release_changes as c')
    .join('releases as r', 'r.id', 'c.release_id')
    .where(idsIn(tx, 'c.change_pk', new Set(pks)))
    .select('c.entity_id', 'c.change_pk', 'r.time');
  for (const row of rows) {
    const tail = tails.get(row.entity_id);
    if (tail && Number(row.time) < tail.since) {
      tail.past.carried.add(Number(row.change_pk));
    }
  }
}

/** Reads the changes that the releases of some tails may carry. */
export async function loadChanges(
  tx: Knex.Transaction,
  tails: Map<number, Tail>,
): Promise<void> {
  if (tails.size === 0) {
    return;
  }
  const given = jsonRows(
    tx,
    'g',
    { entity_id: 'integer', since: 'bigint', after: 'bigint' },
    [...tails.values()].map(tail => [
      tail.entityId,
      tail.since,
      joinedAfter(tail),
    ]),
  );
  const own = () =>
    tx('changes as c').join(given, 'g.entity_id', 'c.entity_id').select(CHANGE);
  const merged = own().whereRaw('c.merged_at > g.after');
  const pushed = own()
    .whereNull('c.merged_at')
    .whereRaw('c.first_commit_at > g.after');
  const listed = tx('deployments as d')
    .join(given, 'g.entity_id', 'd.entity_id')
    .join('deployment_changes as l', 'l.deployment_pk', 'd.pk')
    .join('changes as c', join =>
      join.on('c.source', 'l.change_source').on('c.id', 'l.change_id'),
    )
    .whereRaw('d.finished_at >= g.since')
    .where('d.status', 'success')
    .whereRaw(
      `(c.entity_id is null or c.entity_id <> g.entity_id
        or coalesce(c.merged_at, c.first_commit_at) <= g.after)`,
    )
    .distinct(CHANGE);
  const rows: ChangeRow[] = await merged.unionAll([pushed, listed]);
  for (const row of rows) {
    tails.get(row.carrier_id)!.changes.push(toChange(row));
  }
  await loadCarried(tx, tails);
}
