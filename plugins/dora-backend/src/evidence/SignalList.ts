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
import { idsIn } from '../database/sql';
import { toWire } from '../metrics/Window';
import { EvidenceScope, timesOf } from './EvidenceScope';
import { countRows } from './page';
import { EvidenceQuery } from './types';
import { BigInteger, toOptionalTime, toTime } from './values';

interface SignalRow {
  source: string;
  id: string;
  ref: string;
  type: string;
  at: BigInteger;
  until: BigInteger | null;
  name: string | null;
  value: number | null;
  attributes: string | null;
  url: string | null;
}

/** The signals that annotate what the metrics show. */
export class SignalList {
  constructor(private readonly knex: Knex) {}

  async list(query: EvidenceQuery): Promise<SignalsResult> {
    const { knex } = this;
    const { window, limit, offset } = query;
    const scope = EvidenceScope.of(query);
    const { from, to } = timesOf(window);
    // A freeze of the group explains the product as well.
    const ids = [...scope.ids, ...scope.idsAbove()];
    const wanted = (builder: Knex.QueryBuilder) => {
      builder
        .where(idsIn(knex, 's.entity_id', ids))
        .where('s.at', '<', to)
        .where(end =>
          end.where('s.at', '>=', from).orWhere('s.until', '>', from),
        );
    };
    const totalItems = await countRows(knex('signals as s').where(wanted));
    const rows: SignalRow[] = await knex('signals as s')
      .join('entities as e', 'e.id', 's.entity_id')
      .where(wanted)
      .orderBy(['s.at', 'e.ref', 's.source', 's.id'])
      .limit(limit)
      .offset(offset)
      .select('s.*', 'e.ref');
    return {
      window: toWire(window),
      totalItems,
      items: rows.map(toSignal),
    };
  }
}

function toSignal(row: SignalRow): Signal {
  return {
    source: row.source,
    id: row.id,
    entityRef: row.ref,
    type: row.type,
    at: toTime(row.at),
    until: toOptionalTime(row.until),
    name: row.name ?? undefined,
    value: row.value ?? undefined,
    attributes: row.attributes ? JSON.parse(row.attributes) : undefined,
    url: row.url ?? undefined,
  };
}
