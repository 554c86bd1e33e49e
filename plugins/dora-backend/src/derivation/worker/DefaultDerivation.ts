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
import { isPostgres } from '../../database/sql';
import { localDays } from '../../rules/days';
import { Rules } from '../../rules/types';
import { affectedIncidents } from '../load/affectedIncidents';
import { assessReleases } from '../assessReleases';
import { enqueueWork, firstEntry, lastEntry } from './DerivationQueue';
import { deriveComponents } from './deriveComponents';
import { forgetComponent } from '../store/forgetComponent';
import { groupTasks, Slices, SLICES } from './groupTasks';
import { linkIncidents } from '../linkIncidents';
import { lockDerivation } from './lockDerivation';
import { RulesClaim } from './RulesClaim';
import { noChanges, storeDifference } from '../store/storeDifference';
import { takeWork } from './takeWork';
import { Blocks, touchBlocks } from '../store/touchBlocks';
import { Derivation, DerivationRequest, RollUp } from '../types';
import { updateUnreleased } from '../store/unreleasedChanges';

/** Facts often come in several calls; deriving a little later derives once for all of them. */
const WAKE_AFTER_MS = 300;

/**
 * While facts keep coming, nobody may be reading: deriving in the background leaves this many times its own duration to
 * the senders, for half a minute at most. Whoever reads derives at once.
 */
const IDLE_SHARE = 3;
const WAKE_AT_LAST_MS = 30_000;

/** Where others derive, it is looked that often whether they have; and they have stopped when so often nothing has moved. */
const LOOK_AFTER_MS = 250;
const LOOKS_IN_VAIN = 8;

/** What {@link DefaultDerivation} needs. */
export interface DerivationOptions {
  knex: Knex;
  /** The whole hierarchy as a transaction sees it. */
  hierarchy: (tx: Knex.Transaction) => Promise<RollUp>;
  rules: Rules;
  logger: LoggerService;
  /** {@link SLICES} by default */
  slices?: Slices;
}

/**
 * Derives from a queue in the database, so that what was committed is derived whatever becomes of the process.
 * One process at a time derives; each batch is a transaction that takes work out of the queue and writes the rows.
 */
export class DefaultDerivation implements Derivation {
  readonly #knex: Knex;
  readonly #hierarchy: (tx: Knex.Transaction) => Promise<RollUp>;
  readonly #rules: Rules;
  readonly #logger: LoggerService;
  readonly #dayOf: (time: number) => number;
  readonly #slices: Slices;
  readonly #claim: RulesClaim;
  #batch?: Promise<boolean>;
  #timer?: NodeJS.Timeout;
  #pause = 0;

  static create(options: DerivationOptions): DefaultDerivation {
    return new DefaultDerivation(options);
  }

  private constructor(options: DerivationOptions) {
    this.#knex = options.knex;
    this.#hierarchy = options.hierarchy;
    this.#rules = options.rules;
    this.#logger = options.logger;
    this.#slices = options.slices ?? SLICES;
    this.#dayOf = localDays(options.rules.timezone);
    this.#claim = RulesClaim.create(options);
  }

  async enqueue(
    tx: Knex.Transaction,
    request: DerivationRequest,
  ): Promise<void> {
    await enqueueWork(tx, request);
  }

  wake(): void {
    if (!this.#timer) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        const start = Date.now();
        this.settled()
          .catch(error =>
            this.#logger.error(
              'Derivation failed; it is tried again within a minute',
              error,
            ),
          )
          .finally(() => {
            this.#pause = Math.min(
              WAKE_AT_LAST_MS,
              IDLE_SHARE * (Date.now() - start),
            );
          });
      }, Math.max(WAKE_AFTER_MS, this.#pause));
      this.#timer.unref();
    }
  }

  async settled(): Promise<void> {
    const last = await lastEntry(this.#knex);
    let before: number | undefined;
    let looks = 0;
    while (last !== undefined) {
      const first = await firstEntry(this.#knex);
      if (first === undefined || first > last) {
        return;
      }
      this.#batch ??= this.#deriveBatch().finally(() => {
        this.#batch = undefined;
      });
      if (!(await this.#batch)) {
        looks = first === before ? looks + 1 : 0;
        if (looks === LOOKS_IN_VAIN) {
          return;
        }
        before = first;
        await sleep(LOOK_AFTER_MS);
      }
    }
  }

  async isCurrent(): Promise<boolean> {
    return this.#claim.allows(this.#knex);
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
          await this.settled();
        }
      },
    });
  }

  /** @returns false where it is for others to derive */
  async #deriveBatch(): Promise<boolean> {
    return this.#knex.transaction(
      async tx => {
        await lockDerivation(tx);
        if (!(await this.#claim.allows(tx))) {
          return false;
        }
        const { components, incidentPks } = await takeWork(tx);
        // As it is now: a change of the hierarchy asks for its work in its own transaction.
        const hierarchy = await this.#hierarchy(tx);
        const blocks = new Blocks();
        const changes = noChanges();
        await deriveComponents(
          tx,
          await groupTasks(tx, components, this.#slices),
          this.#rules,
          this.#dayOf,
          this.#slices,
          {
            store: (difference, replaced) =>
              storeDifference(tx, difference, replaced, changes, blocks),
            forget: entityId => forgetComponent(tx, entityId, changes, blocks),
          },
        );
        await updateUnreleased(tx, changes);
        const linked = await linkIncidents(
          tx,
          [
            ...new Set([
              ...incidentPks,
              ...(await affectedIncidents(tx, changes, hierarchy)),
            ]),
          ],
          hierarchy,
          this.#rules,
          this.#dayOf,
          blocks,
        );
        await assessReleases(
          tx,
          components.flatMap(({ entityId, since }) =>
            since === 0 ? entityId : [],
          ),
          new Set([...changes.toAssess, ...linked]),
          blocks,
        );
        await touchBlocks(tx, blocks);
        return true;
      },
      // What is taken from the queue and the facts that are read have to be of the same moment.
      isPostgres(this.#knex) ? { isolationLevel: 'repeatable read' } : {},
    );
  }
}
