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

/** What the feed is about: the kinds of facts, and corrections. */
export type FeedKind = FactChange['kind'];

/** What of the feed is asked for. */
export interface FeedRequest {
  /** Cursor of the last change that is known; undefined from the beginning */
  after?: string;
  /** How many changes at most; undefined for all that there are */
  limit?: number;
  /** Only facts of entities in it; undefined for all facts, unmapped ones too */
  readable?: Hierarchy;
}

/** Everything that happened to facts, in an order that stays. */
export interface FeedService {
  /**
   * The changes after a cursor. Whoever reads them all and keeps the last cursor misses none that is committed, whatever
   * is written meanwhile; a fact that was replaced since comes once, as it is now.
   */
  read(request: FeedRequest): AsyncIterable<FactChange>;
}
