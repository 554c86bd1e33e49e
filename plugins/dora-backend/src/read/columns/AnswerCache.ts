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
import { createHash } from 'node:crypto';
import { DayRange } from '../Window';
import { BlockCache } from './BlockCache';

/** Longer lists of entities are told apart by a digest. */
const FEW = 16;

interface Kept<T> {
  answer: T;
  /** See `BlockChanges.moment` */
  moment: number;
}

/** Something that is asked of some entities in some days. */
export interface Question {
  entityIds: number[];
  days: DayRange;
  /** What is asked, as far as the rest does not tell */
  about: string;
}

/** What {@link AnswerCache} needs. */
export interface AnswerCacheOptions<T> {
  blocks: BlockCache;
  /** In bytes; nothing is kept when it is 0 */
  capacity: number;
  /** About how many bytes an answer takes */
  sizeOf: (answer: T) => number;
}

/**
 * Keeps what was computed of some entities in some days until one of their blocks changes: many look at the same windows,
 * and most of what they look at does not change in between. What was not used for the longest time goes first.
 */
export class AnswerCache<T> {
  readonly #blocks: BlockCache;
  readonly #kept?: LRUCache<string, Kept<T>>;
  /** Digests of lists that several questions in a row are about */
  readonly #digests = new WeakMap<number[], string>();

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
  get(question: Question): T | undefined {
    const kept = this.#kept?.get(this.#keyOf(question));
    const { entityIds, days } = question;
    return kept &&
      this.#blocks.changes.isUnchanged(entityIds, days, kept.moment)
      ? kept.answer
      : undefined;
  }

  /** @param moment - from before any block was read that the answer is made of */
  set(question: Question, moment: number, answer: T) {
    this.#kept?.set(this.#keyOf(question), { answer, moment });
  }

  #keyOf({ entityIds, days: { fromDay, toDay }, about }: Question): string {
    return `${fromDay}-${toDay} ${about} ${this.#digestOf(entityIds)}`;
  }

  #digestOf(entityIds: number[]): string {
    if (entityIds.length <= FEW) {
      return entityIds.join();
    }
    const digest =
      this.#digests.get(entityIds) ??
      createHash('sha256').update(entityIds.join()).digest('base64');
    this.#digests.set(entityIds, digest);
    return digest;
  }
}
