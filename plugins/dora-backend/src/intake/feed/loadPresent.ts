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
import {
  CorrectionRow,
  fromRow,
  onDeployment,
  onIncident,
} from '../../database/corrections';
import { groupBy } from '../../database/groupBy';
import { idsIn } from '../../database/sql';
import { StoredFact, toFact } from '../kinds/factStorage';
import { FeedKind } from './types';

/** Key of a fact (`pk`), or of a correction (`id`). */
export type Key = number | string;

/** The current item under a key. */
export interface Present {
  /** ms since the epoch */
  receivedAt: number;
  /** `entities.id` of the entities that it refers to; null if unknown or none */
  entityIds: (number | null)[];
  /** The sender, if known; undefined for a correction, which names it itself */
  sentBy?: string;
  /** The item as in the feed; created lazily, as a call may have stored thousands. */
  toFact: () => object;
}

/** The keys that entries of the log name. */
interface StoredKeys {
  kind: FeedKind;
  stored?: Key[];
}

async function presentFacts(
  knex: Knex,
  kind: FactKind,
  pks: number[],
): Promise<Map<Key, Present>> {
  const rows: StoredFact[] =
    pks.length === 0
      ? []
      : await knex(`${kind} as f`)
          .leftJoin('entities as e', 'e.id', 'f.entity_id')
          .where(idsIn(knex, 'f.pk', pks))
          .select('f.*', 'e.ref as entity_ref');
  return new Map(
    rows.map(row => [
      Number(row.pk),
      {
        receivedAt: Number(row.received_at),
        entityIds: [row.entity_id as number | null],
        sentBy: (row.subject as string | null) ?? undefined,
        toFact: () => toFact(kind, row),
      },
    ]),
  );
}

type FoundCorrection = CorrectionRow & {
  deployment_entity_id: number | null;
  incident_entity_id: number | null;
};

async function presentCorrections(
  knex: Knex,
  ids: string[],
): Promise<Map<Key, Present>> {
  const rows: FoundCorrection[] =
    ids.length === 0
      ? []
      : await knex('corrections as c')
          .leftJoin('deployments as d', onDeployment)
          .leftJoin('incidents as i', onIncident)
          .whereIn('c.id', ids)
          .select(
            'c.*',
            'd.entity_id as deployment_entity_id',
            'i.entity_id as incident_entity_id',
          );
  return new Map(
    rows.map(row => [
      row.id,
      {
        receivedAt: Number(row.at),
        entityIds: [
          row.deployment_entity_id,
          ...(row.incident_id === null ? [] : [row.incident_entity_id]),
        ],
        toFact: () => fromRow(row),
      },
    ]),
  );
}

/** Loads the current state of the items that log entries name. */
export async function loadPresent(
  knex: Knex,
  entries: StoredKeys[],
): Promise<Map<FeedKind, Map<Key, Present>>> {
  const present = new Map<FeedKind, Map<Key, Present>>();
  for (const [kind, ofKind] of groupBy(entries, entry => entry.kind)) {
    const keys = ofKind.flatMap(({ stored = [] }) => stored);
    present.set(
      kind,
      kind === 'corrections'
        ? await presentCorrections(knex, keys as string[])
        : await presentFacts(knex, kind, keys as number[]),
    );
  }
  return present;
}
