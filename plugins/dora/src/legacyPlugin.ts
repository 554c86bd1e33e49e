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
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { DoraClient } from '@backstage-dora/plugin-dora-common';
import { doraApiRef } from './api';
import { entityContentRouteRef, rootRouteRef } from './routes';

/**
 * The DORA pages for the old frontend system.
 *
 * @public
 */
export const doraPlugin = createPlugin({
  id: 'dora',
  apis: [
    createApiFactory({
      api: doraApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: apis => new DoraClient(apis),
    }),
  ],
  routes: { root: rootRouteRef, entityContent: entityContentRouteRef },
});

/**
 * The organisation page.
 *
 * @public
 */
export const DoraPage = doraPlugin.provide(
  createRoutableExtension({
    name: 'DoraPage',
    component: () => import('./pages').then(m => m.LegacyDoraPage),
    mountPoint: rootRouteRef,
  }),
);

/**
 * The DORA tab of an entity page; its path is `/dora`.
 *
 * @public
 */
export const EntityDoraContent = doraPlugin.provide(
  createRoutableExtension({
    name: 'EntityDoraContent',
    component: () => import('./pages').then(m => m.EntityDoraContent),
    mountPoint: entityContentRouteRef,
  }),
);

/**
 * The card for the overview of an entity page.
 *
 * @public
 */
export const EntityDoraCard = doraPlugin.provide(
  createComponentExtension({
    name: 'EntityDoraCard',
    component: { lazy: () => import('./pages').then(m => m.EntityDoraCard) },
  }),
);
