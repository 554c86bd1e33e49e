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

import { Synchronisation } from '@backstage-dora/plugin-dora-common';
import { FactsService } from './FactsService';
import { SourceState } from './SourceState';

/**
 * The status of a source for one of the subjects that it fetches facts from,
 * such as a repository.
 *
 * @public
 */
export type SourceSynchronisation = Omit<Synchronisation, 'source' | 'at'>;

/**
 * The connection that a source is given.
 *
 * @public
 */
export interface SourceConnection {
  /** Receives its facts. */
  facts: FactsService;

  /** The state of this source alone. */
  state: SourceState;

  /**
   * Reports progress and problems, which are shown under coverage. Replaces the
   * previous report for the same subject.
   */
  report(synchronisation: SourceSynchronisation): Promise<void>;

  /** Deletes the reports for all subjects except these. */
  retain(subjects: string[]): Promise<void>;
}

/**
 * A source of facts: a CI system, a code host, an incident tool.
 *
 * @public
 */
export interface Source {
  /**
   * Name of the source, unique in the installation, used in logs and to
   * distinguish sources. A module that can be configured several times puts the
   * name of its configuration in it, such as `github:public`.
   *
   * It need not be the `source` of the facts: one source may report for several
   * systems.
   */
  getSourceName(): string;

  /**
   * Called once, when the backend has started and facts can be ingested.
   *
   * @remarks
   *
   * Keep the connection, set up the subscriptions or scheduled tasks that
   * ingest facts, and return: long-running work belongs in a scheduled task. A
   * failure here is logged and does not affect the other sources or the plugin.
   */
  connect(connection: SourceConnection): Promise<void>;
}
