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

import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { isPostgres } from '../../database/sql';
import { formatCursor, parseCursor } from '../../database/cursor';

/** How long a killed replica keeps its consumers from the others. */
const LEASE_MS = 60_000;

/** The exclusive right to run a consumer. */
export interface ConsumerLease {
  name: string;
  /** Of the last event handled */
  cursor: string;
  /** How many times it has failed since its last success */
  failures: number;
  /** Aborted when another replica may have taken over, or when the backend stops */
  signal: AbortSignal;
  /** Moves the cursor and returns the lease; throws when the lease has been lost. */
  commit(tx: Knex.Transaction, cursor: string): Promise<void>;
  /** Returns the lease and lets no replica take it for the given pause, in ms. */
  fail(pause: number): Promise<void>;
  /** Returns the lease unchanged. */
  release(): Promise<void>;
  /** Stops renewing the lease; must always be called. */
  end(): void;
}

/** Distributes consumers among replicas: only the replica that holds a consumer's lease in the database may run it. */
export class ConsumerLeases {
  readonly #knex: Knex;
  /**
   * Identifies this replica as holder. It can take back its own leases, which it may have failed to return while the
   * database was away.
   */
  readonly #holder = randomUUID();

  static create(options: { knex: Knex }): ConsumerLeases {
    return new ConsumerLeases(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Adds the consumers that are not stored yet. */
  async add(names: string[], cursor: string): Promise<void> {
    const rows = names.map(name => ({ name, ...parseCursor(cursor) }));
    if (rows.length > 0) {
      await this.#knex('event_consumers')
        .insert(rows)
        .onConflict('name')
        .ignore();
    }
  }

  /** @returns undefined without new events, while another replica holds the lease, and in the pause after a failure */
  async take(
    name: string,
    stopped: AbortSignal,
  ): Promise<ConsumerLease | undefined> {
    const lease = this.#holder;
    const own = { name, lease };
    const update = (knex: Knex, values: object) =>
      knex('event_consumers').where(own).update(values);
    const [taken] = await this.#knex('event_consumers as c')
      .where({ name })
      .where(free =>
        free.where('free_at', '<=', this.#in(0)).orWhere({ lease }),
      )
      .whereExists(
        this.#knex('release_events as e')
          .whereRaw('e.position > c.position')
          .orWhereRaw('e.position = c.position and e.events > c.item')
          .select(this.#knex.raw('1')),
      )
      .update({ lease, free_at: this.#in(LEASE_MS) })
      .returning(['position', 'item', 'failures']);
    if (!taken) {
      return undefined;
    }
    const lost = new AbortController();
    const lose = () => lost.abort();
    stopped.addEventListener('abort', lose);
    let renewed = Date.now();
    const renewal = setInterval(async () => {
      try {
        if ((await update(this.#knex, { free_at: this.#in(LEASE_MS) })) === 1) {
          renewed = Date.now();
          return;
        }
        lose();
      } catch {
        // The next attempt may succeed.
        if (Date.now() - renewed > LEASE_MS) {
          lose();
        }
      }
    }, LEASE_MS / 4);
    renewal.unref();
    const back = { lease: null, free_at: 0 };
    return {
      name,
      cursor: formatCursor(taken),
      failures: taken.failures,
      signal: lost.signal,
      commit: async (tx, cursor) => {
        const moved = { ...parseCursor(cursor), ...back, failures: 0 };
        if ((await update(tx, moved)) !== 1) {
          throw new ConflictError(
            `Another replica has taken over consumer ${name}`,
          );
        }
      },
      fail: async pause => {
        await update(this.#knex, {
          lease: null,
          free_at: this.#in(pause),
          failures: taken.failures + 1,
        });
      },
      release: async () => {
        await update(this.#knex, back);
      },
      end: () => {
        clearInterval(renewal);
        stopped.removeEventListener('abort', lose);
      },
    };
  }

  /** A time in ms from now, by the clock of the database, which all replicas share; ms since the epoch. */
  #in(ms: number): Knex.Raw | number {
    return isPostgres(this.#knex)
      ? this.#knex.raw(
          `(extract(epoch from clock_timestamp()) * 1000)::bigint + ?::bigint`,
          [ms],
        )
      : Date.now() + ms;
  }
}
