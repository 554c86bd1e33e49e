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
import { lock } from '../../database/lock';

const ENTRIES_AT_ONCE = 5000;

/**
 * Assigns the next positions in the feed to entries that have none.
 *
 * Entries are numbered here, by one reader at a time, rather than when they are
 * written: numbers drawn by writers become visible in commit order, so a reader
 * could skip one that is not yet committed, and making writers wait for each
 * other's commits would be expensive. What is visible here is committed, and
 * what commits later gets a later position. Two entries about the same fact
 * keep their order: the later one was written after the earlier one was
 * committed.
 *
 * @param until - the last entry to number
 * @returns how many entries were numbered
 */
export async function numberEntries(
  knex: Knex,
  until: number,
): Promise<number> {
  return knex.transaction(async tx => {
    await lock(tx, 'feed');
    const pending: { seq: string | number }[] = await tx('fact_log')
      .whereNull('position')
      .where('seq', '<=', until)
      .orderBy('seq')
      .limit(ENTRIES_AT_ONCE)
      .select('seq');
    if (pending.length === 0) {
      return 0;
    }
    await tx.raw(
      `update fact_log set position = n.position
       from (
         select seq, (select coalesce(max(position), 0) from fact_log)
           + row_number() over (order by seq) as position
         from fact_log where position is null and seq <= ?
       ) as n
       where n.seq = fact_log.seq`,
      [Number(pending[pending.length - 1].seq)],
    );
    return pending.length;
  });
}
