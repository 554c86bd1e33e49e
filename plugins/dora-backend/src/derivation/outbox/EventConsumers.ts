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

import { LifecycleService, LoggerService } from '@backstage/backend-plugin-api';
import { DoraEventsExtensionPoint } from '@backstage-dora/plugin-dora-node';
import { Knex } from 'knex';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConsumerLeases } from './ConsumerLeases';
import { ConsumerRun } from './ConsumerRun';
import { Outbox, Pace, StoringConsumer } from './types';

/** How long a shutdown waits for handlers. The next replica repeats what they have not finished. */
const SHUTDOWN_MS = 10_000;

const PACE: Pace = {
  poll: 5_000,
  firstPause: 1_000,
  longestPause: 5 * 60_000,
};

/** What {@link EventConsumers} need to work. */
export interface EventConsumersOptions {
  knex: Knex;
  outbox: Outbox;
  lifecycle: Pick<LifecycleService, 'addShutdownHook'>;
  logger: LoggerService;
  /** {@link PACE} by default */
  pace?: Pace;
}

/**
 * Has each consumer handle all events in order, on one replica at a time. The cursor in the database moves after the
 * work: after a failure or a killed process, events are delivered again, never lost. No transaction is open during the
 * work.
 */
export class EventConsumers implements DoraEventsExtensionPoint {
  readonly #consumers = new Map<string, StoringConsumer>();
  readonly #stop = new AbortController();
  #wake = new AbortController();

  addConsumer(consumer: StoringConsumer): void {
    if (this.#consumers.has(consumer.name)) {
      throw new Error(`Two event consumers are named ${consumer.name}`);
    }
    this.#consumers.set(consumer.name, consumer);
  }

  /** Call when events may have been committed. */
  wake(): void {
    this.#wake.abort();
    this.#wake = new AbortController();
  }

  /** Runs the consumers until the backend stops. New consumers start with the next event. */
  async start(options: EventConsumersOptions): Promise<void> {
    const pace = options.pace ?? PACE;
    const leases = ConsumerLeases.create(options);
    await leases.add(
      [...this.#consumers.keys()],
      await options.outbox.latest(),
    );
    const running = [...this.#consumers.values()].map(consumer =>
      this.#run(
        new ConsumerRun(consumer, leases, { ...options, pace }),
        pace.poll,
        options.logger,
      ),
    );
    options.lifecycle.addShutdownHook(async () => {
      this.#stop.abort();
      this.wake();
      await Promise.race([
        Promise.all(running),
        sleep(SHUTDOWN_MS, undefined, { ref: false }),
      ]);
    });
  }

  async #run(
    run: ConsumerRun,
    poll: number,
    logger: LoggerService,
  ): Promise<void> {
    let isAway = false;
    while (!this.#stop.signal.aborted) {
      const { signal } = this.#wake;
      let pause = poll;
      try {
        pause = Math.min(pause, await run.next(this.#stop.signal));
        isAway = false;
      } catch (error) {
        if (!isAway) {
          logger.warn(
            'Event consumers cannot reach the database',
            error as Error,
          );
        }
        isAway = true;
      }
      if (pause > 0) {
        await sleep(pause, undefined, { signal, ref: false }).catch(
          () => undefined,
        );
      }
    }
  }
}
