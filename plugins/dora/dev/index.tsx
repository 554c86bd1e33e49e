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

/*
 * The pages without a backend: `yarn workspace @backstage-dora/plugin-dora start`.
 * They show the fixtures of the tests, which are the same in every window.
 */

import Grid from '@material-ui/core/Grid';
import { InMemoryCatalogClient } from '@backstage/catalog-client/testUtils';
import { createApiFactory } from '@backstage/core-plugin-api';
import { createDevApp } from '@backstage/dev-utils';
import {
  CatalogEntityPage,
  CatalogIndexPage,
  catalogPlugin,
  EntityLayout,
} from '@backstage/plugin-catalog';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import type { DoraApi } from '@backstage-dora/plugin-dora-common';
import {
  DoraPage,
  doraApiRef,
  doraPlugin,
  EntityDoraCard,
  EntityDoraContent,
} from '../src/legacy';
import { fixtureReads } from '../src/__testUtils__/fixtureReads';
import { timelineResult, workspaceItem } from '../src/__testUtils__/fixtures';

const entities = [
  { kind: 'Component', metadata: { name: 'cart-api' } },
  { kind: 'System', metadata: { name: 'cart', title: 'Cart' } },
].map(entity => ({ apiVersion: 'backstage.io/v1alpha1', ...entity }));

async function notStored(): Promise<never> {
  throw new Error('There is no backend that could store this');
}

const reads = fixtureReads();
const api: DoraApi = {
  ...reads,
  getTimeline: async () => timelineResult(),
  getWorkspaces: async () => ({
    ...(await reads.getWorkspaces()),
    items: [workspaceItem(), workspaceItem({ workspace: 'us', releases: 30 })],
  }),
  ingest: notStored,
  deleteFact: notStored,
  correct: notStored,
  deleteCorrection: notStored,
};

const entityPage = (
  <EntityLayout>
    <EntityLayout.Route path="/" title="Overview">
      <Grid container>
        <Grid item md={6} xs={12}>
          <EntityDoraCard />
        </Grid>
      </Grid>
    </EntityLayout.Route>
    <EntityLayout.Route path="/dora" title="DORA">
      <EntityDoraContent />
    </EntityLayout.Route>
  </EntityLayout>
);

// Signs in as a guest, which otherwise takes a backend.
localStorage.setItem('@backstage/core:SignInPage:provider', 'guest');
localStorage.setItem('enableLegacyGuestToken', 'true');

createDevApp()
  .registerPlugin(doraPlugin, catalogPlugin)
  .registerApi(createApiFactory(doraApiRef, api))
  .registerApi(
    createApiFactory(catalogApiRef, new InMemoryCatalogClient({ entities })),
  )
  .registerApi(
    createApiFactory(permissionApiRef, {
      authorize: async () => ({ result: AuthorizeResult.ALLOW }),
    }),
  )
  .setAvailableLanguages(['en', 'fr'])
  .addPage({ path: '/dora', title: 'DORA', element: <DoraPage /> })
  .addPage({
    path: '/catalog',
    title: 'Catalog',
    element: <CatalogIndexPage initialKind="component" />,
  })
  .addPage({
    path: '/catalog/:namespace/:kind/:name',
    element: <CatalogEntityPage />,
    children: entityPage,
  })
  .render();
