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

/** Longer lists of entities are told apart by a digest. */
const FEW = 16;

// About what V8 takes, in bytes.
const BYTES = 700;
const BYTES_OF_DISTRIBUTION = 300;
const BYTES_OF_WEEK = 64;
const BYTES_OF_NAME = 100;

/** A window of a group, and what is wanted of it. */
export interface Question {
  entityIds: number[];
  days: DayRange;
  /** The same text for the same wishes */
  wanted: string;
}

/** What came out for a question, and for how long it holds. */
export interface Answer {
  material: Material;
  /** See `BlockChanges.moment`; from before any block was read that it is made of */
  moment: number;
  /** See `AggregationOptions.recentAfter` */
  recentAfter: number;
  /** Up to which `recentAfter` the same would come out */
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
 * Keeps what windows of groups are made of until one of their blocks changes, or a release matures: many look at the same
 * windows, and most of what they look at does not change in between. What was not used for the longest time goes first.
 */
export class AnswerCache {
  readonly #changes: BlockChanges;
  readonly #answers?: LRUCache<string, Answer>;
  /** Digests of lists that several questions in a row are about */
  readonly #digests = new WeakMap<number[], string>();

  /** @param options.capacity - in bytes; nothing is kept when it is 0 */
  constructor(options: { changes: BlockChanges; capacity: number }) {
    this.#changes = options.changes;
    if (options.capacity > 0) {
      this.#answers = new LRUCache({
        maxSize: options.capacity,
        sizeCalculation: (answer, key) => key.length + sizeOf(answer),
      });
    }
  }

  /** What is still right, as far as changes are known. */
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
