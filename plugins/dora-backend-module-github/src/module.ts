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

import { DefaultGithubCredentialsProvider } from '@backstage/integration';
import { createCodeHostModule } from '@backstage-dora/plugin-dora-node';
import { ORIGINS } from './discovery/GithubSubject';
import { subjectsOf, TOPICS } from './events';
import { GithubSystem } from './GithubSystem';

/**
 * Brings deployments, changes and incidents from GitHub into the DORA backend
 * plugin, for the entities that have the annotation `github.com/project-slug`.
 *
 * @public
 */
export const doraModuleGithub = createCodeHostModule({
  name: 'github',
  origins: ORIGINS,
  topics: TOPICS,
  subjectsOf,
  createSystem: options =>
    GithubSystem.create({
      ...options,
      credentials: DefaultGithubCredentialsProvider.fromIntegrations(
        options.integrations,
      ),
    }),
});
