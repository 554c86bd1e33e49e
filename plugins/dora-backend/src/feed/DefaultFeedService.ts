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
import { FactChange, FactKind } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { Hierarchy } from '../catalog/types';
import { idsIn } from '../database/sql';
import { BEGINNING, Cursor, formatCursor, parseCursor } from './cursor';
import { numberEntries } from './numberEntries';
import { FeedRequest, FeedService } from './types';
import { StoredFact, wireFact } from './wireFacts';

const ENTRIES_AT_ONCE = 500;

/** A call may have stored more, which are then read together: no more than its body could hold. */
const FACTS_AT_ONCE = 1000;

interface Entry {
  position: number;
  kind: FactKind;
  receivedAt: number;
  stored?: number[];
  deleted?: [source: string, id: string, entityId: number | null][];
}

interface EntryRow {
  position: string | number;
  kind: FactKind;
  received_at: string | number;
  facts: number;
}

/** What {@link DefaultFeedService} needs. */
export interface FeedOptions {
  knex: Knex;
}

/** Reads the feed from `fact_log`, a few entries at a time. */
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
      for await (const change of this.#changesOf(entries, cursor, readable)) {
        yield change;
        left--;
        if (left === 0) {
          return;
        }
      }
      if (entries.length > 0) {
        const { position } = entries[entries.length - 1];
        cursor = { position, item: Number.MAX_SAFE_INTEGER };
        mayHaveMore = true;
      } else if (mayHaveMore) {
        // Where nothing is left to be numbered, another reader may just have done it: looks once more.
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

  /** A cursor of a later state than this comes from another database, or from before a backup was restored. */
  async #checkReached({ position }: Cursor): Promise<void> {
    const row = await this.#knex('fact_log').max('position as last').first();
    if (position > Number(row?.last ?? 0)) {
      throw new InputError(
        `The cursor is ahead of the feed, which happens when the database was restored from a backup; read from the beginning, without "after"`,
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
        deleted: deleted ? JSON.parse(deleted) : undefined,
      };
    });
  }

  async *#changesOf(
    entries: Entry[],
    after: Cursor,
    readable: Hierarchy | undefined,
  ): AsyncGenerator<FactChange> {
    const facts = await this.#loadFacts(entries);
    const isReadable = (entityId: unknown) =>
      !readable ||
      (entityId !== null && readable.getById(Number(entityId)) !== undefined);
    for (const { position, kind, receivedAt, stored, deleted } of entries) {
      const isNew = (item: number) =>
        position > after.position || item > after.item;
      const envelope = (item: number) => ({
        receivedAt: new Date(receivedAt).toISOString(),
        cursor: formatCursor({ position, item }),
      });
      for (const pk of stored ?? []) {
        const fact = facts[kind].get(pk);
        // Replaced by a call that has an entry of its own, or taken back, or too old to be kept.
        if (
          fact &&
          Number(fact.received_at) === receivedAt &&
          isNew(pk) &&
          isReadable(fact.entity_id)
        ) {
          yield {
            kind,
            fact: wireFact(kind, fact),
            ...envelope(pk),
          } as FactChange;
        }
      }
      for (const [index, [source, id, entityId]] of (deleted ?? []).entries()) {
        if (isNew(index + 1) && isReadable(entityId)) {
          yield { kind, deleted: { source, id }, ...envelope(index + 1) };
        }
      }
    }
  }

  async #loadFacts(
    entries: Entry[],
  ): Promise<Record<FactKind, Map<number, StoredFact>>> {
    const load = async (kind: FactKind) => {
      const pks = entries.flatMap(entry =>
        entry.kind === kind ? entry.stored ?? [] : [],
      );
      const rows: StoredFact[] =
        pks.length === 0
          ? []
          : await this.#knex(`${kind} as f`)
              .leftJoin('entities as e', 'e.id', 'f.entity_id')
              .where(idsIn(this.#knex, 'f.pk', pks))
              .select('f.*', 'e.ref as entity_ref');
      return new Map(rows.map(row => [Number(row.pk), row]));
    };
    return {
      deployments: await load('deployments'),
      changes: await load('changes'),
      incidents: await load('incidents'),
      signals: await load('signals'),
    };
  }
}
