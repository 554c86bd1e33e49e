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

/** Collects the blocks of derived rows that were written, by component and day. */
export class Blocks {
  readonly #blocks = new Map<number, Set<number>>();

  /** @param day - day of the release or the incident, in days since 1970-01-01 */
  add(entityId: number, day: number): void {
    if (!Number.isInteger(entityId) || !Number.isInteger(day)) {
      // From an invalid row, which no reader can have read.
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
 * Marks blocks as changed, for caches of derived rows. Call it in the transaction that writes the rows, under the
 * derivation lock, so that versions increase in commit order.
 */
export async function touchBlocks(
  tx: Knex.Transaction,
  blocks: Blocks,
): Promise<void> {
  const rows = blocks.toRows();
  if (rows.length === 0) {
    return;
  }
  // The condition skips invalid rows: versions above the safe integers, and texts in SQLite.
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
