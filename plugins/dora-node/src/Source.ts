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
 * How far a source is with one of the things that it fetches facts from, such
 * as a repository.
 *
 * @public
 */
export type SourceSynchronisation = Omit<Synchronisation, 'source' | 'at'>;

/**
 * What a source is given when it is connected.
 *
 * @public
 */
export interface SourceConnection {
  /** Where its facts go. */
  facts: FactsService;

  /** What it remembers; of this source alone. */
  state: SourceState;

  /**
   * Tells how far it is, and what is wrong, for people to see under coverage.
   * What was told of the same subject before is replaced.
   */
  report(synchronisation: SourceSynchronisation): Promise<void>;

  /** Takes back what was told of all subjects but these. */
  retain(subjects: string[]): Promise<void>;
}

/**
 * Somewhere that facts come from: a CI system, a code host, an incident tool.
 *
 * @public
 */
export interface Source {
  /**
   * Name of the source, unique in the installation, for logs and for telling
   * sources apart. A module that can be configured several times puts the name
   * of its configuration in it, such as `github:public`.
   *
   * It need not be the `source` of the facts: one source may report for
   * several systems.
   */
  getSourceName(): string;

  /**
   * Called once, when the backend has started and facts can be taken in.
   *
   * @remarks
   *
   * Keep the connection, subscribe or schedule what brings facts in, and
   * return: work that takes long belongs in a scheduled task. A source that
   * fails here is logged and leaves the other sources and the plugin running.
   */
  connect(connection: SourceConnection): Promise<void>;
}
