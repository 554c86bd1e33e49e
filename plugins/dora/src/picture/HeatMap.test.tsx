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
import type { CompareItem } from '@backstage-dora/plugin-dora-common';
import {
  compareItem,
  compareResult,
  metric,
  metrics,
  unconnected,
} from '../__testUtils__/fixtures';
import { mockDoraApi } from '../__testUtils__/mockDoraApi';
import { currentSearch, renderPage } from '../__testUtils__/renderPage';
import { MetricsProvider } from '../metrics';
import { HeatMap } from './HeatMap';

/** Three weeks, the first and the last one cut to the window. */
const window = {
  from: '2026-01-07',
  to: '2026-01-21',
  days: 14,
  timezone: 'UTC',
};
const heatMap = (
  <MetricsProvider>
    <HeatMap query={{ level: 'product', ...window }} />
  </MetricsProvider>
);

function answering(...items: Partial<CompareItem>[]) {
  const result = compareResult(items.map(item => compareItem(item)));
  return mockDoraApi({
    compare: jest.fn(async () => ({ ...result, window })),
  });
}

const cart = {
  weekly: [
    { value: 3, sample: 15 },
    { value: 0, sample: 0 },
    { value: 1, sample: 2 },
  ],
};
const rates = {
  weekly: [
    { value: 0, sample: 4 },
    { value: null, sample: 0 },
    { value: 0.5, sample: 2 },
  ],
};
const silent = {
  entityRef: 'system:default/silent',
  title: 'Silent',
  metrics: unconnected(),
};

const cells = async (name: string) =>
  within(
    await screen.findByRole('row', { name: new RegExp(`^${name}`) }),
  ).getAllByRole('gridcell');

describe('HeatMap', () => {
  it('shows the releases of each week, in words as well', async () => {
    const api = answering(cart, { ...silent, weekly: cart.weekly });
    renderPage(heatMap, { api });
    const [first, second, third] = await cells('Cart');
    expect([first, second, third].map(cell => cell.textContent)).toEqual([
      '15',
      '0',
      '2',
    ]);
    expect(first).toHaveAccessibleName(
      /^Cart, Jan 7.–.11, 2026 \(not a whole week\): 15 releases$/,
    );
    expect(third).toHaveAccessibleName(
      /^Cart, Jan 19.–.20, 2026 \(not a whole week\): 2 releases$/,
    );
    expect(first).not.toHaveStyle({
      backgroundColor: third.style.backgroundColor,
    });
    // Nothing is connected, so 0 would say too much.
    const [unknown] = await cells('Silent');
    expect(unknown).toHaveAccessibleName(
      /^Silent, Jan 7.–.11, 2026 \(not a whole week\): no value$/,
    );
    expect(unknown).toHaveTextContent('–');
    expect(
      within(screen.getByRole('list', { name: 'What the colours mean' }))
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      '0',
      '1',
      '2 to 4',
      '5 to 9',
      '10 to 24',
      '25 or more',
      'no value',
      'not a whole week',
    ]);
    expect(api.compare.mock.lastCall?.[0]).toMatchObject({
      weekly: 'deploymentFrequency',
      limit: 50,
      offset: 0,
    });
  });

  it('shows another metric, and 0 otherwise than no value', async () => {
    const api = answering(rates);
    const { container } = renderPage(heatMap, { api });
    await userEvent.click(
      await screen.findByRole('button', { name: /^Metric/ }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: 'Change failure rate' }),
    );
    expect(currentSearch(container).get('heat')).toBe('changeFailureRate');
    await waitFor(() =>
      expect(api.compare.mock.lastCall?.[0]).toMatchObject({
        weekly: 'changeFailureRate',
      }),
    );
    const [zero, none, half] = await cells('Cart');
    expect(zero).toHaveAccessibleName(/: 0.%, from 4 releases$/);
    expect(none).toHaveAccessibleName(/: no value$/);
    expect(half).toHaveTextContent(/^50.%$/);
    expect(zero.getAttribute('style')).not.toBe(none.getAttribute('style'));
    expect(screen.getByText(/Lower is better/)).toBeVisible();
  });

  it('gives no colour to a failure rate that knows of no incidents', async () => {
    const of = metrics();
    const blind = metrics({
      changeFailureRate: { ...of.changeFailureRate, state: 'partial' },
      timeToRestore: metric({ state: 'not-connected' }),
    });
    renderPage(heatMap, {
      api: answering(rates, { ...silent, ...rates, metrics: blind }),
      at: '/?heat=changeFailureRate',
    });
    const [, , half] = await cells('Cart');
    const [zero, none, alsoHalf] = await cells('Silent');
    expect(zero).toHaveAccessibleName(
      /: 0.%, from 4 releases; rollbacks and hotfixes only$/,
    );
    expect(none).toHaveAccessibleName(/: no value$/);
    expect(half.style.backgroundColor).not.toBe('');
    expect(alsoHalf.style.backgroundColor).toBe('');
    expect(
      screen.getByText('no value, or no incident source'),
    ).toBeInTheDocument();
  });

  it('is walked by the arrow keys, which show what a cell says', async () => {
    renderPage(heatMap, { api: answering(cart, silent) });
    const [first, second] = await cells('Cart');
    expect(first).toHaveAttribute('tabindex', '0');
    await userEvent.click(first);
    await userEvent.keyboard('{ArrowRight}');
    expect(second).toHaveFocus();
    expect(second).toHaveAttribute('tabindex', '0');
    expect(first).toHaveAttribute('tabindex', '-1');
    expect(
      await screen.findByText('Cart, Jan 12 – 18, 2026: 0 releases'),
    ).toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    expect(
      screen.queryByText('Cart, Jan 12 – 18, 2026: 0 releases'),
    ).not.toBeInTheDocument();
    await userEvent.keyboard('{End}{ArrowDown}{ArrowDown}');
    expect((await cells('Silent'))[2]).toHaveFocus();
  });

  it('can be read as a table', async () => {
    const { container } = renderPage(heatMap, {
      api: answering(rates),
      at: '/?heat=changeFailureRate',
    });
    await cells('Cart');
    await userEvent.click(screen.getByRole('button', { name: 'Table' }));
    expect(currentSearch(container).get('heatView')).toBe('table');
    const row = within(screen.getByRole('row', { name: /^Cart/ }));
    expect(
      row.getAllByRole('cell').map(({ textContent }) => textContent),
    ).toEqual([
      expect.stringMatching(/^0.%, from 4 releases \(not a whole week\)$/),
      'no value',
      expect.stringMatching(/^50.%, from 2 releases \(not a whole week\)$/),
    ]);
  });

  it.each(['/', '/?heatView=table'])(
    'has no barrier that axe finds at %s',
    async at => {
      const { container } = renderPage(heatMap, { api: answering(cart), at });
      await screen.findByRole('row', { name: /^Cart/ });
      expect(await axe(container)).toHaveNoViolations();
    },
  );
});
