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

/** What ingest needs from derivation. */
export interface FactListener {
  /** Called in the transaction that stores or deletes the facts. */
  enqueue(tx: Knex.Transaction, changes: FactChanges): Promise<void>;
  /** Called once that transaction is committed. */
  wake(): void;
  /** How many facts are waiting to be derived, excluding those that cannot be. */
  backlog(): Promise<number>;
}

/** Options for ingesting facts. */
export interface IngestOptions {
  /**
   * The sender: `user:…`, the subject of a service such as `external:…`, or
   * `module:…` with the name of a source
   */
  subject: string;
  /**
   * Aborted when the caller no longer wants to wait for its turn: `ingest` then
   * throws the reason, and nothing is stored. It has no effect once storing has
   * begun. Without it the caller waits for as long as it takes.
   */
  signal?: AbortSignal;
}

/**
 * Ingests facts. Each source module has its own {@link FactsService}, which
 * identifies it as the sender.
 */
export interface FactIntake extends Omit<FactsService, 'ingest'> {
  /** As {@link FactsService.ingest}. */
  ingest(facts: Facts, options: IngestOptions): Promise<IngestResult>;
}
