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
import { EMPTY_DISTRIBUTION, OpenSample } from '../statistics';
import { DayRange } from '../Window';
import { BlockChanges } from './BlockChanges';
import { Material } from './types';

/** Keys contain a digest of longer lists of entities. */
const FEW = 16;

// Approximate memory in V8, in bytes.
const BYTES = 700;
const BYTES_OF_DISTRIBUTION = 300;
const BYTES_OF_WEEK = 64;
const BYTES_OF_NAME = 100;

/** What is wanted of a window of a group. */
export interface Question {
  entityIds: number[];
  days: DayRange;
  /** Equal for equal wishes */
  wanted: string;
}

/** The material for a question, and how long it is valid. */
export interface Answer {
  material: Material;
  /** See `BlockChanges.moment`; from before the first of its blocks was read */
  moment: number;
  /** See `AggregationOptions.recentAfter` */
  recentAfter: number;
  /** The `recentAfter` from which the result may differ */
  recentUntil: number;
}

const sizeOfOpen = (open?: OpenSample) =>
  open ? open.ended.byteLength + open.since.byteLength : 0;

function sizeOf({ material }: Answer): number {
  const { distributions, tallies, weeks } = material;
  const samples = Object.values(distributions).filter(
    distribution => distribution !== EMPTY_DISTRIBUTION,
  );
  return (
    BYTES +
    samples.length * BYTES_OF_DISTRIBUTION +
    samples.reduce((sum, { open }) => sum + sizeOfOpen(open), 0) +
    Object.values(tallies).reduce((sum, tally) => sum + tally.size, 0) *
      BYTES_OF_NAME +
    weeks.length * BYTES_OF_WEEK
  );
}

/**
 * Caches the material of groups by window until one of their blocks changes or a release matures: many requests are for
 * the same windows, and most of the data does not change in between. The least recently used goes first.
 */
export class AnswerCache {
  readonly #changes: BlockChanges;
  readonly #answers?: LRUCache<string, Answer>;
  /** Digests of lists that occur in several questions in a row */
  readonly #digests = new WeakMap<number[], string>();

  /** @param options.capacity - in bytes; 0 disables the cache */
  constructor(options: { changes: BlockChanges; capacity: number }) {
    this.#changes = options.changes;
    if (options.capacity > 0) {
      this.#answers = new LRUCache({
        maxSize: options.capacity,
        sizeCalculation: (answer, key) => key.length + sizeOf(answer),
      });
    }
  }

  /** The cached material if it is still valid according to the known changes. */
  get(question: Question, recentAfter: number): Material | undefined {
    const answer = this.#answers?.get(this.#keyOf(question));
    return answer &&
      answer.recentAfter <= recentAfter &&
      recentAfter < answer.recentUntil &&
      this.#changes.isUnchanged(
        question.entityIds,
        question.days,
        answer.moment,
      )
      ? answer.material
      : undefined;
  }

  set(question: Question, answer: Answer) {
    this.#answers?.set(this.#keyOf(question), answer);
  }

  #keyOf({ entityIds, days: { fromDay, toDay }, wanted }: Question): string {
    return `${fromDay}-${toDay} ${this.#digestOf(entityIds)} ${wanted}`;
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
