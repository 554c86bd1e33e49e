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
import { isPostgres } from '../../database/sql';

/**
 * Waits until no other process writes derived rows, and keeps them from it until the end of the transaction. To be called
 * first in the transaction: one that is REPEATABLE READ then sees all that the others have written.
 */
export async function lockDerivation(tx: Knex.Transaction): Promise<void> {
  if (isPostgres(tx)) {
    // Not an advisory lock: to ask for one is a query, and what a transaction sees is settled with its first query.
    await tx.raw('lock table derivation_state in share update exclusive mode');
  }
}
