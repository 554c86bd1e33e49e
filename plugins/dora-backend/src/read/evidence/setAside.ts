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

import { SetAside } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { idsIn } from '../../database/sql';
import { EvidenceScope } from './EvidenceScope';
import { BigInteger, toTime } from './values';

interface SetAsideRow {
  ref: string;
  source: string | null;
  id: string | null;
  error: string;
  failed_since: BigInteger;
  retry_at: BigInteger;
}

/** The shown components and incidents that cannot be derived, those failing longest first. */
export async function findSetAside(
  knex: Knex,
  scope: EvidenceScope,
): Promise<SetAside[]> {
  const rows: SetAsideRow[] = await knex('derivation_queue as q')
    .leftJoin('incidents as i', 'i.pk', 'q.incident_pk')
    .join(
      'entities as e',
      'e.id',
      knex.raw('coalesce(i.entity_id, q.entity_id)'),
    )
    .whereNotNull('q.error')
    .where(shown => {
      if (!scope.everything) {
        shown.where(idsIn(knex, 'e.id', scope.ids));
      }
    })
    .orderBy(['q.failed_since', 'e.ref', 'q.id'])
    .select('e.ref', 'i.source', 'i.id', 'q.error', 'q.failed_since')
    .select('q.retry_at');
  return rows.map(row => ({
    entityRef: row.ref,
    ...(row.source !== null &&
      row.id !== null && { incident: { source: row.source, id: row.id } }),
    error: row.error,
    since: toTime(row.failed_since),
    nextTryAt: toTime(row.retry_at),
  }));
}
