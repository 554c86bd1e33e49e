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
import { jsonRows } from '../../database/sql';
import { Block, firstDayOf, NOTHING } from './blocks';
import { packBlocks } from './packBlocks';
import { Part } from './parts';
import { readColumns } from './readColumns';

/** Consecutive blocks of an entity. */
export interface BlockRange {
  entityId: number;
  firstBlock: number;
  length: number;
}

/**
 * Called with entities (`entities.id`) whose derived rows are unreadable. They are left out, so that the others can be
 * answered. Without a callback, reading fails.
 */
export type OnUnreadable = (entityIds: number[]) => void;

const joined = (column: string) =>
  `string_agg(coalesce(cast(${column} as text), ''), ',')`;

// Names may contain the separators, and an empty name differs from a missing one.
const escaped = (name: string) =>
  `'=' || replace(replace(replace(${name}, '%', '%25'), ',', '%2C'), ';', '%3B')`;

/** Reads and packs derived rows. */
export class BlockLoader {
  readonly #knex: Knex;
  readonly #onUnreadable?: OnUnreadable;
  /** The number of each name read so far */
  readonly #names = new Map<string, number>();
  /** The names by number */
  readonly #numbered: string[] = [];

  constructor(knex: Knex, onUnreadable?: OnUnreadable) {
    this.#knex = knex;
    this.#onUnreadable = onUnreadable;
  }

  /**
   * Reads one part of some blocks in one query. The database joins the rows of each range into one text: creating
   * objects for millions of rows would take longer than everything else.
   */
  async load(part: Part, ranges: BlockRange[]): Promise<Block[][]> {
    const columns = [
      't.day',
      ...part.columns,
      ...(part.names ? [escaped(part.names)] : []),
    ];
    const rows: { n: number; packed: string | null }[] = await this.#knex
      .select(
        'm.n',
        this.#knex.raw(
          `(select ${columns.map(joined).join(` || ';' || `)} from ${part.from}
            where t.entity_id = m.entity_id and t.day >= m.from_day and t.day < m.to_day
            ${part.where ? `and ${part.where}` : ''}) as packed`,
        ),
      )
      .from(
        jsonRows(
          this.#knex,
          'm',
          {
            n: 'integer',
            entity_id: 'integer',
            from_day: 'integer',
            to_day: 'integer',
          },
          ranges.map(({ entityId, firstBlock, length }, n) => [
            n,
            entityId,
            firstDayOf(firstBlock),
            firstDayOf(firstBlock + length),
          ]),
        ),
      );
    const result = ranges.map(({ length }) =>
      new Array<Block>(length).fill(NOTHING),
    );
    const unreadable = new Set<number>();
    for (const { n, packed } of rows) {
      try {
        if (packed) {
          result[n] = this.#pack(part, ranges[n], packed);
        }
      } catch (error) {
        if (!this.#onUnreadable) {
          throw error;
        }
        unreadable.add(ranges[n].entityId);
      }
    }
    if (unreadable.size > 0) {
      this.#onUnreadable?.([...unreadable]);
    }
    return result;
  }

  #pack(part: Part, { firstBlock, length }: BlockRange, packed: string) {
    const { columns, end } = readColumns(packed, 1 + part.columns.length);
    if (part.names) {
      columns.push(
        Float64Array.from(packed.slice(end).split(','), name =>
          this.#numberOf(name),
        ),
      );
    }
    return packBlocks(part, firstBlock, length, columns);
  }

  #numberOf(name: string): number {
    if (name === '') {
      return NaN;
    }
    const known = this.#names.get(name);
    if (known !== undefined) {
      return known;
    }
    const number = this.#numbered.length;
    // A copy, as a slice would keep the whole text in memory.
    const copy = Buffer.from(name).toString();
    this.#names.set(copy, number);
    this.#numbered.push(copy);
    return number;
  }

  /** The name with a number. */
  nameOf(number: number): string {
    return this.#numbered[number]
      .slice(1)
      .replace(/%(25|2C|3B)/g, decodeURIComponent);
  }
}
