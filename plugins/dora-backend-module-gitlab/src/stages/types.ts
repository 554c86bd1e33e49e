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

import { JsonObject } from '@backstage/types';
import {
  CodeHostConfig,
  HistoryStore,
  Stage,
  SyncContext,
} from '@backstage-dora/plugin-dora-node';
import { DateTime } from 'luxon';
import { GitLabClient } from '../client/GitLabClient';
import { GitLabSubject, Origin } from '../discovery/GitLabSubject';

/** The stored record of a project. */
export interface ProjectRecord extends JsonObject {
  id: number;
  /** Its name in the ids of facts: its first path, even after it has moved. */
  name: string;
  /** Its current path. */
  path: string;
  webUrl: string;
  /** Undefined while the repository is empty. */
  defaultBranch?: string;
  /** When it was read. */
  readAt: string;
  /** All merge requests merged since then are known. */
  knownSince: string;
}

/** The context of a stage. */
export interface Work {
  subject: GitLabSubject;
  project: ProjectRecord;
  client: GitLabClient;
  config: CodeHostConfig<Origin>;
  context: SyncContext;
  store: HistoryStore;
  /** The `source` of the facts. */
  source: string;
}

export type GitLabStage = Stage<Work>;

/** A time in GitLab's format. */
export const isoTime = (time: DateTime) => time.toUTC().toISO()!;
