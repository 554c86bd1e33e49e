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

import { DefaultGitlabCredentialsProvider } from '@backstage/integration';
import { createCodeHostModule } from '@backstage-dora/plugin-dora-node';
import { ORIGINS } from './discovery/GitLabSubject';
import { subjectsOf, TOPIC } from './events';
import { GitLabSystem } from './GitLabSystem';

/** GitLab's own type for incidents. */
const ISSUE_TYPES = ['incident'];

/**
 * Brings deployments, changes and incidents from GitLab into the DORA backend
 * plugin, for the entities that have the annotation `gitlab.com/project-slug`
 * or `gitlab.com/project-id`.
 *
 * @public
 */
export const doraModuleGitlab = createCodeHostModule({
  name: 'gitlab',
  origins: ORIGINS,
  issueTypes: ISSUE_TYPES,
  topics: [TOPIC],
  subjectsOf: (_, payload) => subjectsOf(payload),
  createSystem: options =>
    GitLabSystem.create({
      ...options,
      credentials: DefaultGitlabCredentialsProvider.fromIntegrations(
        options.integrations,
      ),
    }),
});
