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

/** The path of its project. */
export const PROJECT_SLUG = 'gitlab.com/project-slug';
/** The id of its project, which is stable when the project moves. */
export const PROJECT_ID = 'gitlab.com/project-id';
/** The host of its project, if it cannot be determined otherwise. */
export const INSTANCE = 'gitlab.com/instance';

/** Possible origins of deployments; the first is the default. */
export const ORIGINS = ['deployments', 'jobs', 'releases', 'tags'] as const;

export type Origin = (typeof ORIGINS)[number];

export type GitLabTarget = EntityTarget<Origin>;

/** A project, and which parts of it belong to which entity. */
export interface GitLabSubject extends RepositorySubject<Origin> {
  host: string;
  /** Its id or its path. */
  project: number | string;
}

/** The `source` of facts from a host. */
export const sourceOf = (host: string) =>
  host === 'gitlab.com' ? 'gitlab' : `gitlab:${host}`;

/** The name of a project in logs and in coverage; GitLab's paths are case-insensitive. */
export const subjectId = (host: string, project: number | string) =>
  `${host}/${project}`.toLocaleLowerCase('en-US');
