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

import AssessmentIcon from '@material-ui/icons/AssessmentOutlined';
import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { DoraClient } from '@backstage-dora/plugin-dora-common';
import { doraApiRef } from './api';
import { ENTITY_KINDS } from './entityKinds';
import { ENTITY_TAB_PATH, entityContentRouteRef, rootRouteRef } from './routes';

const WITH_METRICS = { kind: { $in: ENTITY_KINDS } };

const doraApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: doraApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: apis => new DoraClient(apis),
    }),
});

const doraPage = PageBlueprint.make({
  params: {
    path: '/dora',
    routeRef: rootRouteRef,
    title: 'DORA',
    loader: () => import('./pages').then(m => <m.DoraPage />),
  },
});

const entityDoraContent = EntityContentBlueprint.make({
  params: {
    path: ENTITY_TAB_PATH,
    title: 'DORA',
    routeRef: entityContentRouteRef,
    filter: WITH_METRICS,
    loader: () => import('./pages').then(m => <m.EntityDoraContent />),
  },
});

const entityDoraCard = EntityCardBlueprint.make({
  name: 'overview',
  params: {
    filter: WITH_METRICS,
    loader: () => import('./pages').then(m => <m.EntityDoraCard />),
  },
});

/**
 * The DORA pages for the new frontend system.
 *
 * @public
 */
export const doraPlugin = createFrontendPlugin({
  pluginId: 'dora',
  title: 'DORA',
  icon: <AssessmentIcon fontSize="inherit" />,
  info: { packageJson: () => import('../package.json') },
  routes: { root: rootRouteRef, entityContent: entityContentRouteRef },
  extensions: [doraApi, doraPage, entityDoraContent, entityDoraCard],
});
