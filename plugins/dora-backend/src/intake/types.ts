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

/** Facts that are not what they were, those that were just deleted among them. */
export interface FactChanges {
  /** Components (`entities.id`) with new deployments, with the time of the earliest of these in ms since the epoch */
  deployedSince?: Map<number, number>;
  /** Deployments that were there before */
  replaced?: ReplacedDeployment[];
  /** `changes.pk` */
  changePks?: Iterable<number>;
  /** `incidents.pk` */
  incidentPks?: Iterable<number>;
}

/** Is told which facts have changed. */
export interface FactListener {
  /** Called in the transaction that stores or deletes the facts. */
  enqueue(tx: Knex.Transaction, changes: FactChanges): Promise<void>;
  /** Called once that transaction is committed. */
  wake(): void;
}
