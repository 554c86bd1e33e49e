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

/** What is to be derived again. */
export interface DerivationRequest {
  /** Components (or systems deployed as such) whose releases may have changed, `entities.id` */
  entityIds?: Iterable<number>;
  /** Changes that are not what they were, `changes.pk`; also those that were just deleted */
  changePks?: Iterable<number>;
  /** Incidents whose link may have changed, `incidents.pk`; also those that were just deleted */
  incidentPks?: Iterable<number>;
}

export interface Derivation {
  /** Asks for derivation, in the transaction of the write that makes it necessary. */
  enqueue(tx: Knex.Transaction, request: DerivationRequest): Promise<void>;
  /** Starts the work soon, in the background; call after the commit. */
  wake(): void;
  /** Resolves when everything committed before the call is derived; every read waits for it. */
  settled(): Promise<void>;
}
