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
import { release, WINDOW } from '../../__testUtils__/fixtures';
import { mockDoraApi } from '../../__testUtils__/mockDoraApi';
import { renderPage } from '../../__testUtils__/renderPage';
import { toTimeWindow } from '../../window';
import { EvidenceDrawer } from '../EvidenceDrawer';

const drawer = (
  <EvidenceDrawer
    entityRef="system:default/cart"
    title="Cart"
    window={toTimeWindow(WINDOW, 'UTC', 0)}
  />
);
const opened =
  '/?evidence=releases&release=component:default/cart-api&at=2026-01-05T10:00:00.000Z';
const deployment = { source: 'ci', id: 'run-11-eu' };
const incident = { source: 'pager', id: 'INC-42' };
const dialog = (name: string) => screen.findByRole('dialog', { name });

describe('corrections', () => {
  it('detach an incident from a release, with a note, and show what follows', async () => {
    const api = mockDoraApi();
    renderPage(drawer, { api, at: opened, mayCorrect: true });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Detach… INC-42' }),
    );
    const confirm = within(await dialog('Detach an incident from a release'));
    expect(
      confirm.getByText(
        /^INC-42 \(Checkout is down\) will no longer be linked to cart-api 1.1/,
      ),
    ).toBeVisible();
    await userEvent.type(
      confirm.getByRole('textbox', { name: 'Note: why?' }),
      'A drill ',
    );
    api.getReleases.mockResolvedValue({
      pending: 0,
      window: WINDOW,
      totalItems: 1,
      items: [release({ failed: false, reasons: [], incidents: [] })],
    });
    await userEvent.click(confirm.getByRole('button', { name: 'Detach' }));
    expect(api.correct).toHaveBeenCalledWith({
      action: 'detach',
      deployment,
      incident,
      note: 'A drill',
    });
    expect(
      await screen.findByText('No incident is linked to this release.'),
    ).toBeVisible();
    await waitFor(() =>
      expect(
        screen.queryByRole('dialog', { name: /^Detach/ }),
      ).not.toBeInTheDocument(),
    );
  });

  it('mark a release as not a failure', async () => {
    const api = mockDoraApi();
    renderPage(drawer, { api, at: opened, mayCorrect: true });
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Not a failure… cart-api 1.1',
      }),
    );
    const confirm = within(await dialog('Mark a release as not a failure'));
    await userEvent.click(
      confirm.getByRole('button', { name: 'Not a failure' }),
    );
    expect(api.correct).toHaveBeenCalledWith({
      action: 'not-a-failure',
      deployment,
      incident: undefined,
      note: undefined,
    });
  });

  it('attach an incident to one of the releases before it', async () => {
    const api = mockDoraApi({
      getReleases: jest.fn(async () => ({
        pending: 0,
        window: WINDOW,
        totalItems: 3,
        items: [
          release({
            id: 'later',
            version: '1.3',
            time: '2026-01-05T13:00:00.000Z',
          }),
          release({
            id: 'other',
            version: '1.2',
            time: '2026-01-05T11:00:00.000Z',
          }),
          release(),
        ],
      })),
    });
    renderPage(drawer, { api, at: '/?evidence=incidents', mayCorrect: true });
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Attach to a release… INC-42',
      }),
    );
    const pick = within(await dialog('Attach an incident to a release'));
    // What came after it, or is linked already, is no choice.
    const choices = await pick.findAllByRole('radio');
    expect(choices).toHaveLength(1);
    expect(api.getReleases.mock.lastCall?.[0]).toMatchObject({
      entityRef: 'system:default/cart',
      from: '2025-12-22',
      to: '2026-01-06',
    });
    await userEvent.click(pick.getByRole('radio', { name: /^cart-api 1.2/ }));
    await userEvent.click(pick.getByRole('button', { name: 'Next' }));
    await userEvent.click(await pick.findByRole('button', { name: 'Attach' }));
    expect(api.correct).toHaveBeenCalledWith(
      expect.objectContaining({ action: 'attach', deployment, incident }),
    );
  });

  it('attach one of the incidents after a release to it', async () => {
    const api = mockDoraApi();
    const { items } = await api.getIncidents();
    api.getIncidents.mockResolvedValue({
      pending: 0,
      window: WINDOW,
      totalItems: 2,
      items: [
        items[0],
        { ...items[0], id: 'INC-43', title: 'Slow', releases: [] },
      ],
    });
    renderPage(drawer, { api, at: opened, mayCorrect: true });
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Attach an incident… cart-api 1.1',
      }),
    );
    const pick = within(await dialog('Attach an incident to a release'));
    expect(await pick.findAllByRole('radio')).toHaveLength(1);
    expect(
      await axe(await dialog('Attach an incident to a release')),
    ).toHaveNoViolations();
    await userEvent.type(pick.getByRole('searchbox'), 'slow');
    await waitFor(() =>
      expect(api.getIncidents.mock.lastCall?.[0]).toMatchObject({
        filter: 'slow',
        from: '2026-01-05',
      }),
    );
    await userEvent.click(await pick.findByRole('radio', { name: /^Slow/ }));
    await userEvent.click(pick.getByRole('button', { name: 'Next' }));
    await userEvent.click(await pick.findByRole('button', { name: 'Attach' }));
    expect(api.correct).toHaveBeenCalledWith(
      expect.objectContaining({
        action: 'attach',
        deployment,
        incident: { source: 'pager', id: 'INC-43' },
      }),
    );
  });

  it('are taken back, and say so when that fails', async () => {
    const api = mockDoraApi({
      getReleases: jest.fn(async () => ({
        pending: 0,
        window: WINDOW,
        totalItems: 1,
        items: [
          release({
            corrections: [
              {
                id: 'c-1',
                action: 'not-a-failure',
                deployment,
                by: 'user:default/ada',
                at: '2026-01-06T10:00:00.000Z',
                note: 'A drill',
              },
            ],
          }),
        ],
      })),
    });
    renderPage(drawer, { api, at: opened, mayCorrect: true });
    const name =
      'Take back… Marked as not a failure by ada, Jan 6, 2026, 10:00 AM.';
    await userEvent.click(await screen.findByRole('button', { name }));
    const confirm = within(await dialog('Delete a correction'));
    expect(await axe(await dialog('Delete a correction'))).toHaveNoViolations();
    api.deleteCorrection.mockRejectedValueOnce(
      new Error('Request failed', { cause: new Error('It is gone') }),
    );
    await userEvent.click(confirm.getByRole('button', { name: 'Take back' }));
    expect(
      await confirm.findByText('Nothing was changed: It is gone'),
    ).toBeVisible();
    const reads = api.getReleases.mock.calls.length;
    await userEvent.click(confirm.getByRole('button', { name: 'Take back' }));
    expect(api.deleteCorrection).toHaveBeenLastCalledWith('c-1');
    await waitFor(() =>
      expect(api.getReleases.mock.calls.length).toBeGreaterThan(reads),
    );
  });
});
