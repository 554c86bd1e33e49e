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
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { doraPermissions } from '@backstage-dora/plugin-dora-common';
import {
  doraEventsExtensionPoint,
  doraSourcesExtensionPoint,
} from '@backstage-dora/plugin-dora-node';
import {
  DefaultHierarchyService,
  EntityStore,
  HierarchyRefresh,
} from './catalog';
import { checkVersions } from './checkVersions';
import { readDoraConfig } from './config';
import { DefaultCorrectionsService } from './corrections/DefaultCorrectionsService';
import { openDatabase } from './database/openDatabase';
import { DefaultOutbox } from './derivation/outbox/DefaultOutbox';
import { EventConsumers } from './derivation/outbox/EventConsumers';
import { publishReleases } from './derivation/outbox/publishReleases';
import { DefaultDerivation } from './derivation/worker/DefaultDerivation';
import { observeDerivation } from './observeDerivation';
import { DefaultEvidenceService } from './read/evidence/DefaultEvidenceService';
import { DefaultFactsService } from './intake/DefaultFactsService';
import { DefaultFeedService } from './intake/feed/DefaultFeedService';
import { DefaultAggregator } from './read/columns/DefaultAggregator';
import { DefaultMetricsService } from './read/metrics/DefaultMetricsService';
import { DefaultRetention } from './retention/DefaultRetention';
import { warmInBackground } from './read/metrics/warmInBackground';
import { createFeedHandlers } from './router/feedHandlers';
import { createReadHandlers } from './router/readHandlers';
import { createRouter } from './router/createRouter';
import { createWriteHandlers } from './router/writeHandlers';
import { createConnection } from './sources/createConnection';
import { Sources } from './sources/Sources';
import { SynchronisationStore } from './sources/SynchronisationStore';

/**
 * The DORA backend plugin: ingests facts, derives releases and failures from
 * them, and serves metrics along the catalog's hierarchy.
 *
 * @public
 */
export const doraPlugin = createBackendPlugin({
  pluginId: 'dora',
  register(reg) {
    const sources = new Sources();
    reg.registerExtensionPoint(doraSourcesExtensionPoint, sources);
    const consumers = new EventConsumers();
    reg.registerExtensionPoint(doraEventsExtensionPoint, consumers);

    reg.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootConfig: coreServices.rootConfig,
        scheduler: coreServices.scheduler,
      },
      async init({
        auditor,
        auth,
        catalog,
        database,
        events,
        httpAuth,
        httpRouter,
        lifecycle,
        logger,
        metrics,
        permissions,
        permissionsRegistry,
        rootConfig,
        scheduler,
      }) {
        // First, so that an invalid installation or value stops startup before
        // anything is changed.
        checkVersions();
        const config = readDoraConfig(rootConfig);
        const now = () => Date.now();
        const knex = await openDatabase(database, logger);

        const hierarchy = DefaultHierarchyService.create({
          knex,
          catalog,
          auth,
          permissions,
          config: config.hierarchy,
          now,
        });
        const derivation = DefaultDerivation.create({
          knex,
          hierarchy: tx => hierarchy.whole(tx),
          rules: config.rules,
          behindFrom: config.ingest.underived / 2,
          logger,
          onCommit: () => consumers.wake(),
        });
        const outbox = DefaultOutbox.create({ knex, now });
        const refresh = HierarchyRefresh.create({
          knex,
          catalog,
          auth,
          config: config.hierarchy,
          listener: {
            changed: (tx, { regroupedIds, reconfiguredIds }) =>
              derivation.enqueue(tx, {
                regroupedIds,
                entityIds: reconfiguredIds,
              }),
            committed: () => derivation.wake(),
          },
          logger,
          now,
        });
        const facts = DefaultFactsService.create({
          knex,
          entities: EntityStore.create({ knex }),
          derivation,
          catalog: refresh,
          limits: config.ingest,
          now,
        });

        const aggregator = DefaultAggregator.create({
          knex,
          cacheSize: config.metricsCache,
          incidentWindow: config.rules.incidentWindow,
          onUnreadable: entityIds =>
            derivation
              .repair(entityIds)
              .catch(error =>
                logger.error('Unreadable data is not repaired', error),
              ),
          now,
        });
        observeDerivation(metrics, derivation);

        const synchronisations = SynchronisationStore.create({ knex });

        warmInBackground(
          async signal => {
            // Rows derived in the meantime would have to be read again.
            await derivation.settled();
            await aggregator.warm(signal);
          },
          { lifecycle, logger },
        );

        permissionsRegistry.addPermissions(doraPermissions);
        httpRouter.use(
          createRouter(
            {
              ...createReadHandlers({
                catalog: refresh,
                derivation,
                evidence: DefaultEvidenceService.create({
                  knex,
                  config,
                  releases: aggregator,
                  synchronisations: () => synchronisations.list(),
                  now,
                }),
                hierarchy,
                metrics: DefaultMetricsService.create({
                  knex,
                  config,
                  aggregator,
                  now,
                }),
                timezone: config.rules.timezone,
                maxWait: config.readWait,
                now,
              }),
              ...createFeedHandlers({
                auth,
                feed: DefaultFeedService.create({ knex }),
                hierarchy,
                outbox,
              }),
              ...createWriteHandlers({
                auditor,
                corrections: DefaultCorrectionsService.create({
                  knex,
                  derivation,
                  now,
                }),
                facts,
                hierarchy,
                maxWait: config.ingest.maxWait,
              }),
            },
            {
              httpAuth,
              permissions,
              logger,
              bodies: { bytes: config.ingest.bytes },
            },
          ),
        );

        await derivation.followRules();
        await derivation.schedule(scheduler);
        await outbox.schedule(scheduler);
        await refresh.schedule(scheduler);
        if (config.retention) {
          await DefaultRetention.create({
            knex,
            config: config.retention,
            hierarchy: tx => hierarchy.whole(tx),
            rules: config.rules,
            derivation,
            logger,
            now,
          }).schedule(scheduler);
        }
        consumers.addConsumer(publishReleases({ events, logger, now }));
        await consumers.start({ knex, outbox, lifecycle, logger });
        lifecycle.addStartupHook(() =>
          sources.connect(
            source =>
              createConnection(source, { knex, facts, synchronisations, now }),
            logger,
          ),
        );
      },
    });
  },
});
