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
import { Columns, Row } from '../../database/rows';
import { idsIn } from '../../database/sql';
import { ReleaseState, StoredOutcome } from '../outbox/ReleaseState';
import {
  columnOf,
  DerivedRow,
  readableNumber,
  RELEASES,
} from './derivedTables';

/** Columns of `releases` besides those of {@link RELEASES}; `assessReleases` writes them. */
export const OUTCOME_COLUMNS = {
  failed: 'boolean',
  recovered_at: 'bigint',
  reasons: 'text',
} as const satisfies Columns;

const at = {
  id: columnOf(RELEASES, 'public_id'),
  entityId: columnOf(RELEASES, 'entity_id'),
  version: columnOf(RELEASES, 'version'),
  time: columnOf(RELEASES, 'time'),
  kind: columnOf(RELEASES, 'kind'),
  rollouts: columnOf(RELEASES, 'rollouts'),
  workspaces: columnOf(RELEASES, 'workspaces'),
  changes: columnOf(RELEASES, 'changes'),
};

export const toState = (
  row: DerivedRow,
  { failed, recoveredAt, reasons }: StoredOutcome,
): ReleaseState => ({
  id: row[at.id] as string,
  entityId: row[at.entityId] as number,
  version: row[at.version] as string | null,
  time: row[at.time] as number,
  kind: row[at.kind] as string,
  rollouts: row[at.rollouts] as number,
  workspaces: row[at.workspaces] as number,
  changes: row[at.changes] as number,
  failed,
  recoveredAt,
  reasons,
});

/** Stands for invalid reasons: no release has an empty list. */
const UNREADABLE = '[]';

function readableReasons(text: string): string {
  try {
    return Array.isArray(JSON.parse(text)) ? text : UNREADABLE;
  } catch {
    return UNREADABLE;
  }
}

/**
 * Reads an outcome. Invalid values become values that no outcome has, so that the row is written again.
 *
 * @param row - with {@link OUTCOME_COLUMNS}
 */
export const toOutcome = (row: Row): StoredOutcome => ({
  failed: Boolean(row.failed),
  recoveredAt:
    row.recovered_at === null ? undefined : readableNumber(row.recovered_at),
  reasons:
    row.reasons === null ? undefined : readableReasons(String(row.reasons)),
});

/** The outcomes of releases (`releases.id`), without those that have none. */
export async function loadOutcomes(
  tx: Knex.Transaction,
  ids: number[],
): Promise<Map<number, StoredOutcome>> {
  const rows: Row[] =
    ids.length === 0
      ? []
      : await tx('releases')
          .where(idsIn(tx, 'id', ids))
          .where(has => has.whereNot('failed', false).orWhereNotNull('reasons'))
          .select(['id', ...Object.keys(OUTCOME_COLUMNS)]);
  return new Map(rows.map(row => [Number(row.id), toOutcome(row)]));
}
