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
import { ComponentSettings } from '../rules/types';
import { FactChanges } from '../intake/kinds/derivationRequest';

/** What to derive again. */
export interface DerivationRequest extends FactChanges {
  /** Components (or systems deployed as such) whose releases may have changed, `entities.id` */
  entityIds?: Iterable<number>;
  /** Entities whose descendants have changed, `entities.id`: their incidents are linked again */
  regroupedIds?: Iterable<number>;
}

/** How entities roll up, by `entities.id`. An entity that is not in the catalog (yet) stands alone. */
export interface RollUp {
  /** An entity and everything above it */
  idsAbove(id: number): Iterable<number>;
  /** An entity and everything below it */
  idsBelow(id: number): Iterable<number>;
  /** The settings of a component in the catalog, which override the configuration */
  settingsOf(id: number): ComponentSettings;
}

/** What to wait for, and how long. */
export interface SettleOptions {
  /** Entities being read, `entities.id`: waits for them and for incidents on them; for everything when omitted */
  entityIds?: number[];
  /** How long to wait, in ms; when omitted, until everything is derived or an error occurs */
  wait?: number;
}

export interface Derivation {
  /** Requests derivation. Call it in the transaction of the write that makes it necessary. */
  enqueue(tx: Knex.Transaction, request: DerivationRequest): Promise<void>;
  /** Starts deriving soon, in the background. Call it after the commit. */
  wake(): void;
  /**
   * Resolves when everything requested that was committed before the call is derived, or when the time is up. Gives
   * that work priority. Does not wait for what is set aside.
   *
   * When other processes have to derive it because they have newer rules, it also resolves soon after they have
   * stopped.
   *
   * @returns how many of the requested facts are still to be derived, except those set aside
   */
  settled(options?: SettleOptions): Promise<{ pending: number }>;
  /** How many facts are still to be derived, as of a moment ago, except those set aside. */
  backlog(): Promise<number>;
  /** Requests that components (`entities.id`) be derived from scratch because their stored rows are unreadable. */
  repair(entityIds: Iterable<number>): Promise<void>;
  /** Whether rows are derived by the rules of this process; false when a process with other rules has started since. */
  isCurrent(): Promise<boolean>;
}
