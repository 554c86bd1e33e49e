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

/**
 * Calls of up to this many facts are small: they are stored together and wait
 * neither for large ones nor for derivation.
 */
export const FACTS_OF_SMALL = 500;

/**
 * Small calls that may be in progress at the same time: together they use one
 * database connection.
 */
const SMALL_AT_ONCE = 128;

const LOOK_EVERY_MS = 100;

/** Calls of one size class, and what they wait for. */
interface Lane {
  /** How many may be stored concurrently */
  places: number;
  /** With more underived facts than this, none is admitted */
  maxBacklog: number;
  busy: number;
  /**
   * Callbacks that admit the waiting calls, in order of arrival, with the
   * number of facts of each
   */
  waiting: Map<() => void, number>;
}

/** Limits on what is admitted concurrently. */
export interface AdmissionLimits {
  /** Large calls stored concurrently */
  calls: number;
  /** With more underived facts than this, large calls wait */
  underived: number;
}

/** Options of {@link Admission}. */
export interface AdmissionOptions {
  limits: AdmissionLimits;
  /**
   * How many facts are stored but not yet derived. Facts that cannot be derived
   * must not count: waiting for them would never end.
   */
  backlog: () => Promise<number>;
}

/**
 * Admits as many calls as the database and derivation can handle; further calls
 * wait in order, for as long as their callers do. A source that emits more than
 * can be derived is thereby slowed down, and never fails.
 */
export class Admission {
  readonly #backlogOf: AdmissionOptions['backlog'];
  readonly #small: Lane;
  readonly #large: Lane;
  /** As of the last check, plus what has been admitted since */
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
   * Runs work once the call is admitted.
   *
   * @param facts - the number of facts in the call
   * @param signal - aborted when the caller no longer wants to wait; has no
   *   effect once the call is admitted
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

  /** Checks the backlog periodically while calls arrive or wait. Never fails. */
  async #look(): Promise<void> {
    if (this.#looking) {
      return;
    }
    this.#looking = true;
    try {
      this.#backlog = await this.#backlogOf();
    } catch {
      // If the database has a problem, storing reports it better.
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
