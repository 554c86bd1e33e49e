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

import { Knex } from 'knex';
import { BlockChanges } from './BlockChanges';
import { FirstDays, readFirstDays } from './history';

/** Caches the first days of entities until they change: requests for any window need them. */
export class FirstDaysCache {
  readonly #knex: Knex;
  readonly #changes: BlockChanges;
  readonly #keeps: boolean;
  readonly #known = new Map<number, FirstDays & { moment: number }>();

  /** @param options.keeps - false disables the cache */
  constructor(options: { knex: Knex; changes: BlockChanges; keeps: boolean }) {
    this.#knex = options.knex;
    this.#changes = options.changes;
    this.#keeps = options.keeps;
  }

  /**
   * The first days of some entities, current as far as changes are known.
   *
   * @param ids - `entities.id`
   */
  async read(ids: number[]): Promise<Map<number, FirstDays>> {
    const { moment } = this.#changes;
    const result = new Map<number, FirstDays>();
    const missing: number[] = [];
    for (const id of new Set(ids)) {
      const known = this.#known.get(id);
      if (known && this.#changes.isEntityUnchanged(id, known.moment)) {
        result.set(id, known);
      } else {
        missing.push(id);
      }
    }
    for (const [id, days] of await readFirstDays(this.#knex, missing)) {
      result.set(id, days);
      if (this.#keeps) {
        this.#known.set(id, { ...days, moment });
      }
    }
    return result;
  }
}
