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
  BackendFeature,
  coreServices,
  createBackendModule,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { DateTime } from 'luxon';
import { doraSourcesExtensionPoint } from '../extensions';
import { SyncSource } from '../sync/SyncSource';
import { SyncSubject, SyncSystem } from '../sync/types';
import { CodeHostConfig, readCodeHostConfig } from './readCodeHostConfig';

/**
 * What a code host reads its repositories with.
 *
 * @public
 */
export interface CodeHostSystemOptions<TOrigin extends string = string> {
  config: CodeHostConfig<TOrigin>;
  integrations: ScmIntegrations;
  logger: LoggerService;
  now: () => DateTime;
}

/**
 * What is particular to a code host.
 *
 * @public
 */
export interface CodeHostModuleOptions<
  TOrigin extends string,
  TSubject extends SyncSubject,
> {
  /** Name of the module and of its source, and its key below `dora:`, such as `github`. */
  name: string;
  /** What deployments can be made from; the first is the default. */
  origins: readonly [TOrigin, ...TOrigin[]];
  /** The types of issues that are incidents where nothing is said; left out where issues have no types. */
  issueTypes?: string[];
  /** Of the events that may bring a fact about, or change one. */
  topics: string[];
  /**
   * The subjects that an event is about, by their ids; none where a look at
   * them would show nothing new. Whatever may be in the payload.
   */
  subjectsOf(topic: string, payload: unknown): string[];
  createSystem(options: CodeHostSystemOptions<TOrigin>): SyncSystem<TSubject>;
}

/**
 * Makes a module that reads repositories of a code host for the entities of the
 * catalog, and looks at one as soon as something happens to it.
 *
 * @remarks
 *
 * Nothing of an event becomes a fact, so that it does no harm when one comes
 * late, twice, never, or from somebody else.
 *
 * @public
 */
export function createCodeHostModule<
  TOrigin extends string,
  TSubject extends SyncSubject,
>(options: CodeHostModuleOptions<TOrigin, TSubject>): BackendFeature {
  const { name, origins, issueTypes, topics } = options;
  return createBackendModule({
    pluginId: 'dora',
    moduleId: name,
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
        async init({ events, rootConfig, sources, ...services }) {
          const config = readCodeHostConfig(
            rootConfig,
            `dora.${name}`,
            origins,
            issueTypes,
          );
          const now = () => DateTime.utc();
          const source = SyncSource.create({
            name,
            system: options.createSystem({
              config,
              integrations: ScmIntegrations.fromConfig(rootConfig),
              logger: services.logger,
              now,
            }),
            ...config,
            ...services,
            now,
          });
          sources.addSource(source);
          await events.subscribe({
            id: `dora-${name}`,
            topics,
            onEvent: async ({ topic, eventPayload }) => {
              for (const id of options.subjectsOf(topic, eventPayload)) {
                await source.request(id);
              }
            },
          });
        },
      });
    },
  });
}
