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

import { LRUCache } from 'lru-cache';
import { BlockCache } from './BlockCache';

interface Kept<T> {
  answer: T;
  /** Of the blocks that it was made of, see `BlockCache.moment` */
  moment: number;
}

const keyOf = (question: string, entityIds: number[]) =>
  `${question} ${entityIds}`;

/** What {@link AnswerCache} needs. */
export interface AnswerCacheOptions<T> {
  blocks: BlockCache;
  /** In bytes; nothing is kept when it is 0 */
  capacity: number;
  /** About how many bytes an answer takes */
  sizeOf: (answer: T) => number;
}

/**
 * Keeps what was computed of some entities until a block of one of them changes: many look at the same windows, and most
 * entities do not change between two looks. What was not used for the longest time goes first.
 */
export class AnswerCache<T> {
  readonly #blocks: BlockCache;
  readonly #kept?: LRUCache<string, Kept<T>>;

  constructor({ blocks, capacity, sizeOf }: AnswerCacheOptions<T>) {
    this.#blocks = blocks;
    if (capacity > 0) {
      this.#kept = new LRUCache({
        maxSize: capacity,
        sizeCalculation: ({ answer }, key) => key.length + sizeOf(answer),
      });
    }
  }

  /** What is still right, as far as is known since the blocks were last refreshed. */
  get(question: string, entityIds: number[]): T | undefined {
    const kept = this.#kept?.get(keyOf(question, entityIds));
    return kept && this.#blocks.isUnchanged(entityIds, kept.moment)
      ? kept.answer
      : undefined;
  }

  /** @param moment - from before any block was read that the answer is made of */
  set(question: string, entityIds: number[], moment: number, answer: T) {
    this.#kept?.set(keyOf(question, entityIds), { answer, moment });
  }
}
