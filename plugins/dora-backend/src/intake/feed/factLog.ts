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

import { FactKind } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { FeedKind } from './types';

/** A deleted fact as recorded in the log. */
export interface DeletedFact {
  source: string;
  id: string;
  entity_id: number | null;
}

async function addEntry(
  tx: Knex.Transaction,
  kind: FeedKind,
  at: number,
  column: 'stored' | 'deleted',
  items: unknown[],
): Promise<void> {
  if (items.length > 0) {
    await tx('fact_log').insert({
      kind,
      received_at: at,
      facts: items.length,
      [column]: JSON.stringify(items),
    });
  }
}

/**
 * Logs that facts were stored. Call it in the transaction that stores them,
 * after storing, so that a call that replaces one of them is logged later.
 */
export async function logStored(
  tx: Knex.Transaction,
  kind: FactKind,
  pks: number[],
  at: number,
): Promise<void> {
  const rising = [...pks].sort((a, b) => a - b);
  await addEntry(tx, kind, at, 'stored', rising);
}

/** Logs that facts were deleted, in the transaction that deletes them. */
export async function logDeleted(
  tx: Knex.Transaction,
  kind: FactKind,
  facts: DeletedFact[],
  at: number,
): Promise<void> {
  const items = facts.map(({ source, id, entity_id: entityId }) => [
    source,
    id,
    entityId,
  ]);
  await addEntry(tx, kind, at, 'deleted', items);
}

/** Logs that a correction was made, in the transaction that stores it. */
export async function logCorrected(
  tx: Knex.Transaction,
  id: string,
  at: number,
): Promise<void> {
  await addEntry(tx, 'corrections', at, 'stored', [id]);
}

/**
 * Logs that a correction was deleted, in the transaction that deletes it.
 *
 * @param entityIds - `entities.id` of the facts that it referred to; null for
 *   one that no longer exists
 */
export async function logCorrectionDeleted(
  tx: Knex.Transaction,
  id: string,
  entityIds: (number | null)[],
  at: number,
): Promise<void> {
  await addEntry(tx, 'corrections', at, 'deleted', [[id, entityIds]]);
}

/** A deleted item of a log entry. */
export interface DeletedItem {
  /** As in the feed: source and id of a fact, id of a correction */
  identity: { source?: string; id: string };
  /** `entities.id` of the entities that it referred to; null if unknown or none */
  entityIds: (number | null)[];
}

/** Parses what {@link logDeleted} and {@link logCorrectionDeleted} wrote. */
export function parseDeleted(kind: FeedKind, text: string): DeletedItem[] {
  const rows = JSON.parse(text);
  return kind === 'corrections'
    ? (rows as [string, (number | null)[]][]).map(([id, entityIds]) => ({
        identity: { id },
        entityIds,
      }))
    : (rows as [string, string, number | null][]).map(
        ([source, id, entityId]) => ({
          identity: { source, id },
          entityIds: [entityId],
        }),
      );
}
