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

import { Signal, SignalsResult } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { Hierarchy } from '../catalog/types';
import { idsIn } from '../database/sql';
import { EvidenceQuery } from './types';
import {
  BigInteger,
  isoTime,
  optional,
  optionalIsoTime,
  windowTimes,
} from './values';

interface SignalRow {
  source: string;
  id: string;
  entity_id: number;
  type: string;
  at: BigInteger;
  until: BigInteger | null;
  name: string | null;
  value: number | null;
  attributes: string | null;
  url: string | null;
}

/** What an entity rolls up to: a freeze of the domain is one of its products too. */
function idsAbove(hierarchy: Hierarchy, entityRef: string): number[] {
  const ids = new Set<number>();
  const visit = (ref: string) => {
    const entity = hierarchy.get(ref);
    if (entity && !ids.has(entity.id)) {
      ids.add(entity.id);
      entity.parents.forEach(visit);
    }
  };
  visit(entityRef);
  return [...ids];
}

const toSignal = (row: SignalRow, entityRef: string): Signal => ({
  source: row.source,
  id: row.id,
  entityRef,
  type: row.type,
  at: isoTime(row.at),
  until: optionalIsoTime(row.until),
  name: optional(row.name),
  value: optional(row.value),
  attributes: row.attributes ? JSON.parse(row.attributes) : undefined,
  url: optional(row.url),
});

/** One page of the signals that a window sees anything of, at, below or above an entity, in order of time. */
export async function listSignals(
  knex: Knex,
  query: EvidenceQuery,
): Promise<SignalsResult> {
  const { hierarchy, entityRef, window } = query;
  const ids = new Set([
    ...hierarchy.idsUnder(entityRef),
    ...(entityRef === undefined ? [] : idsAbove(hierarchy, entityRef)),
  ]);
  const [start, end] = windowTimes(window);
  const inScope = knex('signals')
    .where(idsIn(knex, 'entity_id', ids))
    .where('at', '<', end)
    .whereRaw('coalesce(until, at) >= ?', [start]);
  const total = await inScope.clone().count('* as count').first();
  const rows: SignalRow[] = await inScope
    .clone()
    .orderBy(['at', 'pk'])
    .limit(query.limit)
    .offset(query.offset)
    .select(
      'source',
      'id',
      'entity_id',
      'type',
      'at',
      'until',
      'name',
      'value',
      'attributes',
      'url',
    );
  const { from, to, days, timezone } = window;
  return {
    window: { from, to, days, timezone },
    totalItems: Number(total?.count ?? 0),
    items: rows.map(row =>
      toSignal(row, hierarchy.getById(row.entity_id)!.ref),
    ),
  };
}
