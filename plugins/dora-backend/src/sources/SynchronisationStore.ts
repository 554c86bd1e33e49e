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

import {
  Synchronisation,
  SynchronisationState,
} from '@backstage-dora/plugin-dora-common';
import { SourceSynchronisation } from '@backstage-dora/plugin-dora-node';
import { Knex } from 'knex';
import { DateTime } from 'luxon';

const TABLE = 'source_synchronisations';

interface SynchronisationRow {
  source: string;
  subject: string;
  entity_refs: string;
  kinds: string | null;
  state: SynchronisationState;
  done: number | null;
  remaining: number | null;
  until: number | string | null;
  error: string | null;
  advice: string | null;
  at: number | string;
}

const toTime = (ms: number | string) =>
  DateTime.fromMillis(Number(ms), { zone: 'utc' }).toISO()!;

function fromRow(row: SynchronisationRow): Synchronisation {
  return {
    source: row.source,
    subject: row.subject,
    entityRefs: JSON.parse(row.entity_refs),
    ...(row.kinds !== null && { kinds: JSON.parse(row.kinds) }),
    state: row.state,
    ...(row.done !== null && { done: row.done }),
    ...(row.remaining !== null && { remaining: row.remaining }),
    ...(row.until !== null && { until: toTime(row.until) }),
    ...(row.error !== null && { error: row.error }),
    ...(row.advice !== null && { advice: row.advice }),
    at: toTime(row.at),
  };
}

/** Stores the synchronisation status of sources that fetch facts themselves. */
export class SynchronisationStore {
  static create(options: { knex: Knex }): SynchronisationStore {
    return new SynchronisationStore(options.knex);
  }

  private constructor(private readonly knex: Knex) {}

  async report(
    source: string,
    synchronisation: SourceSynchronisation,
    at: number,
  ): Promise<void> {
    const { subject, kinds, state, done, remaining, until, error, advice } =
      synchronisation;
    const row: SynchronisationRow = {
      source,
      subject,
      entity_refs: JSON.stringify(
        synchronisation.entityRefs.map(ref => ref.toLocaleLowerCase('en-US')),
      ),
      kinds: kinds ? JSON.stringify(kinds) : null,
      state,
      done: done ?? null,
      remaining: remaining ?? null,
      until: until ? DateTime.fromISO(until).toMillis() : null,
      error: error ?? null,
      advice: advice ?? null,
      at,
    };
    await this.knex(TABLE)
      .insert(row)
      .onConflict(['source', 'subject'])
      .merge();
  }

  /** Deletes the status of all but the given subjects of a source. */
  async retain(source: string, subjects: string[]): Promise<void> {
    const kept = new Set(subjects);
    const known: string[] = await this.knex(TABLE)
      .where({ source })
      .pluck('subject');
    for (const subject of known.filter(name => !kept.has(name))) {
      await this.knex(TABLE).where({ source, subject }).delete();
    }
  }

  /** The status of all sources, ordered by source and subject. */
  async list(): Promise<Synchronisation[]> {
    const rows: SynchronisationRow[] = await this.knex(TABLE).select();
    return rows
      .map(fromRow)
      .sort(
        (a, b) =>
          a.source.localeCompare(b.source, 'en') ||
          a.subject.localeCompare(b.subject, 'en', { numeric: true }),
      );
  }
}
