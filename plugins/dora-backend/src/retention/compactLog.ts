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
import { groupBy } from '../database/groupBy';
import { idsIn } from '../database/sql';

const ENTRIES_AT_ONCE = 200;

interface Entry {
  seq: string | number;
  position: string | number | null;
  kind: FactKind;
  received_at: string | number;
  stored: string;
}

/** When the facts of some log entries that still exist were received, by kind and key. */
async function presentFacts(
  tx: Knex.Transaction,
  entries: Entry[],
): Promise<Map<FactKind, Map<number, number>>> {
  const present = new Map<FactKind, Map<number, number>>();
  for (const [kind, ofKind] of groupBy(entries, entry => entry.kind)) {
    const rows: { pk: string | number; received_at: string | number }[] =
      await tx(kind)
        .where(
          idsIn(
            tx,
            'pk',
            ofKind.flatMap(({ stored }) => JSON.parse(stored)),
          ),
        )
        .select('pk', 'received_at');
    present.set(
      kind,
      new Map(rows.map(row => [Number(row.pk), Number(row.received_at)])),
    );
  }
  return present;
}

/**
 * Removes facts that no longer exist from a batch of old log entries, and
 * entries that become empty. Deletions stay in the log, and so does the last
 * position in the feed, from which numbering continues.
 *
 * @param after - the entry (`seq`) to start after
 * @returns the last entry that was examined; undefined if there are none left
 */
export async function compactLog(
  tx: Knex.Transaction,
  before: number,
  after: number,
): Promise<number | undefined> {
  const entries: Entry[] = await tx('fact_log')
    .where('seq', '>', after)
    .where('received_at', '<', before)
    // Corrections are few and are always kept.
    .whereNot('kind', 'corrections')
    .whereNotNull('stored')
    .orderBy('seq')
    .limit(ENTRIES_AT_ONCE);
  if (entries.length === 0) {
    return undefined;
  }
  const last = await tx('fact_log').max('position as position').first();
  const present = await presentFacts(tx, entries);
  for (const entry of entries) {
    const pks: number[] = JSON.parse(entry.stored);
    const left = pks.filter(
      pk => present.get(entry.kind)?.get(pk) === Number(entry.received_at),
    );
    const isLast =
      entry.position !== null && `${entry.position}` === `${last?.position}`;
    if (left.length === 0 && !isLast) {
      await tx('fact_log').where({ seq: entry.seq }).delete();
    } else if (left.length < pks.length) {
      await tx('fact_log')
        .where({ seq: entry.seq })
        .update({
          facts: left.length,
          stored: JSON.stringify(left),
        });
    }
  }
  return Number(entries[entries.length - 1].seq);
}
