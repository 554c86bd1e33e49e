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
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  DefaultGitlabCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import {
  doraSourcesExtensionPoint,
  readCodeHostConfig,
  SyncSource,
} from '@backstage-dora/plugin-dora-node';
import { DateTime } from 'luxon';
import { ORIGINS } from './discovery/GitLabSubject';
import { followEvents } from './events';
import { GitLabSystem } from './GitLabSystem';

/** What GitLab itself calls incidents. */
const ISSUE_TYPES = ['incident'];

/**
 * Brings deployments, changes and incidents from GitLab into the DORA backend
 * plugin, for the entities that have the annotation `gitlab.com/project-slug`
 * or `gitlab.com/project-id`.
 *
 * @public
 */
export const doraModuleGitlab = createBackendModule({
  pluginId: 'dora',
  moduleId: 'gitlab',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        events: eventsServiceRef,
        logger: coreServices.logger,
        rootConfig: coreServices.rootConfig,
        scheduler: coreServices.scheduler,
        sources: doraSourcesExtensionPoint,
      },
      async init({
        auth,
        catalog,
        events,
        logger,
        rootConfig,
        scheduler,
        sources,
      }) {
        const config = readCodeHostConfig(
          rootConfig,
          'dora.gitlab',
          ORIGINS,
          ISSUE_TYPES,
        );
        const integrations = ScmIntegrations.fromConfig(rootConfig);
        const now = () => DateTime.utc();
        const source = SyncSource.create({
          name: 'gitlab',
          system: GitLabSystem.create({
            config,
            integrations,
            credentials:
              DefaultGitlabCredentialsProvider.fromIntegrations(integrations),
            logger,
            now,
          }),
          ...config,
          auth,
          catalog,
          scheduler,
          logger,
          now,
        });
        sources.addSource(source);
        await followEvents(events, subject => source.request(subject));
      },
    });
  },
});
