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

import { FactChange } from '@backstage-dora/plugin-dora-common';
import { Hierarchy } from '../../catalog/types';

/** The kinds of items in the feed: the kinds of facts, and corrections. */
export type FeedKind = FactChange['kind'];

/** What to read from the feed. */
export interface FeedRequest {
  /** Cursor of the last known change; undefined to read from the beginning */
  after?: string;
  /** Maximum number of changes; undefined for no limit */
  limit?: number;
  /** Only facts about entities in it; undefined for all facts, including unmapped ones */
  readable?: Hierarchy;
}

/** The history of all changes to facts, in a stable order. */
export interface FeedService {
  /**
   * The changes after a cursor. A reader that reads them all and keeps the last
   * cursor misses no committed change, whatever is written in the meantime; a
   * fact that has since been replaced appears once, in its current state.
   */
  read(request: FeedRequest): AsyncIterable<FactChange>;
}
