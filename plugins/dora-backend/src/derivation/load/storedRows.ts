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
import { Row } from '../../database/rows';
import { idsIn } from '../../database/sql';
import { Rules } from '../../rules/types';
import {
  DerivedRows,
  DerivedTable,
  RELEASE_CHANGES,
  RELEASE_REASONS,
  RELEASES,
  ROLLOUTS,
  toRow,
} from '../store/derivedTables';
import { sinceRows } from './sinceRows';
import { Tail } from './Tail';

const columnsOf = (table: DerivedTable, alias: string) =>
  Object.keys(table.columns).map(name => `${alias}.${name}`);

/** Reads the rows that some tails may change. */
export async function loadStoredRows(
  tx: Knex.Transaction,
  tails: Tail[],
  /** Releases that began before the tails and have further rollouts there */
  joined: number[],
  rules: Rules,
): Promise<DerivedRows> {
  const since = sinceRows(tx, tails);
  const rollouts: Row[] = await tx('rollouts as o')
    .join(since, 'g.entity_id', 'o.entity_id')
    .whereRaw('o.time >= g.since')
    .select(columnsOf(ROLLOUTS, 'o'));

  const releaseIds = new Set(joined);
  const begunWithin = new Set<number>();
  for (const { since: from, rollouts: stored } of tails) {
    for (const { releaseId, releaseTime } of stored) {
      releaseIds.add(releaseId);
      if (releaseTime >= from) {
        begunWithin.add(releaseId);
      }
    }
  }
  const releases: Row[] = await tx('releases as r')
    .where(idsIn(tx, 'r.id', releaseIds))
    .select(columnsOf(RELEASES, 'r'));
  const changes: Row[] = await tx('release_changes as c')
    .where(idsIn(tx, 'c.release_id', begunWithin))
    .select(columnsOf(RELEASE_CHANGES, 'c'));

  // A fix may be in the tail, and what it fixed before.
  const reach = Math.max(rules.rollbackWindow, rules.hotfixWindow);
  const reasons: Row[] = await tx('rollouts as o')
    .join(
      sinceRows(
        tx,
        tails.map(({ entityId, since: from }) => ({
          entityId,
          since: Math.max(0, from - reach),
        })),
      ),
      'g.entity_id',
      'o.entity_id',
    )
    .join('release_reasons as x', 'x.release_id', 'o.deployment_pk')
    .whereRaw('o.time >= g.since')
    .whereNull('x.incident_pk')
    .select(columnsOf(RELEASE_REASONS, 'x'));

  return {
    releases: releases.map(row => toRow(RELEASES, row)),
    rollouts: rollouts.map(row => toRow(ROLLOUTS, row)),
    changes: changes.map(row => toRow(RELEASE_CHANGES, row)),
    reasons: reasons.map(row => toRow(RELEASE_REASONS, row)),
  };
}
