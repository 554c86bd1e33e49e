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

import { IngestLimits } from '../config';
import { TryLaterError } from './TryLaterError';

/** Above this a call is one of many facts. */
const SMALL = 64 * 1024;

/** Small calls are stored together, so many of them take as much of the database as one other. */
const SMALL_PER_PLACE = 16;

const LONGEST_RETRY = 60;

/** Whoever reads probably goes on for so long. */
const WATCHED_FOR_MS = 15_000;

/**
 * Where nobody reads, so many times as many facts may wait for derivation before it begins, and again while it is under
 * way: deriving many at once is quicker, and whoever comes to read should not have to wait for long.
 */
const UNWATCHED = 20;

/**
 * Where somebody reads, small calls wait, too, when so many times as many facts have come in the time of one derivation:
 * otherwise what is to be derived could grow for ever, and whoever reads would never be done.
 */
const SMALL_UNDERIVED = 5;

/** For so long, large calls stand back for reads that have begun. */
const READS_FIRST_MS = 300;

interface Waiting {
  bytes: number;
  start: () => void;
}

/** What {@link Admission} needs. */
export interface AdmissionOptions {
  limits: IngestLimits;
  /** Resolves when everything that was stored is derived. */
  settled: () => Promise<void>;
}

/**
 * Lets in as many calls as fit into memory and leave the database to others, before anything of them is read; the next
 * few wait in order, the others are to come again later. Half of the places are for small calls, so that a pipeline that
 * sends one fact does not stand behind the bulk. While somebody reads, large calls come one after the other, and wait
 * where much is still to be derived, until that and the reads that wait for it are done; small ones wait only where more
 * comes than can be derived. Without readers, it is quicker
 * to store several at once, to derive once for many calls, and to go on storing meanwhile.
 */
export class Admission {
  readonly #limits: IngestLimits;
  readonly #settled: () => Promise<void>;
  readonly #queue: Waiting[] = [];
  #small = 0;
  #bulk = 0;
  #bytes = 0;
  /** Facts that were stored since derivation was last waited for */
  #facts = 0;
  #isSettling = false;
  #watchedAt = -Infinity;
  readonly #reads = new Set<Promise<unknown>>();
  /** How long a call has taken of late, in ms */
  #duration = 1000;

  static create(options: AdmissionOptions): Admission {
    return new Admission(options);
  }

  private constructor({ limits, settled }: AdmissionOptions) {
    this.#limits = limits;
    this.#settled = settled;
  }

  /** Takes note of facts that were stored, and are to be derived. */
  stored(facts: number): void {
    this.#facts += facts;
    this.#settleIfNeeded();
  }

  /** Takes note of somebody who reads, and so waits for derivation, until there is an answer. */
  watched(answer: Promise<unknown>): void {
    this.#watchedAt = Date.now();
    const read = answer
      .catch(() => undefined)
      .finally(() => this.#reads.delete(read));
    this.#reads.add(read);
    this.#settleIfNeeded();
  }

  /** Resolves when those have their answers who have begun to read by now, or after a while. */
  async #answered(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      Promise.all(this.#reads),
      new Promise(resolve => {
        timer = setTimeout(resolve, READS_FIRST_MS);
      }),
    ]);
    clearTimeout(timer);
  }

  get #isWatched(): boolean {
    return (
      this.#reads.size > 0 || Date.now() - this.#watchedAt < WATCHED_FOR_MS
    );
  }

  /** Whether so much has been stored since derivation was last waited for that it is time. */
  get #isMuch(): boolean {
    const { underived } = this.#limits;
    return this.#facts > (this.#isWatched ? underived : UNWATCHED * underived);
  }

  #settleIfNeeded() {
    if (this.#isMuch && !this.#isSettling) {
      this.#facts = 0;
      this.#isSettling = true;
      this.#settled()
        // It is tried again by whoever reads, and is told there.
        .catch(() => undefined)
        .then(() => this.#answered())
        .finally(() => {
          this.#isSettling = false;
          this.#admit();
        });
    }
  }

  /**
   * Resolves when a call may begin, with what to call when it has ended.
   *
   * @param bytes - size of its body
   * @param signal - aborted when the caller goes away
   */
  async enter(bytes: number, signal: AbortSignal): Promise<() => void> {
    // A small call may have room where large ones wait.
    const isNext = bytes <= SMALL || this.#queue.length === 0;
    if (isNext && this.#fits(bytes)) {
      this.#count(bytes, 1);
    } else {
      await this.#wait(bytes, signal);
    }
    const begun = Date.now();
    let left = false;
    return () => {
      if (!left) {
        left = true;
        this.#duration += (Date.now() - begun - this.#duration) / 8;
        this.#count(bytes, -1);
        this.#admit();
      }
    };
  }

  #count(bytes: number, one: 1 | -1) {
    if (bytes <= SMALL) {
      this.#small += one;
    } else {
      this.#bulk += one;
      this.#bytes += one * bytes;
    }
  }

  #fits(bytes: number): boolean {
    const { calls, bytes: limit } = this.#limits;
    const places = calls - this.#bulk;
    if (bytes <= SMALL) {
      const isFarBehind =
        this.#isSettling &&
        this.#isWatched &&
        this.#facts > SMALL_UNDERIVED * this.#limits.underived;
      return !isFarBehind && this.#small < places * SMALL_PER_PLACE;
    }
    const atOnce = this.#isWatched ? 1 : Math.ceil(calls / 2);
    const standsBack = this.#isSettling && (this.#isWatched || this.#isMuch);
    return (
      !standsBack &&
      this.#small <= (places - 1) * SMALL_PER_PLACE &&
      this.#bulk < atOnce &&
      (this.#bulk === 0 || this.#bytes + bytes <= limit)
    );
  }

  /** Lets in, in order, those who fit now. */
  #admit() {
    for (let index = 0; index < this.#queue.length; ) {
      const { bytes, start } = this.#queue[index];
      if (this.#fits(bytes)) {
        this.#queue.splice(index, 1);
        this.#count(bytes, 1);
        start();
      } else {
        index++;
      }
    }
  }

  async #wait(bytes: number, signal: AbortSignal): Promise<void> {
    const { waiting, patience } = this.#limits;
    if (this.#queue.length >= waiting) {
      throw this.#refusal();
    }
    signal.throwIfAborted();
    // Not AbortSignal.any: Node 20 never lets go of one that is listened to, nor of what its listeners hold.
    let giveUp = () => {};
    let timer: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        const entry: Waiting = { bytes, start: resolve };
        const leave = (reason: () => unknown) => {
          const index = this.#queue.indexOf(entry);
          if (index >= 0) {
            this.#queue.splice(index, 1);
            reject(reason());
          }
        };
        giveUp = () => leave(() => signal.reason);
        signal.addEventListener('abort', giveUp);
        timer = setTimeout(leave, patience, () => this.#refusal());
        timer.unref();
        this.#queue.push(entry);
        // Nobody may read any more.
        this.#admit();
      });
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
    }
  }

  #refusal(): TryLaterError {
    const calls = this.#queue.length + this.#small + this.#bulk;
    const ahead = calls * this.#duration;
    const seconds = Math.ceil(ahead / this.#limits.calls / 1000);
    return new TryLaterError(
      'Too many facts are being sent at the moment; send these again later',
      Math.min(LONGEST_RETRY, Math.max(1, seconds)),
    );
  }
}
