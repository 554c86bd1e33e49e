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
 * Waits until no other process writes derived rows, and locks them out until the end of the transaction. Call it first
 * in the transaction: with REPEATABLE READ, the transaction then sees everything the others have written.
 */
export async function lockDerivation(tx: Knex.Transaction): Promise<void> {
  if (isPostgres(tx)) {
    // Not an advisory lock: taking one is a query, and the first query fixes the snapshot of the transaction.
    await tx.raw('lock table derivation_state in share update exclusive mode');
  }
}
