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
  createBackendFeatureLoader,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { doraSourcesExtensionPoint } from '@backstage-dora/plugin-dora-node';
import {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { DateTime } from 'luxon';
import { readOrganisation } from './organisation/readOrganisation';
import { createSampleSource } from './source/createSampleSource';

/** Undefined if it is disabled. */
const organisationOf = (config: Config) =>
  config.getOptionalBoolean('dora.sample.enabled')
    ? readOrganisation()
    : undefined;

/**
 * Provides the entities of the sample organisation to the catalog.
 *
 * @public
 */
export const catalogModuleDoraSample = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'dora-sample',
  register(reg) {
    reg.registerInit({
      deps: {
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ catalog, config }) {
        const places = organisationOf(config)?.places ?? [];
        catalog.addEntityProvider({
          getProviderName: () => 'dora-sample',
          connect: connection =>
            connection.applyMutation({
              type: 'full',
              entities: places.map(({ entity }) => ({
                entity,
                locationKey: 'dora-sample',
              })),
            }),
        });
      },
    });
  },
});

/**
 * Provides the facts of the sample organisation to the DORA backend plugin.
 *
 * @public
 */
export const doraModuleSample = createBackendModule({
  pluginId: 'dora',
  moduleId: 'sample',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
        sources: doraSourcesExtensionPoint,
      },
      async init({ config, sources, ...services }) {
        sources.addSource(
          createSampleSource(organisationOf(config), {
            ...services,
            now: () => DateTime.utc(),
          }),
        );
      },
    });
  },
});

/**
 * The sample organisation: its entities for the catalog, and its facts for the
 * DORA backend plugin. Both modules are installed whether or not the sample is
 * enabled: a disabled one removes what it loaded earlier.
 *
 * @public
 */
export const doraSampleFeature = createBackendFeatureLoader({
  loader: () => [catalogModuleDoraSample, doraModuleSample],
});
