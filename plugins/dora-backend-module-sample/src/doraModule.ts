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
import { doraSourcesExtensionPoint } from '@backstage-dora/plugin-dora-node';
import { DateTime } from 'luxon';
import { isSampleEnabled } from './config';
import { sampleOrganisation } from './organisation';
import { SampleProgress } from './source/SampleProgress';
import { SampleSource } from './source/SampleSource';

/**
 * Hands the facts of the sample organisation to the DORA backend plugin.
 *
 * @public
 */
export const doraModuleSample = createBackendModule({
  pluginId: 'dora',
  moduleId: 'sample',
  register(reg) {
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        database: coreServices.database,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
        sources: doraSourcesExtensionPoint,
      },
      async init({ config, database, logger, scheduler, sources }) {
        sources.addSource(
          SampleSource.create({
            enabled: isSampleEnabled(config),
            organisation: sampleOrganisation,
            progress: SampleProgress.create(database),
            scheduler,
            logger,
            now: () => DateTime.utc(),
          }),
        );
      },
    });
  },
});
