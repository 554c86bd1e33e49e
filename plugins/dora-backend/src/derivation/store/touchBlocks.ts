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
import { blockOf } from '../../database/derivedBlocks';
import { jsonRows } from '../../database/sql';

/** Derived rows that were written, by the component and the time that they are of. */
export class Blocks {
  readonly #blocks = new Map<number, Set<number>>();

  /** @param day - that of the release, or of the incident, in days since 1970-01-01 */
  add(entityId: number, day: number): void {
    if (!Number.isInteger(entityId) || !Number.isInteger(day)) {
      // Of a row that was broken: no reader can have found it.
      return;
    }
    let blocks = this.#blocks.get(entityId);
    if (!blocks) {
      blocks = new Set();
      this.#blocks.set(entityId, blocks);
    }
    blocks.add(blockOf(day));
  }

  toRows(): [entityId: number, block: number][] {
    return [...this.#blocks].flatMap(([entityId, blocks]) =>
      [...blocks].map((block): [number, number] => [entityId, block]),
    );
  }
}

/**
 * Tells those who keep something of the derived rows which of it is outdated. To be called in the transaction that writes
 * the rows, under the lock of derivation, so that versions rise in the order of commits.
 */
export async function touchBlocks(
  tx: Knex.Transaction,
  blocks: Blocks,
): Promise<void> {
  const rows = blocks.toRows();
  if (rows.length === 0) {
    return;
  }
  // What is above all that can be counted to, or a text in SQLite, is a broken row.
  await tx.raw(
    `insert into derived_blocks (entity_id, block, version)
     select g.entity_id, g.block, (
       select coalesce(max(version), 0) + 1 from derived_blocks where version < ${Number.MAX_SAFE_INTEGER}
     )
     from ? where true
     on conflict (entity_id, block) do update set version = excluded.version`,
    [jsonRows(tx, 'g', { entity_id: 'integer', block: 'integer' }, rows)],
  );
}
