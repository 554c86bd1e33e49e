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

import { SchedulerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { ReleaseEvent } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { idsIn } from '../../database/sql';
import { BEGINNING, formatCursor, parseCursor } from '../../database/cursor';
import { CursorGoneError } from './CursorGoneError';
import { ReleaseTransition, StoredReason } from './ReleaseState';
import { parseEvents } from './storedEvents';
import { EventsRequest, Outbox } from './types';

const KEEP_MS = 7 * 24 * 3_600_000;

/** A row holds up to some hundreds of events. */
const ROWS_AT_ONCE = 100;

interface OutboxRow {
  position: string | number;
  at: string | number;
  content: string;
}

/** What {@link DefaultOutbox} needs. */
export interface OutboxOptions {
  knex: Knex;
  /** ms since the epoch */
  now: () => number;
}

const toTime = (ms: number) => new Date(ms).toISOString();

function toEvent(
  { type, release }: ReleaseTransition,
  envelope: { cursor: string; at: string; entityRef: string },
): ReleaseEvent {
  const { id, version, time, kind, failed, recoveredAt } = release;
  const reasons: StoredReason[] = JSON.parse(release.reasons ?? '[]');
  return {
    type: `release.${type}`,
    ...envelope,
    ...{ id, version, time: toTime(time) },
    kind: kind as ReleaseEvent['kind'],
    rollouts: release.rollouts,
    workspaces: release.workspaces,
    changes: release.changes,
    failed,
    reasons: reasons.map(([reason, releaseId, at]) => ({
      reason: reason as ReleaseEvent['reasons'][number]['reason'],
      ...(at !== undefined && { releaseId, at: toTime(at) }),
    })),
    recoveredAt: recoveredAt === undefined ? null : toTime(recoveredAt),
  };
}

/** Reads the outbox in chunks of rows and removes old events. */
export class DefaultOutbox implements Outbox {
  readonly #knex: Knex;
  readonly #now: () => number;

  static create(options: OutboxOptions): DefaultOutbox {
    return new DefaultOutbox(options);
  }

  private constructor(options: OutboxOptions) {
    this.#knex = options.knex;
    this.#now = options.now;
  }

  async *read(request: EventsRequest): AsyncGenerator<ReleaseEvent> {
    const { after, limit = Infinity, readable } = request;
    const kept = await this.#kept();
    const start = after === undefined ? BEGINNING : parseCursor(after);
    if (after !== undefined && start.position < kept.first && kept.first > 1) {
      throw new CursorGoneError(
        'Events after this cursor are no longer kept, as they are older than seven days; get the newest cursor from /events/cursor, read /releases, and continue from that cursor',
      );
    }
    if (start.position > kept.last) {
      throw new InputError(
        'The cursor is ahead of all events, which happens when the database was restored from a backup; get the newest cursor from /events/cursor, read /releases, and go on from that cursor',
      );
    }
    const refs = new Map<number, string>();
    let { position: next, item: from } = start;
    let left = limit;
    for (;;) {
      // Positions have no gaps. Rows committed meanwhile are left to the next read.
      const rows: OutboxRow[] = await this.#knex('release_events')
        .whereBetween('position', [next, kept.last])
        .orderBy('position')
        .limit(ROWS_AT_ONCE);
      for (const { position, at, content } of rows) {
        const events = parseEvents(content);
        await this.#addRefs(refs, events);
        for (let item = from + 1; item <= events.length; item++) {
          const event = events[item - 1];
          const { entityId } = event.release;
          if (!readable || readable.getById(entityId)) {
            yield toEvent(event, {
              cursor: formatCursor({ position: Number(position), item }),
              at: toTime(Number(at)),
              entityRef: refs.get(entityId)!,
            });
            left--;
            if (left === 0) {
              return;
            }
          }
        }
        next = Number(position) + 1;
        from = 0;
      }
      if (rows.length < ROWS_AT_ONCE) {
        return;
      }
    }
  }

  async latest(): Promise<string> {
    const row = await this.#knex('release_events')
      .orderBy('position', 'desc')
      .first('position', 'events');
    return formatCursor(
      row ? { position: row.position, item: row.events } : BEGINNING,
    );
  }

  /** Removes old rows except the last of them: new positions continue from it. */
  async removeOld(): Promise<void> {
    const last = this.#knex('release_events')
      .where('at', '<', this.#now() - KEEP_MS)
      .max('position');
    await this.#knex('release_events').where('position', '<', last).delete();
  }

  async schedule(scheduler: SchedulerService): Promise<void> {
    await scheduler.scheduleTask({
      id: 'dora-outbox',
      frequency: { hours: 1 },
      timeout: { minutes: 10 },
      scope: 'global',
      fn: () => this.removeOld(),
    });
  }

  /** The positions of the first and the last row; 0 when there is none. */
  async #kept(): Promise<{ first: number; last: number }> {
    const row = await this.#knex('release_events')
      .min('position as first')
      .max('position as last')
      .first();
    return { first: Number(row?.first ?? 0), last: Number(row?.last ?? 0) };
  }

  async #addRefs(refs: Map<number, string>, events: ReleaseTransition[]) {
    const ids = new Set(events.map(({ release }) => release.entityId));
    const unknown = [...ids].filter(id => !refs.has(id));
    const rows =
      unknown.length === 0
        ? []
        : await this.#knex('entities')
            .where(idsIn(this.#knex, 'id', unknown))
            .select('id', 'ref');
    rows.forEach(({ id, ref }) => refs.set(id, ref));
  }
}
