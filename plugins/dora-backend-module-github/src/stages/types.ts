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
import { GithubClient } from '../client/GithubClient';
import { GithubSubject, Origin } from '../discovery/GithubSubject';

/** The stored record of a repository. */
export interface RepositoryRecord extends JsonObject {
  /** Its name in the ids of facts: its first name, even after it was renamed. */
  name: string;
  owner: string;
  repo: string;
  defaultBranch: string;
  /** All pull requests merged since then are known. */
  knownSince: string;
  etag?: string;
}

/** The context of a stage. */
export interface Work {
  subject: GithubSubject;
  repository: RepositoryRecord;
  client: GithubClient;
  config: CodeHostConfig<Origin>;
  context: SyncContext;
  store: HistoryStore;
  /** The `source` of the facts. */
  source: string;
}

/** A part of a pass that handles one kind of object. */
export type GithubStage = Stage<Work>;

/** The parameters of every request about the repository. */
export const at = ({ repository: { owner, repo } }: Work) => ({ owner, repo });
