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
import { createHash, randomUUID } from 'node:crypto';
import { Rules } from '../../rules/types';
import {
  enqueueEverything,
  enqueueIncidents,
  firstEntry,
} from './DerivationQueue';
import { lockDerivation } from './lockDerivation';

/** Increase it whenever the code derives something different from the same facts and rules. */
const DERIVATION_VERSION = 3;

/** Minutes without a sign of life after which another replica takes over. */
const SILENT_FOR = 5;

/** Keys in `derivation_state`: the rules to derive by, and a sign of life that replicas with these rules renew. */
const KEYS = ['rules', 'rules-of-links', 'rules-sign-of-life'] as const;

type Stored = Partial<Record<(typeof KEYS)[number], string>>;

function digest(rules: object): string {
  return createHash('sha256')
    .update(JSON.stringify([DERIVATION_VERSION, rules]))
    .digest('hex');
}

async function read(knex: Knex): Promise<Stored> {
  const rows: { key: keyof Stored; value: string }[] = await knex(
    'derivation_state',
  )
    .whereIn('key', KEYS)
    .select('key', 'value');
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}

async function write(knex: Knex, stored: Stored): Promise<void> {
  await knex('derivation_state')
    .insert(Object.entries(stored).map(([key, value]) => ({ key, value })))
    .onConflict('key')
    .merge();
}

/** A text that changes as long as a replica derives by the claimed rules, or when one claims other rules. */
async function readSigns(knex: Knex, stored: Stored): Promise<string> {
  return JSON.stringify([
    ...KEYS.map(key => stored[key]),
    await firstEntry(knex),
  ]);
}

/** What {@link RulesClaim} needs. */
export interface RulesClaimOptions {
  knex: Knex;
  rules: Rules;
  logger: LoggerService;
}

/**
 * Ensures that rows are derived by one set of rules while replicas with different rules run: those of the last one to
 * start. The others leave derivation to replicas with these rules until none of them is left.
 */
export class RulesClaim {
  readonly #knex: Knex;
  readonly #logger: LoggerService;
  readonly #own: { rules: string; 'rules-of-links': string };
  #wasOutdated = false;
  #signs?: string;
  #silentFor = 0;

  static create(options: RulesClaimOptions): RulesClaim {
    return new RulesClaim(options);
  }

  private constructor({ knex, rules, logger }: RulesClaimOptions) {
    const { incidentWindow, incidentAttribution, ...ofComponents } = rules;
    this.#knex = knex;
    this.#logger = logger;
    this.#own = {
      rules: digest(ofComponents),
      'rules-of-links': digest({ incidentWindow, incidentAttribution }),
    };
  }

  /**
   * Whether this process may derive. Only reliable in the transaction that derives, under the derivation lock. It may
   * when no rules are stored, as then nobody has claimed derivation.
   */
  async allows(knex: Knex): Promise<boolean> {
    return !this.#isOutdated(await read(knex));
  }

  /** Claims derivation for the rules of this process, and requests everything that was derived by other rules again. */
  async make(): Promise<void> {
    if (this.#differsIn(await read(this.#knex)).length > 0) {
      await this.#knex.transaction(async tx => {
        await lockDerivation(tx);
        await this.#store(tx, await read(tx));
      });
    }
  }

  /**
   * Call it every minute. With the claimed rules, it gives a sign of life; with other rules, it takes over when there
   * has been no sign of life for {@link SILENT_FOR} minutes.
   *
   * @returns whether this process may derive
   */
  async watch(): Promise<boolean> {
    const stored = await read(this.#knex);
    if (!this.#isOutdated(stored)) {
      this.#silentFor = 0;
      await write(this.#knex, { 'rules-sign-of-life': randomUUID() });
      return true;
    }
    // Counted, not measured: no sign of life is possible while the database is away or this process is suspended.
    const signs = await readSigns(this.#knex, stored);
    this.#silentFor = signs === this.#signs ? this.#silentFor + 1 : 0;
    this.#signs = signs;
    return this.#silentFor >= SILENT_FOR && (await this.#takeOver());
  }

  async #takeOver(): Promise<boolean> {
    this.#silentFor = 0;
    return this.#knex.transaction(async tx => {
      // A process that is still deriving finishes first, and the queue shows it.
      await lockDerivation(tx);
      const stored = await read(tx);
      if ((await readSigns(tx, stored)) !== this.#signs) {
        return false;
      }
      this.#logger.warn(
        `No replica has derived for ${SILENT_FOR} minutes: this one takes over, with its own rules`,
      );
      await this.#store(tx, stored);
      return true;
    });
  }

  /**
   * Call it under the derivation lock: no batch by other rules is running then, everything such batches derived is
   * requested again, and the next batch sees the new claim.
   */
  async #store(tx: Knex.Transaction, stored: Stored): Promise<void> {
    const differing = this.#differsIn(stored);
    if (differing.includes('rules')) {
      await enqueueEverything(tx);
    } else if (differing.length > 0) {
      await enqueueIncidents(tx);
    }
    await write(tx, this.#own);
    if (!stored.rules) {
      this.#logger.info('Deriving everything for the first time');
    } else if (differing.length > 0) {
      this.#logger.info(
        'The rules have changed: deriving everything that depends on them again',
      );
    }
  }

  #differsIn(stored: Stored) {
    return (['rules', 'rules-of-links'] as const).filter(
      key => stored[key] !== this.#own[key],
    );
  }

  #isOutdated(stored: Stored): boolean {
    const isOutdated = this.#differsIn(stored).some(key => stored[key]);
    if (isOutdated && !this.#wasOutdated) {
      this.#logger.warn(
        'Another replica has started with other rules: this one leaves derivation to it, and should be replaced',
      );
    }
    this.#wasOutdated = isOutdated;
    return isOutdated;
  }
}
