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

import { SignalItem } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { idsIn } from '../../database/sql';
import { StoredFact, toFact } from '../../intake/kinds/factStorage';
import { timesOf } from '../Window';
import { EvidenceScope } from './EvidenceScope';
import { countRows } from './page';
import { EvidenceQuery } from './types';

const COLUMNS = ['s.at', 'e.ref', 's.source', 's.id'];

/**
 * Signals in a window, in order of time, and their total number.
 *
 * @param end - the end of the window that pages are counted from
 */
export async function findSignals(
  knex: Knex,
  scope: EvidenceScope,
  { window, limit, offset }: EvidenceQuery,
  end: 'oldest' | 'newest' = 'oldest',
): Promise<{ totalItems: number; rows: StoredFact[] }> {
  const { from, to } = timesOf(window);
  // A freeze of a group also explains its products.
  const ids = [...scope.ids, ...scope.idsAbove()];
  const wanted = (query: Knex.QueryBuilder) => {
    query
      .where(idsIn(knex, 's.entity_id', ids))
      .where('s.at', '<', to)
      .where(time =>
        time.where('s.at', '>=', from).orWhere('s.until', '>', from),
      );
  };
  const totalItems = await countRows(knex('signals as s').where(wanted));
  const order = end === 'oldest' ? 'asc' : 'desc';
  const rows: StoredFact[] = await knex('signals as s')
    .join('entities as e', 'e.id', 's.entity_id')
    .where(wanted)
    .orderBy(COLUMNS.map(column => ({ column, order })))
    .limit(limit)
    .offset(offset)
    .select('s.*', 'e.ref as entity_ref');
  return { totalItems, rows: end === 'oldest' ? rows : rows.reverse() };
}

/** A signal as shown in evidence. */
export const toSignal = (row: StoredFact): SignalItem => ({
  ...toFact('signals', row),
  sentBy: (row.subject as string | null) ?? undefined,
});
