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
  Synchronisation,
  TimelineResult,
} from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { Rules } from '../../rules/types';
import { ReleaseCounter } from '../columns/types';
import { ChangeList } from './ChangeList';
import { CoverageReport } from './CoverageReport';
import { ExcludedDeploymentList } from './ExcludedDeploymentList';
import { IncidentList } from './IncidentList';
import { ReleaseList } from './ReleaseList';
import { SignalList } from './SignalList';
import { Timeline } from './Timeline';
import {
  ChangesEvidenceQuery,
  EvidenceQuery,
  EvidenceService,
  EvidenceTarget,
  IncidentsEvidenceQuery,
  ReleasesEvidenceQuery,
  TimelineQuery,
} from './types';

/** What {@link DefaultEvidenceService} needs. */
export interface EvidenceOptions {
  knex: Knex;
  config: { rules: Rules };
  releases: ReleaseCounter;
  /** State of all sources that fetch facts by themselves */
  synchronisations: () => Promise<Synchronisation[]>;
  /** ms since the epoch; determines which incident windows are still open */
  now: () => number;
}

/** Reads evidence from the facts and derived rows. The number of queries does not depend on the size of the page. */
export class DefaultEvidenceService implements EvidenceService {
  readonly #coverage: CoverageReport;
  readonly #releases: ReleaseList;
  readonly #excluded: ExcludedDeploymentList;
  readonly #changes: ChangeList;
  readonly #incidents: IncidentList;
  readonly #signals: SignalList;
  readonly #timeline: Timeline;

  static create(options: EvidenceOptions): DefaultEvidenceService {
    return new DefaultEvidenceService(options);
  }

  private constructor(options: EvidenceOptions) {
    const { knex, config, releases, now } = options;
    this.#coverage = new CoverageReport(
      knex,
      options.synchronisations,
      config.rules,
      now,
    );
    this.#releases = new ReleaseList(knex, config.rules, releases, now);
    this.#excluded = new ExcludedDeploymentList(knex, config.rules);
    this.#changes = new ChangeList(knex, config.rules);
    this.#incidents = new IncidentList(knex, config.rules);
    this.#signals = new SignalList(knex);
    this.#timeline = new Timeline(knex, releases);
  }

  async releases(query: ReleasesEvidenceQuery): Promise<ReleasesResult> {
    return query.only === 'excluded'
      ? this.#excluded.list(query)
      : this.#releases.list(query);
  }

  async changes(query: ChangesEvidenceQuery): Promise<ChangesResult> {
    return this.#changes.list(query);
  }

  async incidents(query: IncidentsEvidenceQuery): Promise<IncidentsResult> {
    return this.#incidents.list(query);
  }

  async signals(query: EvidenceQuery): Promise<SignalsResult> {
    return this.#signals.list(query);
  }

  async timeline(query: TimelineQuery): Promise<TimelineResult> {
    return this.#timeline.read(query);
  }

  async coverage(target: EvidenceTarget): Promise<Coverage> {
    return this.#coverage.report(target);
  }
}
