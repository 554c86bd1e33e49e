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

/** Minimum time between two refreshes: while the catalog is changing, and while it is not. */
const EAGER_GAP = 2 * SECOND;
const QUIET_GAP = 30 * SECOND;
/**
 * Changes rarely come alone: relations follow entities, and on first start the
 * catalog fills gradually.
 */
const EAGER_AFTER_START = 120 * SECOND;
const EAGER_AFTER_CHANGE = 60 * SECOND;
/** After a refresh, rest for this multiple of the time it took, to spare a slow catalog. */
const REST = 20;

/**
 * Decides how often the catalog is read: soon after changes, rarely otherwise,
 * and never so often that it becomes a burden.
 */
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

  /** Whether a scheduled refresh is due. */
  get isDue(): boolean {
    return this.#hasPassed(
      this.#now() < this.#eagerUntil ? EAGER_GAP : QUIET_GAP,
    );
  }

  /** Whether a refresh may run on request. */
  get isPossible(): boolean {
    return this.#hasPassed(EAGER_GAP);
  }

  /** Measures a refresh to determine how long to rest after it; a failed one needs no rest. */
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

  /** Records that something has changed; more changes may follow. */
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
