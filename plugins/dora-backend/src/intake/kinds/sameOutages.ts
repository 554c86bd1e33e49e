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

import { FactIdentity } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { jsonRows } from '../../database/sql';

interface SameRow {
  pk: string | number;
  source: string;
  id: string;
  same_as_source: string | null;
  same_as_id: string | null;
}

/**
 * The incidents that have some identities, and all that tell of the same outages: those that name one of them as the same,
 * those that it names, and so on.
 *
 * @param identities - of incidents, be they there or not
 * @returns `incidents.pk`
 */
export async function findSameOutages(
  tx: Knex,
  identities: FactIdentity[],
): Promise<Set<number>> {
  const pks = new Set<number>();
  const seen = new Set<string>();
  const unseen = (source: string, id: string) => {
    const key = JSON.stringify([source, id]);
    return !seen.has(key) && seen.add(key);
  };
  let next = identities
    .filter(({ source, id }) => unseen(source, id))
    .map(({ source, id }) => [source, id]);
  while (next.length > 0) {
    const given = jsonRows(tx, 'g', { source: 'text', id: 'text' }, next);
    const columns = [
      ...['i.pk', 'i.source', 'i.id', 'i.same_as_source', 'i.same_as_id'],
    ];
    const rows: SameRow[] = await tx('incidents as i')
      .join(given, join => join.on('g.source', 'i.source').on('g.id', 'i.id'))
      .select(columns)
      .unionAll(
        tx('incidents as i')
          .join(given, join =>
            join.on('g.source', 'i.same_as_source').on('g.id', 'i.same_as_id'),
          )
          .select(columns),
      );
    next = [];
    for (const row of rows) {
      pks.add(Number(row.pk));
      if (unseen(row.source, row.id)) {
        next.push([row.source, row.id]);
      }
      if (row.same_as_id && unseen(row.same_as_source!, row.same_as_id)) {
        next.push([row.same_as_source!, row.same_as_id]);
      }
    }
  }
  return pks;
}
