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

import { SourceConnection } from '@backstage-dora/plugin-dora-node';
import { Knex } from 'knex';
import { FactIntake } from '../intake/types';
import { DatabaseSourceState } from './DatabaseSourceState';
import { SynchronisationStore } from './SynchronisationStore';

/** Creates the connection that a source is given. */
export function createConnection(
  source: string,
  options: {
    knex: Knex;
    facts: FactIntake;
    synchronisations: SynchronisationStore;
    now: () => number;
  },
): SourceConnection {
  const { knex, facts, synchronisations, now } = options;
  return {
    facts: {
      ingest: request => facts.ingest(request, { subject: `module:${source}` }),
      delete: (kind, identity) => facts.delete(kind, identity),
      deleteSource: name => facts.deleteSource(name),
    },
    state: DatabaseSourceState.create({ knex, source }),
    report: synchronisation =>
      synchronisations.report(source, synchronisation, now()),
    retain: subjects => synchronisations.retain(source, subjects),
  };
}
