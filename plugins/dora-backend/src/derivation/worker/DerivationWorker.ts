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

import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { RollUp } from '../types';
import { idsIn, isPostgres } from '../../database/sql';
import { localDays } from '../../rules/days';
import { Rules } from '../../rules/types';
import { deriveBatch } from './deriveBatch';
import {
  describeUnit,
  enqueueFormer,
  isOfData,
  kindOf,
  loadSetAside,
  setAside,
  Unit,
} from './failures';
import { lockDerivation } from './lockDerivation';
import { resolveChanges } from './resolveChanges';
import { RulesClaim } from './RulesClaim';
import { takeWork, Work, workFromScratch, workOf } from './takeWork';

/**
 * How long a transaction goes on taking work, in ms; shorter when somebody waits for certain entries. On SQLite,
 * everything else waits for the transaction, even reads.
 */
const BATCH_MS = {
  postgres: { usual: 500, demanded: 50 },
  sqlite: { usual: 30, demanded: 30 },
};

/** How many times to try a transaction that conflicts with another one. */
const ATTEMPTS = 5;

/** Whether PostgreSQL aborted a transaction because of another one: a serialization failure or a deadlock. */
const isConflict = (error: unknown) =>
  ['40001', '40P01'].includes(String((error as { code?: unknown }).code));

/** What {@link DerivationWorker} needs. */
export interface WorkerOptions {
  knex: Knex;
  /** The whole hierarchy as a transaction sees it. */
  hierarchy: (tx: Knex.Transaction) => Promise<RollUp>;
  rules: Rules;
  logger: LoggerService;
  claim: RulesClaim;
  /** Called after each commit of derived rows and events. */
  onCommit?: () => void;
}

/** A message to log after the commit. */
type Notice = { level: 'info' | 'warn'; message: string };

const unitsOf = ({ components, incidentPks }: Work): Unit[] => [
  ...components.map(({ entityId }) => ({ entityId })),
  ...incidentPks.map(incidentPk => ({ incidentPk })),
];

/**
 * Takes work from the queue and writes derived rows, in one transaction after another. Finds and sets aside what cannot
 * be derived, and continues without it.
 */
export class DerivationWorker {
  readonly #options: WorkerOptions;
  readonly #dayOf: (time: number) => number;
  readonly #batchMs: { usual: number; demanded: number };
  readonly #demands = new Set<number[]>();
  #wasOnlyDemanded = false;
  #batch?: Promise<boolean>;

  static create(options: WorkerOptions): DerivationWorker {
    return new DerivationWorker(options);
  }

  private constructor(options: WorkerOptions) {
    this.#options = options;
    this.#dayOf = localDays(options.rules.timezone);
    this.#batchMs = isPostgres(options.knex)
      ? BATCH_MS.postgres
      : BATCH_MS.sqlite;
  }

  /**
   * Gives some entries of the queue priority.
   *
   * @returns a function that ends the priority
   */
  demand(entries: number[]): () => void {
    this.#demands.add(entries);
    return () => this.#demands.delete(entries);
  }

  /**
   * Runs the next batch, or joins the running one.
   *
   * @returns false when there is nothing to do or another process has to do it
   */
  next(): Promise<boolean> {
    this.#batch ??= this.#doNext().finally(() => {
      this.#batch = undefined;
    });
    return this.#batch;
  }

  #demanded(): number[] {
    return [...this.#demands].flat();
  }

  async #doNext(): Promise<boolean> {
    const demanded = this.#demanded();
    // Readers should not wait for other work. But they may keep coming, so every second batch includes the rest.
    const onlyDemanded = demanded.length > 0 && !this.#wasOnlyDemanded;
    this.#wasOnlyDemanded = onlyDemanded;
    // In its own transaction, to keep it when deriving fails; and not instead of deriving, as changes may keep coming.
    const isResolved = await this.#transaction(async tx =>
      (await resolveChanges(tx)) ? [] : undefined,
    );
    const isDerived = await this.#attempt(async tx =>
      takeWork(tx, demanded, onlyDemanded, await loadSetAside(tx)),
    );
    return isDerived || isResolved;
  }

  /**
   * Derives the chosen work within the time limit. If that fails, derives its parts separately.
   *
   * @param units - the chosen work, if known
   * @returns false when nothing was chosen
   */
  async #attempt(
    choose: (tx: Knex.Transaction) => Promise<Work | undefined>,
    units?: Unit[],
  ): Promise<boolean> {
    let work: Work | undefined;
    try {
      return await this.#transaction(async tx => {
        work = await choose(tx);
        return work && this.#derive(tx, work);
      });
    } catch (error) {
      if (!work || !isOfData(error)) {
        throw error;
      }
      await this.#divide(units ?? unitsOf(work), work, error);
      return true;
    }
  }

  /** Finds the components and incidents that cannot be derived, and sets them aside. */
  async #divide(units: Unit[], work: Work, error: unknown): Promise<void> {
    const middle = units.length >> 1;
    if (middle > 0) {
      for (const half of [units.slice(0, middle), units.slice(middle)]) {
        await this.#attempt(tx => workOf(tx, half), half);
      }
    } else if (!work.fromScratch) {
      // The cause may be its stored rows.
      await this.#attempt(tx => workFromScratch(tx, units[0]), units);
    } else {
      await this.#transaction(tx =>
        this.#setAside(tx, units[0], error, work.entries),
      );
    }
  }

  /**
   * Runs a transaction while no other process derives.
   *
   * @param act - returns messages to log; undefined when there was nothing to do
   * @returns false when there was nothing to do or another process has to do it
   */
  async #transaction(
    act: (tx: Knex.Transaction) => Promise<Notice[] | undefined>,
  ): Promise<boolean> {
    const { knex, claim, logger, onCommit } = this.#options;
    const once = () =>
      knex.transaction(
        async tx => {
          await lockDerivation(tx);
          return (await claim.allows(tx)) ? act(tx) : undefined;
        },
        // Queue entries and facts must come from the same snapshot.
        isPostgres(knex) ? { isolationLevel: 'repeatable read' } : {},
      );
    let notices: Notice[] | undefined;
    for (let attempt = 1; ; attempt++) {
      try {
        notices = await once();
        break;
      } catch (error) {
        // A conflict arises when senders have changed the queue meanwhile.
        if (!isConflict(error) || attempt === ATTEMPTS) {
          throw error;
        }
      }
    }
    notices?.forEach(({ level, message }) => logger[level](message));
    if (notices) {
      onCommit?.();
    }
    return notices !== undefined;
  }

  /** Derives work and removes it from the queue. */
  async #derive(tx: Knex.Transaction, work: Work): Promise<Notice[]> {
    const { hierarchy, rules } = this.#options;
    const begun = Date.now();
    const { usual, demanded } = this.#batchMs;
    const isOver = () =>
      Date.now() - begun > (this.#demanded().length > 0 ? demanded : usual);
    if (work.fromScratch) {
      await enqueueFormer(tx, work.entries);
    }
    const { components, incidents, failures } = await deriveBatch(tx, work, {
      rules,
      // The current one: a change of the hierarchy enqueues its work in its own transaction.
      hierarchy: await hierarchy(tx),
      dayOf: this.#dayOf,
      isOver,
    });
    const done = [
      idsIn(tx, 'entity_id', components),
      idsIn(tx, 'incident_pk', incidents),
    ];
    const recovered = await loadSetAside(tx, done);
    for (const ofDone of done) {
      await tx('derivation_queue').where(ofDone).delete();
    }
    const notices: Notice[] = [];
    for (const unit of recovered) {
      notices.push({
        level: 'info',
        message: `${await describeUnit(tx, unit)} can be derived again`,
      });
    }
    for (const [incidentPk, error] of failures) {
      notices.push(
        ...(await this.#setAside(tx, { incidentPk }, error, work.entries)),
      );
    }
    return notices;
  }

  async #setAside(
    tx: Knex.Transaction,
    unit: Unit,
    error: unknown,
    entries: number[],
  ): Promise<Notice[]> {
    return (await setAside(tx, unit, error, entries))
      ? [
          {
            level: 'warn',
            message: `${await describeUnit(
              tx,
              unit,
            )} cannot be derived and is set aside: ${kindOf(error)}`,
          },
        ]
      : [];
  }
}
