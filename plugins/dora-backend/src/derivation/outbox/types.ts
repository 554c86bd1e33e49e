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

/** Which events are asked for. */
export interface EventsRequest {
  /** Cursor of the last event that is known; undefined from the oldest that is kept */
  after?: string;
  /** How many events at most; undefined for all that there are */
  limit?: number;
  /** Only events of components in it; undefined for all events, those of components that are in no catalog too */
  readable?: Hierarchy;
}

/** What became true of releases. */
export interface Outbox {
  /**
   * The events after a cursor, in the order of the commits that made them true.
   *
   * @throws CursorGoneError when events after the cursor are not kept any more
   * @throws InputError when the cursor is ahead of all events
   */
  read(request: EventsRequest): AsyncIterable<ReleaseEvent>;
  /** The cursor of the newest event. */
  latest(): Promise<string>;
}

/** As {@link ReleaseEventConsumer}, for what is stored in the same database. */
export interface StoringConsumer extends Omit<ReleaseEventConsumer, 'handle'> {
  /** @returns what is to be done in the transaction that moves the cursor, if anything */
  handle(
    ...args: Parameters<ReleaseEventConsumer['handle']>
  ): Promise<void | ((tx: Knex.Transaction) => Promise<void>)>;
}

/** When consumers look for events, in ms. */
export interface Pace {
  /** How late events are found that another replica has derived */
  poll: number;
  /** How long they wait after the first failure: twice as long after each further one, up to the longest */
  firstPause: number;
  longestPause: number;
}
