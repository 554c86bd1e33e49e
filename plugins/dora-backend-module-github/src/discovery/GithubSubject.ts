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
  EntityTarget,
  RepositorySubject,
} from '@backstage-dora/plugin-dora-node';

/** Possible origins of deployments; the first is the default. */
export const ORIGINS = ['deployments', 'workflow', 'releases', 'tags'] as const;

export type Origin = (typeof ORIGINS)[number];

export type GithubTarget = EntityTarget<Origin>;

/** A repository, and which parts of it belong to which entity. */
export interface GithubSubject extends RepositorySubject<Origin> {
  host: string;
  owner: string;
  repo: string;
  apiBaseUrl: string;
}

/** The `source` of facts from a host. */
export const sourceOf = ({ host }: { host: string }) =>
  host === 'github.com' ? 'github' : `github:${host}`;
