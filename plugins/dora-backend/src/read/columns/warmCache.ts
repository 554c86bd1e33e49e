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

import { setTimeout as pause } from 'node:timers/promises';
import { BlockCache } from './BlockCache';
import { PARTS } from './parts';

/** Enough for a window of a year and the year before it. */
const BLOCKS = 24;

/** How many blocks of an entity are read at a time: as many as the usual window of 90 days needs. */
const BLOCKS_AT_ONCE = 4;
const ENTITIES_AT_ONCE = 64;

/** The rest is left for requests. */
const SHARE = 0.9;

/** What to read, and when to stop. */
export interface WarmOptions {
  /** `entities.id` */
  ids: number[];
  /** Number of the newest block */
  newest: number;
  signal: AbortSignal;
}

/**
 * Reads what will probably be requested, newest first, until the cache is almost full. Pauses for as long as each step
 * took, so that a request waits for at most one small query.
 */
export async function warmCache(
  cache: BlockCache,
  { ids, newest, signal }: WarmOptions,
): Promise<void> {
  for (let behind = 0; behind < BLOCKS; behind += BLOCKS_AT_ONCE) {
    const numbers = Array.from(
      { length: BLOCKS_AT_ONCE },
      (_, nth) => newest - behind - BLOCKS_AT_ONCE + 1 + nth,
    );
    for (const part of PARTS) {
      for (let first = 0; first < ids.length; first += ENTITIES_AT_ONCE) {
        if (cache.size >= SHARE * cache.capacity) {
          return;
        }
        const start = performance.now();
        await cache.refresh();
        await cache.read(
          part,
          ids.slice(first, first + ENTITIES_AT_ONCE),
          numbers,
        );
        await pause(performance.now() - start, undefined, {
          signal,
          ref: false,
        });
      }
    }
  }
}
