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

import { setTimeout as sleep } from 'node:timers/promises';

/** Calls of up to so many facts are small: they are stored together, and wait neither for large ones nor for derivation. */
export const FACTS_OF_SMALL = 500;

/** Small calls that are stored, or about to be, at the same time: together they take one connection of the database. */
const SMALL_AT_ONCE = 128;

const LOOK_EVERY_MS = 100;

/** Calls of one size, and what they have to wait for. */
interface Lane {
  /** How many may be stored at the same time */
  places: number;
  /** With more facts than this to be derived, none is let in */
  maxBacklog: number;
  busy: number;
  /** How to let them in, in the order in which they came, with how many facts each has */
  waiting: Map<() => void, number>;
}

/** What is let in at the same time. */
export interface AdmissionLimits {
  /** Large calls that are stored at the same time */
  calls: number;
  /** With more facts than this to be derived, large calls wait */
  underived: number;
}

/** What {@link Admission} needs. */
export interface AdmissionOptions {
  limits: AdmissionLimits;
  /** How many facts are stored, but not derived yet. Those that cannot be derived must not count: nothing ends that wait. */
  backlog: () => Promise<number>;
}

/**
 * Lets in as many calls as leave the database and derivation to others; the next ones wait, in order, for as long as
 * their callers do. A source that emits more than can be derived is slowed down by that, and never fails.
 */
export class Admission {
  readonly #backlogOf: AdmissionOptions['backlog'];
  readonly #small: Lane;
  readonly #large: Lane;
  /** When it was last looked at, with what has been let in since */
  #backlog = 0;
  #looking = false;

  static create(options: AdmissionOptions): Admission {
    return new Admission(options);
  }

  private constructor({ limits, backlog }: AdmissionOptions) {
    const lane = (places: number, maxBacklog: number): Lane => ({
      places,
      maxBacklog,
      busy: 0,
      waiting: new Map(),
    });
    this.#backlogOf = backlog;
    this.#small = lane(SMALL_AT_ONCE, Infinity);
    this.#large = lane(limits.calls, limits.underived);
  }

  /**
   * Does something when it is its turn.
   *
   * @param facts - how many the call has
   * @param signal - aborted when the caller does not want to wait any longer; without effect once it is its turn
   * @throws the reason of the signal
   */
  async run<T>(
    facts: number,
    signal: AbortSignal | undefined,
    work: () => Promise<T>,
  ): Promise<T> {
    const lane = facts > FACTS_OF_SMALL ? this.#large : this.#small;
    await this.#turnIn(lane, facts, signal);
    try {
      return await work();
    } finally {
      lane.busy--;
      this.#admit();
    }
  }

  async #turnIn(
    lane: Lane,
    facts: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    signal?.throwIfAborted();
    let giveUp = () => {};
    try {
      await new Promise<void>((resolve, reject) => {
        giveUp = () => {
          lane.waiting.delete(resolve);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', giveUp);
        lane.waiting.set(resolve, facts);
        this.#admit();
      });
    } finally {
      signal?.removeEventListener('abort', giveUp);
    }
  }

  #admit(): void {
    for (const lane of [this.#small, this.#large]) {
      for (const [start, facts] of lane.waiting) {
        if (lane.busy === lane.places || this.#backlog > lane.maxBacklog) {
          break;
        }
        lane.waiting.delete(start);
        lane.busy++;
        this.#backlog += facts;
        start();
      }
    }
    this.#look();
  }

  /** Looks at the backlog, now and then, for as long as calls come or wait. Never fails. */
  async #look(): Promise<void> {
    if (this.#looking) {
      return;
    }
    this.#looking = true;
    try {
      this.#backlog = await this.#backlogOf();
    } catch {
      // Whatever is the matter with the database, storing says it better.
      this.#backlog = 0;
    }
    this.#admit();
    await sleep(LOOK_EVERY_MS, undefined, { ref: false });
    this.#looking = false;
    if (this.#small.waiting.size + this.#large.waiting.size > 0) {
      this.#admit();
    }
  }
}
