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

/** Facts often come in several calls; deriving a little later derives once for all of them. */
const WAKE_AFTER_MS = 300;

/**
 * While facts keep coming, deriving in the background leaves this many times its own duration to the senders, unless too
 * much has to be derived; they have stopped when none have come for so long.
 */
const IDLE_SHARE = 3;
const QUIET_AFTER_MS = 1000;

/** Where others derive, it is looked that often whether they have; and they have stopped when so often nothing has moved. */
const LOOK_AFTER_MS = 250;
const LOOKS_IN_VAIN = 8;

/** Nobody goes on waiting for what would take this many times as long as they are willing to wait, judged after so many ms. */
const HOPELESS = 1.5;
const JUDGED_AFTER_MS = 1000;

/** For so long, as many facts are taken to be waiting. */
const BACKLOG_FOR_MS = 200;

/** No component is derived from scratch more often for being unreadable; and so often it is looked what is left over. */
const MINUTE_MS = 60_000;

/** What {@link DefaultDerivation} needs. */
export interface DerivationOptions {
  knex: Knex;
  /** The whole hierarchy, as a transaction sees it where there is one. */
  hierarchy: (tx?: Knex.Transaction) => Promise<RollUp>;
  rules: Rules;
  /** With more facts than this to be derived, it makes no pauses: senders are about to be made to wait. */
  behindFrom: number;
  logger: LoggerService;
  /** Called after each commit of derived rows and events. */
  onCommit?: () => void;
}

/** Resolves with what a promise does, or with nothing when the time (ms since the epoch) has come. */
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
 * Derives from a queue in the database, so that what was committed is derived whatever becomes of the process.
 * One process at a time derives, in short transactions; what somebody waits for comes first.
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
    /** Whether, at the speed so far, it would take far longer than there is time. */
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
      // Who reads is answered from what is derived.
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
        `What is derived of ${broken.length} components cannot be read; they are derived from scratch`,
      );
      this.wake();
    }
  }

  async isCurrent(): Promise<boolean> {
    return this.#claim.allows(this.#options.knex);
  }

  /**
   * Asks for what depends on the rules to be derived again when these are not those that the stored rows were made with,
   * and for other processes to leave that to those that have these rules.
   */
  async followRules(): Promise<void> {
    await this.#claim.make();
    this.wake();
  }

  /** Derives what is left over, if anything, every minute: after a failure, or what another process had begun. */
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
   * Waits for the next transaction that derives, in this process or in others.
   *
   * @returns whether one is known to have moved anything
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

  /** Derives what there is after so long, or before where that is to be done anyway. */
  #runAfter(ms: number): void {
    const at = Date.now() + ms;
    if (at < this.#timerAt) {
      clearTimeout(this.#timer);
      this.#timerAt = at;
      this.#timer = setTimeout(() => {
        this.#timerAt = Infinity;
        this.#run().catch(error =>
          this.#options.logger.error(
            'Derivation failed; it is tried again within a minute',
            error,
          ),
        );
      }, ms);
      this.#timer.unref();
    }
  }

  /** Derives what there is; while facts keep coming, with pauses. */
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
    // What is due and still there is for other processes to derive.
    if (wait > 0 && wait < MINUTE_MS) {
      this.#runAfter(wait);
    }
  }
}
