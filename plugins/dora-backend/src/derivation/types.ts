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
import { FactChanges } from '../intake/kinds/derivationRequest';

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

/** What is to be derived before somebody goes on. */
export interface SettleOptions {
  /** What a reader looks at, `entities.id`: components, and incidents on any of these; everything when left out */
  entityIds?: number[];
  /** For how long to wait, in ms; when left out, until it is derived, or an error says that it cannot be */
  wait?: number;
}

export interface Derivation {
  /** Asks for derivation, in the transaction of the write that makes it necessary. */
  enqueue(tx: Knex.Transaction, request: DerivationRequest): Promise<void>;
  /** Starts the work soon, in the background; call after the commit. */
  wake(): void;
  /**
   * Resolves when what was committed before the call is derived, as far as it is asked about, or when the time is up.
   * That is derived before anything else. What is set aside is not waited for.
   *
   * Where other processes have to derive it, as they have newer rules, it resolves soon after they have stopped, too.
   *
   * @returns how many facts of what is asked about are still to be derived, those that are set aside not counted
   */
  settled(options?: SettleOptions): Promise<{ pending: number }>;
  /** How many facts are still to be derived, as of a moment ago; those that are set aside are not counted. */
  backlog(): Promise<number>;
  /** Asks for components (`entities.id`) to be derived from scratch, as what is stored of them cannot be read. */
  repair(entityIds: Iterable<number>): Promise<void>;
  /** Whether this process has the rules that rows are derived by; false when another has started with other ones since. */
  isCurrent(): Promise<boolean>;
}
