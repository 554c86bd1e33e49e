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

import { Facts, IngestResult } from '@backstage-dora/plugin-dora-common';
import { FactsService } from '@backstage-dora/plugin-dora-node';
import { Knex } from 'knex';
import { FactChanges } from './kinds/derivationRequest';

/** What is said to derivation about facts, and asked of it. */
export interface FactListener {
  /** Called in the transaction that stores or deletes the facts. */
  enqueue(tx: Knex.Transaction, changes: FactChanges): Promise<void>;
  /** Called once that transaction is committed. */
  wake(): void;
  /** How many facts are still to be derived, but for those that cannot be. */
  backlog(): Promise<number>;
}

/** With what facts are taken in. */
export interface IngestOptions {
  /** Who sends them: `user:…`, the subject of a service such as `external:…`, or `module:…` with the name of a source */
  subject: string;
  /**
   * Aborted when the caller does not want to wait any longer for its turn: `ingest` then throws the reason, and nothing
   * is stored. It has no effect on what is being stored. Without it the caller waits for as long as it takes.
   */
  signal?: AbortSignal;
}

/** Takes facts in. Source modules have a {@link FactsService} each, which says who they are. */
export interface FactIntake extends Omit<FactsService, 'ingest'> {
  /** As {@link FactsService.ingest}. */
  ingest(facts: Facts, options: IngestOptions): Promise<IngestResult>;
}
