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

import { InputError } from '@backstage/errors';
import { FactChange } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { Hierarchy } from '../../catalog/types';
import {
  BEGINNING,
  Cursor,
  formatCursor,
  parseCursor,
} from '../../database/cursor';
import { readable as readableOf } from '../../database/readable';
import { DeletedItem, parseDeleted } from './factLog';
import { Key, loadPresent } from './loadPresent';
import { numberEntries } from './numberEntries';
import { FeedKind, FeedRequest, FeedService } from './types';

const ENTRIES_AT_ONCE = 500;

/** A batch stays in memory until the reader takes it. */
const FACTS_AT_ONCE = 1000;

interface Entry {
  position: number;
  kind: FeedKind;
  receivedAt: number;
  stored?: Key[];
  deleted?: DeletedItem[];
}

interface EntryRow {
  position: string | number;
  kind: FeedKind;
  received_at: string | number;
  facts: number;
}

/** Splits entries into batches with at most this many facts; a call may have stored thousands. */
function* inParts(entries: Entry[]): Generator<Entry[]> {
  let part: Entry[] = [];
  let facts = 0;
  for (const { stored = [], deleted, ...entry } of entries) {
    for (let from = 0; from < stored.length; from += FACTS_AT_ONCE) {
      const some = stored.slice(from, from + FACTS_AT_ONCE);
      if (facts + some.length > FACTS_AT_ONCE) {
        yield part;
        part = [];
        facts = 0;
      }
      part.push({ ...entry, stored: some });
      facts += some.length;
    }
    if (deleted) {
      part.push({ ...entry, deleted });
    }
  }
  yield part;
}

/** Options of {@link DefaultFeedService}. */
export interface FeedOptions {
  knex: Knex;
}

/** Reads the feed from `fact_log` in batches. */
export class DefaultFeedService implements FeedService {
  readonly #knex: Knex;

  static create(options: FeedOptions): DefaultFeedService {
    return new DefaultFeedService(options);
  }

  private constructor(options: FeedOptions) {
    this.#knex = options.knex;
  }

  async *read(request: FeedRequest): AsyncGenerator<FactChange> {
    const { after, limit = Infinity, readable } = request;
    const until = await this.#lastEntry();
    let cursor = after === undefined ? BEGINNING : parseCursor(after);
    await this.#checkReached(cursor);
    let left = limit;
    let mayHaveMore = true;
    for (;;) {
      const entries = await this.#entriesAfter(cursor);
      for (const part of inParts(entries)) {
        for await (const change of this.#changesOf(part, cursor, readable)) {
          yield change;
          left--;
          if (left === 0) {
            return;
          }
        }
      }
      if (entries.length > 0) {
        const { position } = entries[entries.length - 1];
        cursor = { position, item: Number.MAX_SAFE_INTEGER };
        mayHaveMore = true;
      } else if (mayHaveMore) {
        // If there is nothing left to number, another reader may have just done
        // so: look once more.
        mayHaveMore = (await numberEntries(this.#knex, until)) > 0;
      } else {
        return;
      }
    }
  }

  async #lastEntry(): Promise<number> {
    const row = await this.#knex('fact_log').max('seq as last').first();
    return Number(row?.last ?? 0);
  }

  /** A cursor ahead of the feed comes from another database or predates the restore of a backup. */
  async #checkReached({ position }: Cursor): Promise<void> {
    const row = await this.#knex('fact_log').max('position as last').first();
    if (position > Number(row?.last ?? 0)) {
      throw new InputError(
        `The cursor is ahead of the feed, probably because the database was restored from a backup; read from the beginning, without "after"`,
      );
    }
  }

  async #entriesAfter({ position, item }: Cursor): Promise<Entry[]> {
    const page: EntryRow[] = await this.#knex('fact_log')
      .where(
        'position',
        item === Number.MAX_SAFE_INTEGER ? '>' : '>=',
        position,
      )
      .orderBy('position')
      .limit(ENTRIES_AT_ONCE)
      .select('position', 'kind', 'received_at', 'facts');
    let facts = 0;
    const rows = page.filter(row => {
      const isNext = facts < FACTS_AT_ONCE;
      facts += row.facts;
      return isNext;
    });
    if (rows.length === 0) {
      return [];
    }
    const contents: {
      position: string | number;
      stored: string | null;
      deleted: string | null;
    }[] = await this.#knex('fact_log')
      .whereBetween('position', [
        rows[0].position,
        rows[rows.length - 1].position,
      ])
      .select('position', 'stored', 'deleted');
    const contentOf = new Map(contents.map(row => [Number(row.position), row]));
    return rows.map(row => {
      const { stored, deleted } = contentOf.get(Number(row.position)) ?? {};
      return {
        position: Number(row.position),
        kind: row.kind,
        receivedAt: Number(row.received_at),
        stored: stored ? JSON.parse(stored) : undefined,
        deleted: deleted ? parseDeleted(row.kind, deleted) : undefined,
      };
    });
  }

  async *#changesOf(
    entries: Entry[],
    after: Cursor,
    readable: Hierarchy | undefined,
  ): AsyncGenerator<FactChange> {
    const present = await loadPresent(this.#knex, entries);
    const canRead = (entityIds: (number | null)[]) =>
      !readable ||
      entityIds.every(id => id !== null && readable.getById(id) !== undefined);
    for (const { position, kind, receivedAt, stored, deleted } of entries) {
      const isNew = (item: number) =>
        position > after.position || item > after.item;
      const envelope = (item: number) => ({
        receivedAt: new Date(receivedAt).toISOString(),
        cursor: formatCursor({ position, item }),
      });
      for (const [index, key] of (stored ?? []).entries()) {
        const item = typeof key === 'number' ? key : index + 1;
        const found = present.get(kind)?.get(key);
        // Replaced by a call with its own entry, deleted, or removed by
        // retention.
        if (
          found &&
          found.receivedAt === receivedAt &&
          isNew(item) &&
          canRead(found.entityIds)
        ) {
          yield* readableOf([found], ({ toFact, sentBy }) => {
            return {
              kind,
              fact: toFact(),
              sentBy,
              ...envelope(item),
            } as FactChange;
          });
        }
      }
      for (const [index, { identity, entityIds }] of (
        deleted ?? []
      ).entries()) {
        if (isNew(index + 1) && canRead(entityIds)) {
          yield {
            kind,
            deleted: identity,
            ...envelope(index + 1),
          } as FactChange;
        }
      }
    }
  }
}
