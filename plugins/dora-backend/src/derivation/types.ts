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
import { FactChanges } from '../intake/types';

/** What is to be derived again. */
export interface DerivationRequest extends FactChanges {
  /** Components (or systems deployed as such) whose releases may have changed from the first on, `entities.id` */
  entityIds?: Iterable<number>;
  /** Entities that have other entities below them than before, `entities.id`: their incidents are linked again */
  regroupedIds?: Iterable<number>;
}

/** How entities roll up, by `entities.id`. One that the catalog does not have (yet) stands alone. */
export interface RollUp {
  /** An entity and everything above it */
  idsAbove(id: number): Iterable<number>;
  /** An entity and everything below it */
  idsBelow(id: number): Iterable<number>;
}

export interface Derivation {
  /** Asks for derivation, in the transaction of the write that makes it necessary. */
  enqueue(tx: Knex.Transaction, request: DerivationRequest): Promise<void>;
  /** Starts the work soon, in the background; call after the commit. */
  wake(): void;
  /**
   * Resolves when everything committed before the call is derived; every read waits for it. Where other processes have to
   * derive that, as they have newer rules, it resolves soon after they have stopped, too.
   */
  settled(): Promise<void>;
  /** Whether this process has the rules that rows are derived by; false when another has started with other ones since. */
  isCurrent(): Promise<boolean>;
}
