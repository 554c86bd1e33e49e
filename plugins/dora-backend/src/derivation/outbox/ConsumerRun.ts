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
import { ReleaseEvent } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { ConsumerLease, ConsumerLeases } from './ConsumerLeases';
import { CursorGoneError } from './CursorGoneError';
import { Outbox, Pace, StoringConsumer } from './types';

const EVENTS_AT_ONCE = 500;

/** What {@link ConsumerRun} needs. */
export interface ConsumerRunOptions {
  knex: Knex;
  outbox: Outbox;
  logger: LoggerService;
  pace: Pace;
}

/** Runs one consumer in this process. */
export class ConsumerRun {
  #atOnce = EVENTS_AT_ONCE;

  constructor(
    private readonly consumer: StoringConsumer,
    private readonly leases: ConsumerLeases,
    private readonly options: ConsumerRunOptions,
  ) {}

  /**
   * Has the consumer handle the next events, if there are any and no other replica holds the lease.
   *
   * @returns how long to wait before the next call, in ms
   */
  async next(stopped: AbortSignal): Promise<number> {
    const { poll } = this.options.pace;
    const lease = await this.leases.take(this.consumer.name, stopped);
    if (!lease) {
      return poll;
    }
    try {
      // After a failure, one event at a time, then more and more: limits how many earlier events are repeated.
      const limit = lease.failures > 0 ? 1 : this.#atOnce;
      this.#atOnce = 1;
      await this.#handle(lease, await this.#eventsAfter(lease, limit));
      this.#atOnce = Math.min(2 * limit, EVENTS_AT_ONCE);
      return 0;
    } catch (error) {
      if (stopped.aborted) {
        await lease.release();
        return 0;
      }
      return await this.#pause(lease, error as Error);
    } finally {
      lease.end();
    }
  }

  async #handle(lease: ConsumerLease, events: ReleaseEvent[]): Promise<void> {
    const { knex, logger } = this.options;
    const { signal, failures } = lease;
    const finish = await this.consumer.handle(events, { signal });
    await knex.transaction(async tx => {
      // First, since it throws when another replica has taken over.
      await lease.commit(tx, events[events.length - 1].cursor);
      await finish?.(tx);
    });
    if (failures > 0) {
      logger.info(
        `Consumer ${this.consumer.name} recovered after ${failures} failures`,
      );
    }
  }

  async #eventsAfter(
    { cursor }: ConsumerLease,
    limit: number,
  ): Promise<ReleaseEvent[]> {
    const { outbox, logger } = this.options;
    try {
      return await collect(outbox.read({ after: cursor, limit }));
    } catch (error) {
      if (!(error instanceof CursorGoneError)) {
        throw error;
      }
      logger.error(
        `Consumer ${this.consumer.name} missed events that were removed before it handled them; continuing with the oldest event kept`,
      );
      return collect(outbox.read({ limit }));
    }
  }

  async #pause(lease: ConsumerLease, error: Error): Promise<number> {
    const { firstPause, longestPause } = this.options.pace;
    const pauseAfter = (failures: number) =>
      Math.min(firstPause * 2 ** failures, longestPause);
    const pause = pauseAfter(lease.failures);
    await lease.fail(pause);
    // Logged once for each length of the pause, not every five minutes.
    if (lease.failures === 0 || pauseAfter(lease.failures - 1) < pause) {
      this.options.logger.warn(
        `Consumer ${this.consumer.name} failed at the events after ${
          lease.cursor
        }; retrying ${pause === longestPause ? 'every' : 'in'} ${
          pause / 1000
        } s`,
        error,
      );
    }
    return pause;
  }
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) {
    collected.push(item);
  }
  return collected;
}
