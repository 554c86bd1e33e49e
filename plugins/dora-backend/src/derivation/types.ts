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

/** A deployment that was replaced or deleted. */
export interface ReplacedDeployment {
  /** `deployments.pk` */
  pk: number;
  /** The component that it is of now, or was of last, `entities.id` */
  entityId: number;
  /** When it finished, as it is now, in ms since the epoch; undefined when it has not, or is gone */
  finishedAt?: number;
}

/** What is to be derived again. */
export interface DerivationRequest {
  /** Components (or systems deployed as such) whose releases may have changed from the first on, `entities.id` */
  entityIds?: Iterable<number>;
  /** Components (`entities.id`) with new deployments, with the time of the earliest of these in ms since the epoch */
  deployedSince?: Map<number, number>;
  /** Deployments that are not what they were; also those that were just deleted */
  replaced?: ReplacedDeployment[];
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
  /**
   * Resolves when everything committed before the call is derived; every read waits for it. Where other processes have to
   * derive that, as they have newer rules, it resolves soon after they have stopped, too.
   */
  settled(): Promise<void>;
  /** Whether this process has the rules that rows are derived by; false when another has started with other ones since. */
  isCurrent(): Promise<boolean>;
}
