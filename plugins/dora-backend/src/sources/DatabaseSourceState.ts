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

import { JsonValue } from '@backstage/types';
import { SourceState } from '@backstage-dora/plugin-dora-node';
import { Knex } from 'knex';

const TABLE = 'source_state';
/** Rows per statement, within the limits of both databases. */
const BATCH = 200;

/** Sorts after any suffix: both databases compare keys by code point. */
const END = '\u{10ffff}';

interface StateRow {
  key: string;
  value: string;
}

/** Stores the state of a source in the plugin's database. */
export class DatabaseSourceState implements SourceState {
  static create(options: { knex: Knex; source: string }): DatabaseSourceState {
    return new DatabaseSourceState(options.knex, options.source);
  }

  private constructor(
    private readonly knex: Knex,
    private readonly source: string,
  ) {}

  async get<T extends JsonValue>(key: string): Promise<T | undefined> {
    const row: StateRow | undefined = await this.#rows()
      .where({ key })
      .first('value');
    return row && JSON.parse(row.value);
  }

  async list<T extends JsonValue>(
    prefix: string,
  ): Promise<Array<{ key: string; value: T }>> {
    const rows: StateRow[] = await this.#beginningWith(prefix)
      .orderBy('key')
      .select('key', 'value');
    return rows.map(({ key, value }) => ({ key, value: JSON.parse(value) }));
  }

  async set(key: string, value: JsonValue): Promise<void> {
    await this.setAll({ [key]: value });
  }

  async setAll(values: Record<string, JsonValue>): Promise<void> {
    const rows = Object.entries(values).map(([key, value]) => ({
      source: this.source,
      key,
      value: JSON.stringify(value),
    }));
    await this.knex.transaction(async tx => {
      for (let start = 0; start < rows.length; start += BATCH) {
        await tx(TABLE)
          .insert(rows.slice(start, start + BATCH))
          .onConflict(['source', 'key'])
          .merge();
      }
    });
  }

  async delete(...keys: string[]): Promise<void> {
    for (let start = 0; start < keys.length; start += BATCH) {
      await this.#rows()
        .whereIn('key', keys.slice(start, start + BATCH))
        .delete();
    }
  }

  async deleteAll(prefix: string): Promise<void> {
    await this.#beginningWith(prefix).delete();
  }

  #rows() {
    return this.knex(TABLE).where({ source: this.source });
  }

  #beginningWith(prefix: string) {
    return this.#rows()
      .where('key', '>=', prefix)
      .where('key', '<', prefix + END);
  }
}
