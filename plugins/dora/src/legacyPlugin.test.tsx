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

import { Route, Routes } from 'react-router-dom';
import { screen } from '@testing-library/react';
import { configApiRef } from '@backstage/core-plugin-api';
import {
  MockConfigApi,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { doraApiRef } from './api';
import { entityContentRouteRef, rootRouteRef } from './routes';
import {
  DoraPage,
  doraPlugin,
  EntityDoraCard,
  EntityDoraContent,
  isDoraAvailable,
} from './legacy';
import { mockDoraApi } from './__testUtils__/mockDoraApi';

const cart = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'System',
  metadata: { name: 'cart', title: 'Cart' },
};
const apis = (api = mockDoraApi()) =>
  [
    [doraApiRef, api],
    [
      configApiRef,
      new MockConfigApi({ backend: { baseUrl: 'http://localhost:7007' } }),
    ],
  ] as const;
const routes = {
  mountedRoutes: {
    '/catalog/:namespace/:kind/:name': entityRouteRef,
    '/dora': rootRouteRef,
    '/tab': entityContentRouteRef,
  },
};

describe('in the old frontend system', () => {
  it('brings the client of the backend', () => {
    expect([...doraPlugin.getApis()].map(({ api }) => api)).toEqual([
      doraApiRef,
    ]);
  });

  it('is a page of its own', async () => {
    await renderInTestApp(
      <TestApiProvider apis={apis()}>
        <Routes>
          <Route path="/" element={<DoraPage />} />
        </Routes>
      </TestApiProvider>,
      routes,
    );
    expect(await screen.findByRole('heading', { name: 'DORA' })).toBeVisible();
    expect(await screen.findByTestId('dora-compare-row')).toBeVisible();
  });

  it('is a tab and a card of an entity', async () => {
    await renderInTestApp(
      <TestApiProvider apis={apis()}>
        <EntityProvider entity={cart}>
          <EntityDoraCard />
          <Routes>
            <Route path="/" element={<EntityDoraContent />} />
          </Routes>
        </EntityProvider>
      </TestApiProvider>,
      routes,
    );
    expect(await screen.findByTestId('dora-tile-leadTime')).toBeVisible();
    expect(await screen.findByText('Last 90 days')).toBeVisible();
    expect(screen.getByRole('link', { name: /Details/ })).toHaveAttribute(
      'href',
      '/catalog/default/system/cart/dora',
    );
  });

  it('shows on the card of a group what its tab shows', async () => {
    const api = mockDoraApi();
    await renderInTestApp(
      <TestApiProvider apis={apis(api)}>
        <EntityProvider entity={{ ...cart, kind: 'Group' }}>
          <EntityDoraCard />
          <Routes>
            <Route path="/" element={<EntityDoraContent />} />
          </Routes>
        </EntityProvider>
      </TestApiProvider>,
      routes,
    );
    expect(await screen.findByTestId('dora-tile-leadTime')).toHaveTextContent(
      /1.d.4.h/,
    );
    // On the card, on the tile, and of the product that it is made of; the card
    // and the tile from one and the same request.
    expect(screen.getAllByText(/^1.d.4.h/)).toHaveLength(3);
    expect(api.getMetrics).toHaveBeenCalledTimes(1);
    expect(api.getMetrics).toHaveBeenCalledWith(
      expect.objectContaining({ entityRef: 'group:default/cart' }),
      expect.anything(),
    );
  });

  it('is for the kinds that have metrics', () => {
    expect(isDoraAvailable(cart)).toBe(true);
    expect(isDoraAvailable({ ...cart, kind: 'API' })).toBe(false);
  });
});
