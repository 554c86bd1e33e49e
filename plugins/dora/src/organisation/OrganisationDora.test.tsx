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

import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import {
  compareItem,
  compareResult,
  domainMetrics,
  metric,
  metrics,
  metricsResult,
  unconnected,
} from '../__testUtils__/fixtures';
import { mockDoraApi } from '../__testUtils__/mockDoraApi';
import { currentSearch, renderPage } from '../__testUtils__/renderPage';
import { OrganisationDora } from './OrganisationDora';

const page = <OrganisationDora />;
const row = () => screen.findByTestId('dora-compare-row');

describe('OrganisationDora', () => {
  it('compares the products by name, with two requests once it has the definitions', async () => {
    const api = mockDoraApi();
    renderPage(page, { api });
    const cart = within(await row());
    expect(cart.getByRole('rowheader')).toHaveTextContent('2 components');
    expect(cart.getByText(/12.5/)).toBeVisible();
    expect(cart.getByText('Elite to High')).toBeVisible();
    const calls = Object.values(api).flatMap(method => method.mock.calls);
    expect(calls).toHaveLength(3);
    expect(api.getDefinitions).toHaveBeenCalledTimes(1);
    expect(api.compare.mock.lastCall?.[0]).toMatchObject({
      level: 'product',
      sort: 'name',
      order: 'asc',
      limit: 25,
      offset: 0,
    });
  });

  it('walks down a level by the name, and up again by the path', async () => {
    const api = mockDoraApi();
    const { container } = renderPage(page, {
      api,
      at: '/?level=domain&window=30d',
    });
    await userEvent.click(
      within(await row()).getByRole('link', { name: 'Cart' }),
    );
    expect(Object.fromEntries(currentSearch(container))).toEqual({
      window: '30d',
      under: 'system:default/cart',
    });
    await waitFor(() =>
      expect(api.compare.mock.lastCall?.[0]).toMatchObject({
        level: 'product',
        under: 'system:default/cart',
      }),
    );
    const path = within(
      screen.getByRole('navigation', { name: 'Place in the organisation' }),
    );
    expect(path.getByText('Title of system:default/cart')).toBeVisible();
    await userEvent.click(
      path.getByRole('link', { name: 'Whole organisation' }),
    );
    expect(Object.fromEntries(currentSearch(container))).toEqual({
      window: '30d',
      level: 'domain',
    });
  });

  it('leads to the DORA tab of an entity, the window included', async () => {
    renderPage(page, { api: mockDoraApi(), at: '/?window=365d' });
    expect(
      within(await row()).getByRole('button', { name: 'DORA page of Cart' }),
    ).toHaveAttribute('href', '/catalog/default/system/cart/dora?window=365d');
  });

  it('sorts by a metric, once more the other way round', async () => {
    const api = mockDoraApi();
    const { container } = renderPage(page, { api });
    await row();
    const heading = () =>
      within(
        screen.getByRole('columnheader', { name: /^Lead time for changes/ }),
      ).getByRole('button');
    await userEvent.click(heading());
    expect(currentSearch(container).get('sort')).toBe('leadTime');
    await userEvent.click(heading());
    expect(currentSearch(container).get('order')).toBe('desc');
    await waitFor(() =>
      expect(api.compare.mock.lastCall?.[0]).toMatchObject({
        sort: 'leadTime',
        order: 'desc',
      }),
    );
  });

  it('filters after a pause in the typing, and says when nothing is left', async () => {
    const api = mockDoraApi();
    renderPage(page, { api });
    await row();
    api.compare.mockClear();
    api.compare.mockResolvedValue(compareResult([]));
    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Filter by name' }),
      'zzz',
    );
    expect(
      await screen.findByText('Nothing here matches Name: zzz.'),
    ).toBeVisible();
    expect(api.compare).toHaveBeenCalledTimes(1);
  });

  it('limits by owner, type and lifecycle, a chip for each to take it off', async () => {
    const api = mockDoraApi();
    const { container } = renderPage(page, { api });
    await row();
    await userEvent.click(screen.getByRole('button', { name: 'Filters' }));
    const menu = within(await screen.findByRole('dialog', { name: 'Filters' }));
    await userEvent.type(menu.getByRole('textbox', { name: 'Owner' }), 'sal');
    await userEvent.click(await screen.findByRole('option', { name: 'Sales' }));
    // By the keyboard alone.
    menu.getByRole('textbox', { name: 'Lifecycle' }).focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}{Escape}');
    await userEvent.click(menu.getByRole('button', { name: 'Done' }));

    expect(Object.fromEntries(currentSearch(container))).toEqual({
      owner: 'group:default/sales',
      lifecycle: 'experimental',
    });
    await waitFor(() =>
      expect(api.compare.mock.lastCall?.[0]).toMatchObject({
        owner: ['group:default/sales'],
        lifecycle: ['experimental'],
      }),
    );
    expect(api.compare.mock.lastCall?.[0]).not.toHaveProperty('type');
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Take off the filter Owner: Sales',
      }),
    );
    expect(Object.fromEntries(currentSearch(container))).toEqual({
      lifecycle: 'experimental',
    });
  });

  it('limits by tier and state of a metric', async () => {
    const api = mockDoraApi();
    const { container } = renderPage(page, { api, at: '/?page=3' });
    await row();
    await userEvent.click(screen.getByRole('button', { name: 'Filters' }));
    const menu = within(await screen.findByRole('dialog', { name: 'Filters' }));
    await userEvent.click(menu.getByRole('button', { name: /^Metric/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Lead time for changes' }),
    );
    await userEvent.click(menu.getByRole('checkbox', { name: 'Low' }));
    await userEvent.click(menu.getByRole('checkbox', { name: 'Too few' }));
    await waitFor(() =>
      expect(api.compare.mock.lastCall?.[0]).toMatchObject({
        metric: 'leadTime',
        tier: ['low'],
        state: ['too-few'],
        offset: 0,
      }),
    );
    expect(Object.fromEntries(currentSearch(container))).toEqual({
      metric: 'leadTime',
      tier: 'low',
      state: 'too-few',
    });

    // There are no tiers of batch sizes.
    await userEvent.click(menu.getByRole('button', { name: /^Metric/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Batch size' }),
    );
    expect(menu.queryByRole('checkbox', { name: 'Low' })).toBeNull();
    expect(Object.fromEntries(currentSearch(container))).toEqual({
      metric: 'batchSize',
      state: 'too-few',
    });
  });

  it('shows how products are spread where there are no tiers', async () => {
    const api = mockDoraApi({
      compare: jest.fn(async () =>
        compareResult([compareItem({ metrics: domainMetrics() })]),
      ),
      getMetrics: jest.fn(async () =>
        metricsResult({ metrics: domainMetrics() }),
      ),
    });
    renderPage(page, {
      api,
      at: '/?level=domain&metric=leadTime&tier=low&state=ok',
    });
    const cells = within(await row());
    expect(cells.getAllByText(/^products: /)[0]).toHaveTextContent(
      /^products: 1.4 \/ week \(3 \/ month – 2.1 \/ week\)$/,
    );
    expect(
      cells.getAllByRole('img', { name: 'Elite: 2' }).length,
    ).toBeGreaterThan(0);
    expect(cells.getByText('incidents: 3 of 5')).toBeVisible();
    expect(cells.queryByText('Elite')).toBeNull();
    const rate = screen.getByTestId('dora-tile-changeFailureRate');
    expect(rate).toHaveTextContent(
      /Products: median 20.%, middle half 10–30.%.*1 without a tier.*Incidents are connected for 3 of 5 products/,
    );
    expect(await axe(rate)).toHaveNoViolations();
    // Nothing there is in a tier.
    expect(api.compare.mock.lastCall?.[0]).toMatchObject({
      metric: 'leadTime',
      state: ['ok'],
    });
    expect(api.compare.mock.lastCall?.[0]?.tier).toBeUndefined();
    await userEvent.click(screen.getByRole('button', { name: 'Filters (1)' }));
    const menu = within(await screen.findByRole('dialog', { name: 'Filters' }));
    expect(menu.queryByRole('checkbox', { name: 'Low' })).toBeNull();
  });

  it('says which deployments do not count, and leads to them', async () => {
    const { leftOut } = metricsResult();
    const api = mockDoraApi({
      getMetrics: jest.fn(async () =>
        metricsResult({
          leftOut: {
            ...{ ...leftOut, otherEnvironment: 3, failed: 1 },
            environments: [{ name: 'staging', deployments: 3 }],
          },
        }),
      ),
    });
    const { container } = renderPage(page, { api });
    const tile = await screen.findByTestId('dora-tile-deploymentFrequency');
    expect(tile).toHaveTextContent(
      '4 deployments do not count: 3 in ‘staging’, 1 failed.',
    );
    await userEvent.click(
      within(tile).getByRole('button', { name: 'Show what does not count' }),
    );
    expect(Object.fromEntries(currentSearch(container))).toEqual({
      evidence: 'releases',
      only: 'excluded',
    });
  });

  it('says both ends where a tier is not certain, and what has no incident source', async () => {
    const of = metrics();
    const api = mockDoraApi({
      compare: jest.fn(async () =>
        compareResult([
          compareItem(),
          compareItem({
            entityRef: 'system:default/blind',
            metrics: metrics({
              changeFailureRate: {
                ...of.changeFailureRate,
                ...{ state: 'partial', tier: null, tierRange: null },
              },
              timeToRestore: metric({ state: 'not-connected' }),
            }),
          }),
        ]),
      ),
    });
    renderPage(page, { api });
    const [cart, blind] = (
      await screen.findAllByTestId('dora-compare-row')
    ).map(element => within(element));
    expect(cart.getByText('Elite to High')).toBeVisible();
    expect(blind.queryByText('Elite to High')).toBeNull();
    // Of failure rate and of recovery time.
    expect(blind.getAllByText('No incident source')).toHaveLength(2);
  });

  it('says which filters leave nothing, and takes them off', async () => {
    const api = mockDoraApi({
      compare: jest.fn(async query =>
        compareResult(query?.type ? [] : [compareItem()]),
      ),
    });
    const { container } = renderPage(page, {
      api,
      at: '/?window=30d&filter=cart&type=library&owner=group:default/sales&state=idle&metric=leadTime',
    });
    expect(
      await screen.findByText(
        'Nothing here matches Name: cart · Owner: Sales · Type: library · Lead time for changes: Idle.',
      ),
    ).toBeVisible();
    const clear = screen.getAllByRole('button', { name: 'Clear filters' });
    await userEvent.click(clear[clear.length - 1]);
    expect(await row()).toBeVisible();
    expect(Object.fromEntries(currentSearch(container))).toEqual({
      window: '30d',
    });
  });

  it('orders by the largest change of a metric, and says so', async () => {
    const api = mockDoraApi();
    const { container } = renderPage(page, { api });
    await row();
    await userEvent.click(
      screen.getByRole('button', { name: 'Order: By name' }),
    );
    await userEvent.click(
      await screen.findByRole('menuitemradio', { name: 'Recovery time' }),
    );
    expect(Object.fromEntries(currentSearch(container))).toEqual({
      sort: 'recoveryTime',
      by: 'change',
    });
    await waitFor(() =>
      expect(api.compare.mock.lastCall?.[0]).toMatchObject({
        sort: 'recoveryTime',
        by: 'change',
        order: 'desc',
      }),
    );
    const heading = await screen.findByRole('columnheader', {
      name: 'Recovery time largest change first',
    });
    expect(heading).toHaveAttribute('aria-sort', 'descending');
    await userEvent.click(within(heading).getByRole('button'));
    await waitFor(() =>
      expect(api.compare.mock.lastCall?.[0]).toMatchObject({
        sort: 'recoveryTime',
        by: 'value',
        order: 'asc',
      }),
    );
  });

  it('forgets what is still being typed when one walks on', async () => {
    const api = mockDoraApi();
    const { container } = renderPage(page, { api });
    const cart = within(await row()).getByRole('link', { name: 'Cart' });
    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Filter by name' }),
      'zzz',
    );
    await userEvent.click(cart);
    await new Promise(resolve => setTimeout(resolve, 400));
    expect(Object.fromEntries(currentSearch(container))).toEqual({
      level: 'component',
      under: 'system:default/cart',
    });
  });

  it('chooses columns', async () => {
    const { container } = renderPage(page, { api: mockDoraApi() });
    await row();
    await userEvent.click(screen.getByRole('button', { name: 'Columns' }));
    await userEvent.click(
      await screen.findByRole('menuitemcheckbox', { name: 'Batch size' }),
    );
    expect(currentSearch(container).get('columns')).toContain('batchSize');
    expect(
      screen.getByRole('columnheader', { name: 'Batch size', hidden: true }),
    ).toBeInTheDocument();
  });

  it('lists what has no data, with the word for it', async () => {
    const api = mockDoraApi({
      compare: jest.fn(async () =>
        compareResult([
          compareItem({ title: 'Silent', metrics: unconnected(), spark: [0] }),
        ]),
      ),
    });
    renderPage(page, { api });
    expect(
      within(await row()).getAllByText('Not connected').length,
    ).toBeGreaterThan(0);
  });

  it('tells what a level would hold where it is empty', async () => {
    const api = mockDoraApi({
      compare: jest.fn(async () => compareResult([])),
    });
    renderPage(page, { api, at: '/?level=platform' });
    expect(await screen.findByText(/No platforms here/)).toBeVisible();
  });

  it('says that the comparison failed, and tries again when told to', async () => {
    const api = mockDoraApi();
    api.compare.mockRejectedValueOnce(new Error('Connection refused'));
    renderPage(page, { api });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Try again' }),
    );
    expect(await row()).toBeVisible();
    expect(api.compare).toHaveBeenCalledTimes(2);
  });

  it('shows what is connected, what is missing, and what was refused', async () => {
    const api = mockDoraApi();
    renderPage(page, { api, at: '/?view=coverage' });
    expect(await screen.findByText('component:default/gone')).toBeVisible();
    expect(screen.getByText('finishedAt is before startedAt')).toBeVisible();
    expect(screen.queryByRole('link', { name: /pull request/ })).toBeNull();
    await userEvent.click(
      screen.getByRole('button', {
        name: 'How to connect Incidents of cart-api',
      }),
    );
    expect(await screen.findByRole('dialog')).toHaveTextContent('"incidents"');
    expect(api.getMetrics).not.toHaveBeenCalled();
  });

  it('links what the template connects to it, filled in, where the app has it', async () => {
    const connectTemplate = '/create/templates/default/connect-to-dora';
    const { container } = renderPage(page, {
      api: mockDoraApi(),
      at: '/?view=coverage',
      connectTemplate,
    });
    await screen.findByText('component:default/gone');
    const link = screen.getByRole('link', {
      name: 'Open a pull request to connect Changes of cart-api',
    });
    const { pathname, searchParams } = new URL(
      link.getAttribute('href') ?? '',
      'http://localhost',
    );
    expect(pathname).toBe(connectTemplate);
    expect(JSON.parse(searchParams.get('formData') ?? '')).toEqual({
      entityRef: 'component:default/cart-api',
      backstageUrl: 'http://localhost:7007',
    });
    expect(screen.getAllByRole('link', { name: /pull request/ })).toHaveLength(
      1,
    );
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says which components are set aside, since when and why, and what to do', async () => {
    const api = mockDoraApi();
    const coverage = await api.getCoverage();
    api.getCoverage.mockResolvedValue({
      ...coverage,
      setAside: [
        {
          entityRef: 'component:default/cart-api',
          error: 'TypeError',
          since: '2026-03-05T10:00:00.000Z',
          nextTryAt: '2026-03-06T10:30:00.000Z',
        },
      ],
    });
    renderPage(page, { api, at: '/?view=coverage' });
    const note = await screen.findByTestId('dora-set-aside');
    expect(note).toHaveTextContent(/^1 component is set aside/);
    expect(within(note).getByRole('listitem')).toHaveTextContent(
      /^cart-api as of Mar 5, 2026, 10:00.AM \(TypeError\); next attempt Mar 6, 2026, 10:30.AM$/,
    );
    expect(
      within(note).getByRole('link', { name: 'cart-api' }),
    ).toHaveAttribute('href', '/catalog/default/component/cart-api/dora');
    expect(note).toHaveTextContent(
      /tried again.*once a day.*send it again.*operate.md#components-set-aside/,
    );
    expect(await axe(note)).toHaveNoViolations();
  });

  it('saves a CSV, and says what it lacks', async () => {
    const url = { createObjectURL: jest.fn(), revokeObjectURL: jest.fn() };
    Object.assign(URL, url);
    const click = jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(() => {});
    const api = mockDoraApi();
    renderPage(page, { api });
    await row();
    const save = () =>
      userEvent.click(screen.getByRole('button', { name: 'CSV' }));
    await save();
    await waitFor(() => expect(click).toHaveBeenCalledTimes(1));
    expect(api.compare.mock.lastCall?.[0]).not.toHaveProperty('wait');
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();

    api.compare.mockResolvedValue({
      ...compareResult([compareItem()]),
      pending: 1240,
    });
    await save();
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /^The file lacks 1,240 facts/,
    );
    expect(click).toHaveBeenCalledTimes(2);
    await userEvent.click(document.body);
    await waitFor(() =>
      expect(screen.queryByRole('alert')).not.toBeInTheDocument(),
    );
    click.mockRestore();
    Object.keys(url).forEach(name => Reflect.deleteProperty(URL, name));
  });

  it('shows how far the sources are that fetch, and what hinders them', async () => {
    const api = mockDoraApi();
    const coverage = await api.getCoverage();
    api.getCoverage.mockResolvedValue({
      ...coverage,
      synchronisations: [
        {
          source: 'github',
          subject: 'acme/cart',
          entityRefs: ['component:default/cart-api'],
          state: 'backfilling',
          done: 12,
          remaining: 28,
          at: '2026-03-05T10:00:00.000Z',
        },
        {
          source: 'github',
          subject: 'acme/pay',
          entityRefs: [],
          state: 'waiting',
          until: '2026-03-05T11:00:00.000Z',
          error: 'Not found',
          advice: 'Let the token read the repository.',
          at: '2026-03-05T10:00:00.000Z',
        },
      ],
    });
    renderPage(page, { api, at: '/?view=coverage' });
    const [cart, pay] = await screen.findAllByTestId('dora-synchronisation');
    expect(cart).toHaveTextContent(/Fetching the history.*12 of 40 steps/);
    expect(pay).toHaveTextContent(
      /Waiting.*goes on Mar 5, 2026, 11:00.AM.*Not found.*Let the token/,
    );
  });

  it('shows the organisation in pictures, and marks one in all of them', async () => {
    const api = mockDoraApi({
      compare: jest.fn(async () =>
        compareResult([
          compareItem(),
          compareItem({
            entityRef: 'system:default/silent',
            title: 'Silent',
            metrics: unconnected(),
            spark: [0, 0, 0],
          }),
        ]),
      ),
    });
    renderPage(page, { api, at: '/?view=picture&mark=system:default/cart' });
    expect(
      await screen.findByText(/Cart: 3.5.* week, 12.5.% failed .6–24.%./),
    ).toBeVisible();
    expect(
      screen.getByRole('img', {
        name: /^Lead time for changes: Median 1.d.4.h/,
      }),
    ).toBeVisible();
    expect(screen.getByText(/; Cart: 1.d.4.h/)).toBeVisible();
    expect(api.getMetrics).not.toHaveBeenCalled();
  });

  it('limits the pictures as it does the table', async () => {
    const api = mockDoraApi({
      compare: jest.fn(async query =>
        compareResult(query?.owner ? [] : [compareItem()]),
      ),
    });
    renderPage(page, { api, at: '/?view=picture&owner=group:default/sales' });
    expect(
      await screen.findByText('Nothing here matches Owner: Sales.'),
    ).toBeVisible();
    // The dots, and the weeks.
    expect(api.compare).toHaveBeenCalledTimes(2);
  });

  it.each(['/', '/?view=coverage', '/?view=picture'])(
    'has no barrier that axe finds at %s',
    async at => {
      const { container } = renderPage(page, { api: mockDoraApi(), at });
      await screen.findAllByRole('rowheader');
      expect(await axe(container)).toHaveNoViolations();
    },
  );
});
