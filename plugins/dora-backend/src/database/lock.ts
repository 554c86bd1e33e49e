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
import { isPostgres } from './sql';

/** Advisory locks, one number per purpose; nothing else on this database is likely to use them. */
const LOCKS = {
  /** Storing what was read from the catalog */
  catalog: 3_672_002,
  /** Numbering the entries of the feed */
  feed: 3_672_003,
};

/**
 * Lets only one transaction at a time continue from here until it ends. On
 * SQLite there is never more than one.
 */
export async function lock(
  tx: Knex.Transaction,
  purpose: keyof typeof LOCKS,
): Promise<void> {
  if (isPostgres(tx)) {
    await tx.raw('select pg_advisory_xact_lock(?)', [LOCKS[purpose]]);
  }
}
