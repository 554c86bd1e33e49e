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
import { FactKind } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { DateTime } from 'luxon';
import { RetentionConfig } from '../config';
import { Derivation, RollUp } from '../derivation/types';
import { isOfData, kindOf } from '../derivation/worker/failures';
import { FACT_DEFINITIONS, FACT_KINDS } from '../intake/kinds/factDefinitions';
import { retentionTimeOf } from '../intake/kinds/factStorage';
import { Rules } from '../rules/types';
import { compactLog } from './compactLog';
import { readProgress, writeProgress } from './progress';
import { removeDeployments, removeFacts } from './removeOldFacts';

const FACTS_AT_ONCE = 5000;

const DEPLOYED_AT = retentionTimeOf('deployments', 'deployments');

/** The number of facts removed, by kind. */
export type RemovedFacts = Record<FactKind, number>;

/** Options of {@link DefaultRetention}. */
export interface RetentionOptions {
  knex: Knex;
  config: RetentionConfig;
  rules: Rules;
  /** The hierarchy as a transaction sees it. */
  hierarchy: (tx: Knex.Transaction) => Promise<Pick<RollUp, 'settingsOf'>>;
  derivation: Derivation;
  logger: LoggerService;
  /** ms since the epoch */
  now: () => number;
}

/**
 * Removes facts older than configured, in many small transactions, each of
 * which requests the derivation of what it affects. Older facts on which the
 * retained period depends are kept, so that its metrics do not change.
 */
export class DefaultRetention {
  readonly #options: RetentionOptions;

  static create(options: RetentionOptions): DefaultRetention {
    return new DefaultRetention(options);
  }

  private constructor(options: RetentionOptions) {
    this.#options = options;
  }

  async schedule(scheduler: SchedulerService): Promise<void> {
    await scheduler.scheduleTask({
      id: 'dora-retention',
      scope: 'global',
      ...this.#options.config.schedule,
      fn: async signal => {
        await this.run(signal);
      },
    });
  }

  /**
   * The start (ms since the epoch) of the period whose facts are kept: the
   * retention period, extended by how far the rules look back.
   */
  get #since(): number {
    const { config, rules, now } = this.#options;
    return (
      DateTime.fromMillis(now(), { zone: rules.timezone })
        .startOf('day')
        .minus({ months: config.months })
        .toMillis() -
      Math.max(rules.incidentWindow, rules.rollbackWindow, rules.hotfixWindow)
    );
  }

  async run(signal?: AbortSignal): Promise<RemovedFacts> {
    const { derivation, knex, logger, now } = this.#options;
    const since = this.#since;
    const removed = Object.fromEntries(
      FACT_KINDS.map(kind => [kind, 0]),
    ) as RemovedFacts;
    if (!(await derivation.isCurrent())) {
      // With its own rules it might remove facts that the rules of the others
      // still need.
      logger.info(
        'This replica does not remove old facts, because another replica has started with different rules',
      );
      return removed;
    }
    // Derived rows help to decide which old facts are still needed.
    await derivation.settled();
    const begun = now();
    for (const entityId of await this.#components(since)) {
      signal?.throwIfAborted();
      try {
        removed.deployments += await this.#fromComponent(entityId, since);
      } catch (error) {
        if (!isOfData(error)) {
          throw error;
        }
        logger.warn(
          `Not removing deployments of the component with entities.id ${entityId}: ${kindOf(
            error,
          )}`,
        );
      }
    }
    await writeProgress(knex, { since, at: begun });
    await derivation.settled();
    for (const kind of FACT_KINDS) {
      if (kind !== 'deployments') {
        removed[kind] = await this.#inBatches(kind, since, signal);
      }
    }
    await this.#compactLog(signal, since);
    derivation.wake();
    if (Object.values(removed).some(count => count > 0)) {
      logger.info(
        `Removed facts from before ${new Date(
          since,
        ).toISOString()}: ${FACT_KINDS.map(
          kind => `${removed[kind]} ${kind}`,
        ).join(', ')}`,
      );
    }
    return removed;
  }

  /**
   * Entities with deployments that have become too old since the last run, or
   * were already too old when they arrived.
   */
  async #components(since: number): Promise<number[]> {
    const { knex } = this.#options;
    const last = await readProgress(knex);
    return (
      knex('deployments')
        // The derived rows of components that are set aside do not tell which
        // facts are still needed.
        .whereNotIn(
          'entity_id',
          knex('derivation_queue')
            .whereNotNull('error')
            .whereNotNull('entity_id')
            .select('entity_id'),
        )
        .whereRaw(`${DEPLOYED_AT} < ?`, [since])
        .where(query => {
          query
            .whereRaw(`${DEPLOYED_AT} >= ?`, [last.since])
            .orWhere('received_at', '>=', last.at);
        })
        .distinct()
        .pluck('entity_id')
    );
  }

  async #fromComponent(entityId: number, since: number): Promise<number> {
    const { knex, hierarchy, rules, derivation } = this.#options;
    const count = await knex.transaction(async tx => {
      const removed = await removeDeployments(
        tx,
        entityId,
        (await hierarchy(tx)).settingsOf(entityId),
        rules,
        since,
      );
      if (removed > 0) {
        await derivation.enqueue(tx, { entityIds: [entityId] });
      }
      return removed;
    });
    derivation.wake();
    return count;
  }

  /** Removes facts of a kind in batches. */
  async #inBatches(
    kind: FactKind,
    since: number,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    const { knex, derivation } = this.#options;
    let total = 0;
    for (let after = 0; ; ) {
      signal?.throwIfAborted();
      const pks: (string | number)[] = await knex(kind)
        .where('pk', '>', after)
        .orderBy('pk')
        .limit(FACTS_AT_ONCE)
        .pluck('pk');
      if (pks.length === 0) {
        return total;
      }
      const range = { after, upTo: Number(pks[pks.length - 1]) };
      total += await knex.transaction(async tx => {
        const facts = await removeFacts(tx, kind, range, since);
        await derivation.enqueue(
          tx,
          FACT_DEFINITIONS[kind].derivation?.(facts) ?? {},
        );
        return facts.length;
      });
      after = range.upTo;
    }
  }

  async #compactLog(signal: AbortSignal | undefined, since: number) {
    let seq: number | undefined = 0;
    while (seq !== undefined) {
      signal?.throwIfAborted();
      const after: number = seq;
      seq = await this.#options.knex.transaction(tx =>
        compactLog(tx, since, after),
      );
    }
  }
}
