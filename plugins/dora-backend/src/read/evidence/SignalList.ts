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

import { SignalsResult } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { toWire } from '../Window';
import { readable } from '../../database/readable';
import { EvidenceScope } from './EvidenceScope';
import { findSignals, toSignal } from './signalQueries';
import { EvidenceQuery } from './types';

/** Lists the signals that annotate charts. */
export class SignalList {
  constructor(private readonly knex: Knex) {}

  async list(query: EvidenceQuery): Promise<SignalsResult> {
    const scope = EvidenceScope.of(query);
    const { totalItems, rows } = await findSignals(this.knex, scope, query);
    return {
      window: toWire(query.window),
      totalItems,
      items: readable(rows, toSignal),
    };
  }
}
