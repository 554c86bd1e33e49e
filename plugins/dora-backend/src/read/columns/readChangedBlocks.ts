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

/** Blocks of derived rows that are not what they were. */
export interface ChangedBlocks {
  /** The version that they have been read at */
  version: number;
  /** Everything may have changed when missing. */
  blocks?: { entityId: number; block: number }[];
}

/** The entity that stands for all in `derived_blocks`. */
const EVERYTHING = 0;

/**
 * Reads which blocks have changed since a version; undefined where none has. Derivation numbers its transactions in
 * the order of their commits, so a reader that sees a version sees all before it.
 */
export async function readChangedBlocks(
  knex: Knex,
  since: number | undefined,
): Promise<ChangedBlocks | undefined> {
  const row = await knex('derived_blocks')
    // What is above, or a text in SQLite, is a broken row: versions rise by one.
    .where('version', '<', Number.MAX_SAFE_INTEGER)
    .max('version as version')
    .first();
  const version = Number(row?.version ?? 0);
  if (version === since) {
    return undefined;
  }
  // The first time nothing is kept yet; and versions that went back are those of another history.
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
