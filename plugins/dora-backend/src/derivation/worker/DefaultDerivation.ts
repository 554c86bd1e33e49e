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

import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { setTimeout as sleep } from 'node:timers/promises';
import { Rules } from '../../rules/types';
import { Derivation, DerivationRequest, RollUp, SettleOptions } from '../types';
import { enqueueWork } from './DerivationQueue';
import { DerivationWorker } from './DerivationWorker';
import { countSetAside, nextRetry, setAsideUnreadable } from './failures';
import { RulesClaim } from './RulesClaim';
import {
  countWaiting,
  findWaiting,
  lastEntry,
  stillWaiting,
  WaitingWork,
} from './waitingWork';

/** Facts often arrive in several calls: a short delay lets one run derive them all. */
const WAKE_AFTER_MS = 300;

/**
 * While facts keep arriving, the background pauses for this many times as long as each run took, to leave the database
 * to the senders, unless the backlog is too long. Senders count as finished after this time without new facts.
 */
const IDLE_SHARE = 3;
const QUIET_AFTER_MS = 1000;

/** Interval of checking whether other processes derive; after this many checks in vain they count as stopped. */
const LOOK_AFTER_MS = 250;
const LOOKS_IN_VAIN = 8;

/** A wait ends early when deriving would take this many times as long, judged after this time at the earliest. */
const HOPELESS = 1.5;
const JUDGED_AFTER_MS = 1000;

/** How long the number of waiting facts is cached. */
const BACKLOG_FOR_MS = 200;

/** Minimum interval between repairs of a component, and the interval at which leftover work is picked up. */
const MINUTE_MS = 60_000;

/** What {@link DefaultDerivation} needs. */
export interface DerivationOptions {
  knex: Knex;
  /** The whole hierarchy, as seen by the transaction if there is one. */
  hierarchy: (tx?: Knex.Transaction) => Promise<RollUp>;
  rules: Rules;
  /** With more facts than this to derive, there are no pauses: senders are about to be slowed down. */
  behindFrom: number;
  logger: LoggerService;
  /** Called after each commit of derived rows and events. */
  onCommit?: () => void;
}

/** Resolves like the promise, or with undefined at the deadline (ms since the epoch). */
async function until<T>(
  promise: Promise<T>,
  deadline: number,
): Promise<T | undefined> {
  if (deadline === Infinity) {
    return promise;
  }
  const controller = new AbortController();
  const { signal } = controller;
  try {
    return await Promise.race([
      promise,
      sleep(Math.max(0, deadline - Date.now()), undefined, { signal }),
    ]);
  } finally {
    controller.abort();
  }
}

/**
 * Derives from a queue in the database, so that whatever was committed is derived even if the process dies. One process
 * derives at a time, in short transactions; work that somebody waits for comes first.
 */
export class DefaultDerivation implements Derivation {
  readonly #options: DerivationOptions;
  readonly #claim: RulesClaim;
  readonly #worker: DerivationWorker;
  #timer?: NodeJS.Timeout;
  #timerAt = Infinity;
  #running?: Promise<void>;
  #wokenAt = -Infinity;
  #backlog?: { at: number; facts: Promise<number> };
  readonly #repairedAt = new Map<number, number>();

  static create(options: DerivationOptions): DefaultDerivation {
    return new DefaultDerivation(options);
  }

  private constructor(options: DerivationOptions) {
    this.#options = options;
    this.#claim = RulesClaim.create(options);
    this.#worker = DerivationWorker.create({ ...options, claim: this.#claim });
  }

  async enqueue(
    tx: Knex.Transaction,
    request: DerivationRequest,
  ): Promise<void> {
    await enqueueWork(tx, request);
  }

  wake(): void {
    this.#wokenAt = Date.now();
    this.#runAfter(WAKE_AFTER_MS);
  }

  async settled({ entityIds, wait = Infinity }: SettleOptions = {}) {
    const { knex, hierarchy, logger } = this.#options;
    const begun = Date.now();
    const deadline = begun + wait;
    const last = await lastEntry(knex);
    if (last === undefined) {
      return { pending: 0 };
    }
    const find = () => findWaiting(knex, last, hierarchy, entityIds);
    let work = await find();
    const { facts } = work;
    /** Whether the rest would take far longer than the accepted wait, at the speed so far. */
    const isHopeless = () => {
      const elapsed = Date.now() - begun;
      return (
        work.facts < facts &&
        elapsed > JUDGED_AFTER_MS &&
        (work.facts / (facts - work.facts)) * elapsed > HOPELESS * wait
      );
    };
    try {
      for (
        let looks = 0;
        work.facts > 0 &&
        looks < LOOKS_IN_VAIN &&
        Date.now() < deadline &&
        !isHopeless();

      ) {
        const isMoved = await this.#waitFor(work, deadline);
        const before = work.facts;
        work = work.ids ? await stillWaiting(knex, work.ids) : await find();
        looks = isMoved || work.facts !== before ? 0 : looks + 1;
      }
    } catch (error) {
      if (wait === Infinity) {
        throw error;
      }
      // Readers get what is derived so far.
      logger.error('Derivation failed', error as Error);
    }
    return { pending: work.facts };
  }

  backlog(): Promise<number> {
    const now = Date.now();
    if (!this.#backlog || now - this.#backlog.at > BACKLOG_FOR_MS) {
      this.#backlog = { at: now, facts: countWaiting(this.#options.knex) };
    }
    return this.#backlog.facts;
  }

  /** How many components and incidents are set aside. */
  async setAside(): Promise<number> {
    return countSetAside(this.#options.knex);
  }

  async repair(entityIds: Iterable<number>): Promise<void> {
    const now = Date.now();
    const broken = [...new Set(entityIds)].filter(
      id => now - (this.#repairedAt.get(id) ?? 0) > MINUTE_MS,
    );
    if (broken.length > 0) {
      broken.forEach(id => this.#repairedAt.set(id, now));
      await this.#options.knex.transaction(tx =>
        setAsideUnreadable(tx, broken),
      );
      this.#options.logger.warn(
        `Derived rows of ${broken.length} components are unreadable; deriving these from scratch`,
      );
      this.wake();
    }
  }

  async isCurrent(): Promise<boolean> {
    return this.#claim.allows(this.#options.knex);
  }

  /**
   * Makes derivation follow the rules of this process: requests everything that was derived by other rules again, and
   * makes processes with other rules leave it to those with these rules.
   */
  async followRules(): Promise<void> {
    await this.#claim.make();
    this.wake();
  }

  /** Derives leftover work every minute: after a failure, or when another process stopped halfway. */
  async schedule(scheduler: SchedulerService): Promise<void> {
    await scheduler.scheduleTask({
      id: 'dora-derivation',
      frequency: { minutes: 1 },
      timeout: { hours: 1 },
      scope: 'local',
      fn: async () => {
        if (await this.#claim.watch()) {
          await this.#run();
        }
      },
    });
  }

  /**
   * Waits for the next transaction that derives, in this process or another.
   *
   * @returns whether this process has derived something
   */
  async #waitFor(
    { ids = [] }: WaitingWork,
    deadline: number,
  ): Promise<boolean> {
    const release = this.#worker.demand(ids);
    try {
      const isMoved = await until(this.#worker.next(), deadline);
      if (isMoved === false) {
        await until(sleep(LOOK_AFTER_MS), deadline);
      }
      return isMoved === true;
    } finally {
      release();
    }
  }

  /** Runs after this time, unless an earlier run is scheduled. */
  #runAfter(ms: number): void {
    const at = Date.now() + ms;
    if (at < this.#timerAt) {
      clearTimeout(this.#timer);
      this.#timerAt = at;
      this.#timer = setTimeout(() => {
        this.#timerAt = Infinity;
        this.#run().catch(error =>
          this.#options.logger.error(
            'Derivation failed; retrying within a minute',
            error,
          ),
        );
      }, ms);
      this.#timer.unref();
    }
  }

  /** Derives everything in the queue, with pauses while facts keep arriving. */
  async #run(): Promise<void> {
    this.#running ??= this.#deriveAll().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #deriveAll(): Promise<void> {
    let begun = Date.now();
    while (await this.#worker.next()) {
      const now = Date.now();
      if (
        now - this.#wokenAt < QUIET_AFTER_MS &&
        (await this.backlog()) <= this.#options.behindFrom
      ) {
        await sleep(IDLE_SHARE * (now - begun), undefined, { ref: false });
      }
      begun = Date.now();
    }
    const retryAt = await nextRetry(this.#options.knex);
    const wait = retryAt === undefined ? Infinity : retryAt - Date.now();
    // Work that is due and still queued is left to other processes.
    if (wait > 0 && wait < MINUTE_MS) {
      this.#runAfter(wait);
    }
  }
}
