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

import {
  ChangesResult,
  Coverage,
  IncidentsResult,
  ReleasesResult,
  SignalsResult,
} from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { Rules } from '../derive/types';
import { listChanges } from './ChangeList';
import { reportCoverage } from './CoverageReport';
import { listExcludedDeployments } from './ExcludedDeploymentList';
import { listIncidents } from './IncidentList';
import { listReleases } from './ReleaseList';
import { listSignals } from './SignalList';
import {
  ChangesQuery,
  EvidenceQuery,
  EvidenceScope,
  EvidenceService,
  IncidentsQuery,
  ReleasesQuery,
} from './types';

/** What {@link DefaultEvidenceService} needs. */
export interface EvidenceOptions {
  knex: Knex;
  config: { rules: Rules };
  /** ms since the epoch */
  now: () => number;
}

/** Reads evidence from the facts and the derived rows, in a few queries a page. */
export class DefaultEvidenceService implements EvidenceService {
  readonly #knex: Knex;
  readonly #rules: Rules;
  readonly #now: () => number;

  static create(options: EvidenceOptions): DefaultEvidenceService {
    return new DefaultEvidenceService(options);
  }

  private constructor(options: EvidenceOptions) {
    this.#knex = options.knex;
    this.#rules = options.config.rules;
    this.#now = options.now;
  }

  async releases(query: ReleasesQuery): Promise<ReleasesResult> {
    return query.only === 'excluded'
      ? listExcludedDeployments(this.#knex, query, this.#rules)
      : listReleases(this.#knex, query, this.#rules, this.#now());
  }

  async changes(query: ChangesQuery): Promise<ChangesResult> {
    return listChanges(this.#knex, query, this.#rules);
  }

  async incidents(query: IncidentsQuery): Promise<IncidentsResult> {
    return listIncidents(this.#knex, query, this.#rules);
  }

  async signals(query: EvidenceQuery): Promise<SignalsResult> {
    return listSignals(this.#knex, query);
  }

  async coverage(scope: EvidenceScope): Promise<Coverage> {
    return reportCoverage(this.#knex, scope);
  }
}
