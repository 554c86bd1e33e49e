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

/** Blocks of derived rows that have changed. */
export interface ChangedBlocks {
  /** The version of the database at the time */
  version: number;
  /** When undefined, everything may have changed. */
  blocks?: { entityId: number; block: number }[];
}

/** The id in `derived_blocks` that stands for all entities. */
const EVERYTHING = 0;

/**
 * Reads which blocks have changed since a version; undefined when none have. Derivation numbers its transactions in
 * commit order, so a reader that sees a version sees all before it.
 */
export async function readChangedBlocks(
  knex: Knex,
  since: number | undefined,
): Promise<ChangedBlocks | undefined> {
  const row = await knex('derived_blocks')
    // Ignores invalid rows: versions increase by one, and SQLite sorts text after numbers.
    .where('version', '<', Number.MAX_SAFE_INTEGER)
    .max('version as version')
    .first();
  const version = Number(row?.version ?? 0);
  if (version === since) {
    return undefined;
  }
  // Nothing is cached the first time. A lower version means that the database was replaced, such as from a backup.
  if (since === undefined || version < since) {
    return { version };
  }
  const rows: { entity_id: number; block: number; version: string | number }[] =
    await knex('derived_blocks')
      .where('version', '>', since)
      .where('version', '<', Number.MAX_SAFE_INTEGER)
      .select('entity_id', 'block', 'version');
  return {
    version: rows.reduce(
      (latest, one) => Math.max(latest, Number(one.version)),
      version,
    ),
    blocks: rows.some(({ entity_id: id }) => id === EVERYTHING)
      ? undefined
      : rows.map(({ entity_id: entityId, block }) => ({ entityId, block })),
  };
}
