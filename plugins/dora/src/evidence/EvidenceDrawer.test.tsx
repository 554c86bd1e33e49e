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
import { release, WINDOW } from '../__testUtils__/fixtures';
import { mockDoraApi } from '../__testUtils__/mockDoraApi';
import { currentSearch, renderPage } from '../__testUtils__/renderPage';
import { toTimeWindow } from '../window';
import { EvidenceDrawer } from './EvidenceDrawer';

const window90 = toTimeWindow(WINDOW, 'UTC', 0);
const drawer = (
  <EvidenceDrawer
    entityRef="system:default/cart"
    title="Cart"
    window={window90}
  />
);
const opened =
  '/?evidence=releases&release=component:default/cart-api&at=2026-01-05T10:00:00.000Z';

describe('EvidenceDrawer', () => {
  it('asks for nothing while it is closed', () => {
    const api = mockDoraApi();
    renderPage(drawer, { api });
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(api.getReleases).not.toHaveBeenCalled();
  });

  it('lists the releases with the reason why each one failed', async () => {
    const api = mockDoraApi();
    renderPage(drawer, { api, at: '/?evidence=releases&only=failed' });
    const item = within(await screen.findByTestId('dora-release'));
    expect(item.getByText('Failed')).toBeVisible();
    expect(
      item.getByText('Incident INC-42 started 2 h after it.'),
    ).toBeVisible();
    expect(api.getReleases).toHaveBeenCalledWith(
      expect.objectContaining({
        entityRef: 'system:default/cart',
        only: 'failed',
        from: WINDOW.from,
        to: WINDOW.to,
      }),
      expect.anything(),
    );
  });

  it('says why a deployment does not count', async () => {
    const api = mockDoraApi({
      getReleases: jest.fn(async () => ({
        pending: 0,
        window: WINDOW,
        totalItems: 1,
        items: [
          release({
            counted: false,
            failed: false,
            reasons: [],
            exclusion: 'The environment “staging” is not production.',
          }),
        ],
      })),
    });
    renderPage(drawer, { api, at: '/?evidence=releases&only=excluded' });
    expect(
      await screen.findByText(
        'Not counted: The environment “staging” is not production.',
      ),
    ).toBeVisible();
  });

  it('walks from a release to its rollouts, changes and incidents, and back', async () => {
    const api = mockDoraApi();
    const { container } = renderPage(drawer, {
      api,
      at: '/?evidence=releases',
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'cart-api 1.1' }),
    );
    expect(currentSearch(container).get('at')).toBe('2026-01-05T10:00:00.000Z');
    const detail = within(await screen.findByTestId('dora-release-detail'));
    const rollouts = within(
      detail.getByRole('table', { name: 'Rollouts' }),
    ).getAllByRole('row');
    expect(rollouts).toHaveLength(3);
    expect(rollouts[1]).toHaveTextContent('eu');
    expect(rollouts[1]).toHaveTextContent('ci · sent by alice');
    expect(rollouts[2]).toHaveTextContent(
      'Run 11ci · run-11-us · sent by external:pipelines',
    );
    const change = within(await detail.findByTestId('dora-change'));
    expect(change.getByText(/sent by module:github$/)).toBeVisible();
    expect(change.getByRole('link', { name: /Add vat/ })).toHaveAttribute(
      'href',
      'https://git.example.com/pr-7',
    );
    expect(change.getByText(/Pickup/)).toHaveTextContent('2 h');
    expect(detail.getByTestId('dora-incident')).toHaveTextContent(
      'Checkout is down',
    );
    expect(detail.getByText(/after 3 h/)).toBeVisible();

    await userEvent.click(
      screen.getByRole('button', { name: 'Back to the list' }),
    );
    expect(await screen.findByTestId('dora-release')).toBeVisible();
  });

  it.each([
    ['changes', 'module:github'],
    ['incidents', 'alice'],
  ])(
    'says who sent the %s, and leads to their release',
    async (list, sender) => {
      const { container } = renderPage(drawer, {
        api: mockDoraApi(),
        at: `/?evidence=${list}`,
      });
      expect(
        await screen.findByText(new RegExp(`sent by ${sender}$`)),
      ).toBeVisible();
      await userEvent.click(
        await screen.findByRole('button', { name: 'cart-api 1.1' }),
      );
      expect(await screen.findByTestId('dora-release-detail')).toBeVisible();
      expect(currentSearch(container).get('release')).toBe(
        'component:default/cart-api',
      );
    },
  );

  it('finds the release of a link again', async () => {
    const api = mockDoraApi();
    renderPage(drawer, { api, at: opened });
    expect(await screen.findByTestId('dora-release-detail')).toBeVisible();
    expect(api.getReleases).toHaveBeenCalledWith(
      expect.objectContaining({
        entityRef: 'component:default/cart-api',
        from: '2026-01-05',
        to: '2026-01-06',
      }),
      expect.anything(),
    );
  });

  it('says so when the release of a link is no more', async () => {
    const api = mockDoraApi({
      getReleases: jest.fn(async () => ({
        pending: 0,
        window: WINDOW,
        totalItems: 0,
        items: [],
      })),
    });
    renderPage(drawer, { api, at: opened });
    expect(await screen.findByText(/no such release any more/)).toBeVisible();
  });

  it('pages and filters by the URL', async () => {
    const api = mockDoraApi({
      getReleases: jest.fn(async query => ({
        pending: 0,
        window: WINDOW,
        totalItems: 60,
        items: [release({ id: `at-${query?.offset}` })],
      })),
    });
    const { container } = renderPage(drawer, {
      api,
      at: '/?evidence=releases',
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Next page' }),
    );
    expect(currentSearch(container).get('evidencePage')).toBe('1');
    await waitFor(() =>
      expect(api.getReleases.mock.lastCall?.[0]).toMatchObject({ offset: 25 }),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Rollbacks and hotfixes' }),
    );
    await waitFor(() =>
      expect(api.getReleases.mock.lastCall?.[0]).toMatchObject({
        only: 'rework',
        offset: 0,
      }),
    );
  });

  it('lets the server look for a text and order, and starts at the first page', async () => {
    const api = mockDoraApi();
    const { container } = renderPage(drawer, {
      api,
      at: '/?evidence=changes&only=counted&evidencePage=2',
    });
    await userEvent.type(
      await screen.findByRole('searchbox', {
        name: 'Find by title, id or component',
      }),
      'vat',
    );
    await waitFor(() =>
      expect(api.getChanges.mock.lastCall?.[0]).toMatchObject({
        only: 'counted',
        filter: 'vat',
        sort: 'time',
        order: 'desc',
        offset: 0,
      }),
    );
    await userEvent.click(screen.getByRole('button', { name: /^Order/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Shortest lead time first' }),
    );
    await waitFor(() =>
      expect(api.getChanges.mock.lastCall?.[0]).toMatchObject({
        filter: 'vat',
        sort: 'leadTime',
        order: 'asc',
      }),
    );
    expect(Object.fromEntries(currentSearch(container))).toEqual({
      evidence: 'changes',
      only: 'counted',
      evidenceFilter: 'vat',
      evidenceSort: 'leadTime',
      evidenceOrder: 'asc',
    });
    // An order that a list does not know is none of its own.
    expect(api.getReleases).not.toHaveBeenCalled();
  });

  it('orders what is not counted by time alone', async () => {
    const api = mockDoraApi();
    renderPage(drawer, {
      api,
      at: '/?evidence=releases&only=excluded&evidenceSort=recoveryTime',
    });
    await screen.findByTestId('dora-release');
    expect(api.getReleases.mock.lastCall?.[0]).toMatchObject({
      only: 'excluded',
      sort: 'time',
    });
    await userEvent.click(screen.getByRole('button', { name: /^Order/ }));
    expect(
      (await screen.findAllByRole('option')).map(
        ({ textContent }) => textContent,
      ),
    ).toEqual(['Newest first', 'Oldest first']);
  });

  it('says which text and filter leave nothing, and takes the text off', async () => {
    const api = mockDoraApi({
      getReleases: jest.fn(async query => ({
        pending: 0,
        window: WINDOW,
        totalItems: query?.filter ? 0 : 1,
        items: query?.filter ? [] : [release()],
      })),
    });
    renderPage(drawer, {
      api,
      at: '/?evidence=releases&only=failed&evidenceFilter=zzz',
    });
    expect(
      await screen.findByText('Nothing here matches Failed · “zzz”.'),
    ).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(await screen.findByTestId('dora-release')).toBeVisible();
  });

  it('says that there is none, and closes', async () => {
    const api = mockDoraApi({
      getIncidents: jest.fn(async () => ({
        pending: 0,
        window: WINDOW,
        totalItems: 0,
        items: [],
      })),
    });
    const { container } = renderPage(drawer, {
      api,
      at: '/?window=30d&evidence=incidents&evidenceSort=timeToRestore&evidenceOrder=asc',
    });
    expect(
      await screen.findByText('No such incident in this window.'),
    ).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Close' }));
    expect(Object.fromEntries(currentSearch(container))).toEqual({
      window: '30d',
    });
  });

  it('offers no correction to those who may not make any', async () => {
    renderPage(drawer, { api: mockDoraApi(), at: opened });
    await screen.findByTestId('dora-change');
    expect(
      screen.queryByRole('button', { name: /Detach|failure|Attach/ }),
    ).toBeNull();
  });

  it('has no barrier that axe finds', async () => {
    renderPage(drawer, { api: mockDoraApi(), at: opened });
    await screen.findByTestId('dora-change');
    expect(await axe(screen.getByRole('dialog'))).toHaveNoViolations();
  });
});
