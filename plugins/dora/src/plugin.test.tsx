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

import { screen } from '@testing-library/react';
import {
  createExtensionTester,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { doraApiRef } from './api';
import alphaPlugin from './alpha';
import doraPlugin from './index';
import { mockDoraApi } from './__testUtils__/mockDoraApi';

const cart = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'System',
  metadata: { name: 'cart', title: 'Cart' },
  spec: { owner: 'sales' },
};

describe('in the new frontend system', () => {
  it('is a page at /dora, once if an app finds it by both entry points', async () => {
    renderTestApp({
      features: [doraPlugin, alphaPlugin],
      apis: [[doraApiRef, mockDoraApi()]],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      initialRouteEntries: ['/dora'],
    });
    expect(
      await screen.findByTestId('dora-compare-row', {}, { timeout: 10_000 }),
    ).toBeVisible();
  });

  it('is a tab of an entity', async () => {
    renderTestApp({
      features: [catalogPlugin, doraPlugin],
      apis: [
        [doraApiRef, mockDoraApi()],
        [catalogApiRef, catalogApiMock({ entities: [cart] })],
      ],
      initialRouteEntries: ['/catalog/default/system/cart/dora'],
    });
    expect(
      await screen.findByTestId('dora-tile-leadTime', {}, { timeout: 10_000 }),
    ).toBeVisible();
  });

  it('is a card on the overview of a group, and its tab', async () => {
    const group = {
      ...cart,
      kind: 'Group',
      spec: { type: 'team', children: [] },
    };
    const app = (path: string) =>
      renderTestApp({
        features: [catalogPlugin, doraPlugin],
        apis: [
          [doraApiRef, mockDoraApi()],
          [catalogApiRef, catalogApiMock({ entities: [group] })],
        ],
        initialRouteEntries: [`/catalog/default/group/cart${path}`],
      });
    const { unmount } = app('');
    expect(
      await screen.findByText('Delivery (DORA)', {}, { timeout: 10_000 }),
    ).toBeVisible();
    // The numbers come after the title.
    expect(
      await screen.findByText(/^1.d.4.h/, {}, { timeout: 10_000 }),
    ).toBeVisible();
    unmount();
    app('/dora');
    expect(
      await screen.findByTestId('dora-tile-leadTime', {}, { timeout: 10_000 }),
    ).toHaveTextContent(/1.d.4.h/);
    expect(
      await screen.findByText('By product', {}, { timeout: 10_000 }),
    ).toBeVisible();
  });

  it('is a card that an app can set up as any other', () => {
    const card = doraPlugin.getExtension('entity-card:dora/overview');
    expect(
      createExtensionTester(card, { config: { type: 'info' } }).snapshot()
        .outputs,
    ).toContain('catalog.entity-card-type');
  });
});
