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
 * What the system of a code host is created with.
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
 * What is specific to a code host.
 *
 * @public
 */
export interface CodeHostModuleOptions<
  TOrigin extends string,
  TSubject extends SyncSubject,
> {
  /** Name of the module and of its source, and its key below `dora:`, such as `github`. */
  name: string;
  /** Possible origins of deployments; the first is the default. */
  origins: readonly [TOrigin, ...TOrigin[]];
  /** The issue types that are incidents by default; omitted if issues have no types. */
  issueTypes?: string[];
  /** Topics of events that may create or change a fact. */
  topics: string[];
  /**
   * Ids of the subjects that an event is about; empty if reading them would
   * reveal nothing new. Must accept any payload.
   */
  subjectsOf(topic: string, payload: unknown): string[];
  createSystem(options: CodeHostSystemOptions<TOrigin>): SyncSystem<TSubject>;
}

/**
 * Creates a module that reads repositories of a code host for the entities of
 * the catalog, and reads one as soon as an event arrives for it.
 *
 * @remarks
 *
 * Events only trigger a read and never become facts themselves, so late,
 * duplicate, missing or forged events do no harm.
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
