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

import { ReleaseEvent } from '@backstage-dora/plugin-dora-common';
import { ReleaseEventConsumer } from '@backstage-dora/plugin-dora-node';
import { Knex } from 'knex';
import { Hierarchy } from '../../catalog/types';

/** Selects events. */
export interface EventsRequest {
  /** Cursor of the last known event; undefined to read from the oldest event kept */
  after?: string;
  /** Maximum number of events; undefined for all */
  limit?: number;
  /** Only events of components in this hierarchy; undefined for all, including components in no catalog */
  readable?: Hierarchy;
}

/** The stored events of releases. */
export interface Outbox {
  /**
   * The events after a cursor, in commit order.
   *
   * @throws CursorGoneError when events after the cursor have been removed
   * @throws InputError when the cursor is ahead of all events
   */
  read(request: EventsRequest): AsyncIterable<ReleaseEvent>;
  /** The cursor of the newest event. */
  latest(): Promise<string>;
}

/** A {@link ReleaseEventConsumer} that stores its results in the same database. */
export interface StoringConsumer extends Omit<ReleaseEventConsumer, 'handle'> {
  /** @returns an optional step to run in the transaction that moves the cursor */
  handle(
    ...args: Parameters<ReleaseEventConsumer['handle']>
  ): Promise<void | ((tx: Knex.Transaction) => Promise<void>)>;
}

/** When consumers look for events; all in ms. */
export interface Pace {
  /** Interval of looking for events that another replica has derived */
  poll: number;
  /** Pause after the first failure; doubled after each further one, up to the longest */
  firstPause: number;
  longestPause: number;
}
