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

const SECOND = 1000;

/** How long to wait between two looks, at least: while things are moving, and when all is quiet. */
const EAGER_GAP = 2 * SECOND;
const QUIET_GAP = 30 * SECOND;
/** A change seldom comes alone: relations follow the entities, and the first start brings everything bit by bit. */
const EAGER_AFTER_START = 120 * SECOND;
const EAGER_AFTER_CHANGE = 60 * SECOND;
/** A catalog that answers slowly is left alone for this many times as long as it took. */
const REST = 20;

/** How often the catalog is read: soon after changes, seldom without, and never so often that it becomes a burden. */
export class Pace {
  readonly #now: () => number;
  #eagerUntil: number;
  #lastEnd = -Infinity;
  #rest = 0;

  static create(options: { now: () => number }): Pace {
    return new Pace(options);
  }

  private constructor(options: { now: () => number }) {
    this.#now = options.now;
    this.#eagerUntil = options.now() + EAGER_AFTER_START;
  }

  /** Whether it is time for a look that nobody asked for. */
  get isDue(): boolean {
    return this.#hasPassed(
      this.#now() < this.#eagerUntil ? EAGER_GAP : QUIET_GAP,
    );
  }

  /** Whether another look would not be too much when somebody asks for it. */
  get isPossible(): boolean {
    return this.#hasPassed(EAGER_GAP);
  }

  /** Measures a look, and how long to rest after it; one that fails needs no rest. */
  async measure<T>(work: () => Promise<T>): Promise<T> {
    const startedAt = this.#now();
    this.#rest = 0;
    try {
      const result = await work();
      this.#rest = REST * (this.#now() - startedAt);
      return result;
    } finally {
      this.#lastEnd = this.#now();
    }
  }

  /** Something has changed; more may follow. */
  changed(): void {
    this.#eagerUntil = Math.max(
      this.#eagerUntil,
      this.#now() + EAGER_AFTER_CHANGE,
    );
  }

  #hasPassed(gap: number): boolean {
    return this.#now() >= this.#lastEnd + Math.max(gap, this.#rest);
  }
}
