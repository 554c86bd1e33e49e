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
  act,
  fireEvent,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import {
  metricsResult,
  timelineResult,
  unconnected,
  workspaceItem,
  WINDOW,
} from '../__testUtils__/fixtures';
import { mockDoraApi } from '../__testUtils__/mockDoraApi';
import { currentSearch, renderPage } from '../__testUtils__/renderPage';
import { EntityDora } from './EntityDora';

const ENTITY = 'system:default/cart';
const page = (
  <EntityDora entityRef={ENTITY} title="Cart" breakdown="component" />
);

/** What waits to be scrolled to. */
const watching = new Set<() => void>();

/** As in a browser, where one has not scrolled down yet. */
class FakeIntersectionObserver implements Partial<IntersectionObserver> {
  readonly #show: () => void;

  constructor(onChange: IntersectionObserverCallback) {
    this.#show = () =>
      onChange(
        [{ isIntersecting: true } as IntersectionObserverEntry],
        this as unknown as IntersectionObserver,
      );
  }

  observe() {
    watching.add(this.#show);
  }

  disconnect() {
    watching.delete(this.#show);
  }
}

async function scrollDown() {
  await waitFor(() => expect(watching.size).toBeGreaterThan(0));
  act(() => watching.forEach(show => show()));
}

beforeEach(() => {
  Object.assign(globalThis, { IntersectionObserver: FakeIntersectionObserver });
});

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'IntersectionObserver');
  watching.clear();
});

const tile = (name: string) => screen.findByTestId(`dora-tile-${name}`);

/** A backend of a place where things went wrong. */
function eventful() {
  const api = mockDoraApi();
  api.getTimeline.mockResolvedValue(timelineResult());
  return api;
}

describe('EntityDora', () => {
  it('shows a tile per metric with value, tier, sample and change', async () => {
    renderPage(page, { api: mockDoraApi() });
    const frequency = within(await tile('deploymentFrequency'));
    expect(frequency.getByTestId('value')).toHaveTextContent('3.5 / week');
    expect(frequency.getByText('High')).toBeInTheDocument();
    expect(frequency.getByText(/from 45 releases/)).toBeInTheDocument();
    expect(
      frequency.getByText(/Better than the 90 days before/),
    ).toBeInTheDocument();
    const restore = within(await tile('timeToRestore'));
    expect(restore.getByTestId('status')).toHaveTextContent('None');
    expect(restore.getByText('No incident in this window.')).toBeVisible();
  });

  it('asks for the definitions, then for four things, each once, and the same window of all; then what is set aside', async () => {
    const api = mockDoraApi();
    renderPage(page, { api, at: '/?from=2026-01-01&to=2026-04-01' });
    await tile('leadTime');
    await screen.findByTestId('dora-chart-leadTime');
    await waitFor(() => expect(api.getCoverage).toHaveBeenCalled());
    const { getCoverage, getDefinitions, ...others } = api;
    expect(getDefinitions).toHaveBeenCalledTimes(1);
    expect(getCoverage.mock.calls).toEqual([
      [{ entityRef: ENTITY, wait: 1 }, expect.anything()],
    ]);
    const calls = Object.values<{ mock: { calls: unknown[][] } }>(
      others,
    ).flatMap(({ mock }) => mock.calls);
    expect(calls).toHaveLength(4);
    for (const [query] of calls) {
      expect(query).toMatchObject({
        from: '2026-01-01',
        to: '2026-04-01',
        wait: 1,
      });
    }
    expect(api.compare).toHaveBeenCalledWith(
      expect.objectContaining({ level: 'component', under: ENTITY }),
      expect.anything(),
    );
  });

  it('writes the window that one picks into the URL, and cancels what is under way', async () => {
    const signals: AbortSignal[] = [];
    const api = mockDoraApi({
      getMetrics: jest.fn((_, options) => {
        signals.push(options!.signal!);
        return new Promise<never>(() => {});
      }),
    });
    const { container } = renderPage(page, { api });
    await userEvent.click(
      await screen.findByRole('button', { name: '30 days' }),
    );
    expect(currentSearch(container).get('window')).toBe('30d');
    await waitFor(() => expect(signals).toHaveLength(2));
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    const [[before], [after]] = api.getMetrics.mock.calls;
    expect(after!.to).toBe(before!.to);
    expect(after!.from! > before!.from!).toBe(true);
  });

  it('says that a request failed, and tries again when told to', async () => {
    const api = mockDoraApi();
    api.getMetrics.mockRejectedValueOnce(new Error('Connection refused'));
    renderPage(page, { api });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The metrics could not be loaded.');
    expect(api.getMetrics).toHaveBeenCalledTimes(1);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await tile('leadTime');
    expect(api.getMetrics).toHaveBeenCalledTimes(2);
  });

  it('tells how to connect what is missing', async () => {
    const api = mockDoraApi({
      getMetrics: jest.fn(async () =>
        metricsResult({ metrics: unconnected() }),
      ),
    });
    renderPage(page, { api });
    const frequency = within(await tile('deploymentFrequency'));
    expect(frequency.getByTestId('status')).toHaveTextContent('Not connected');
    await userEvent.click(
      frequency.getByRole('button', { name: 'How to connect' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('http://localhost:7007/api/dora/ingest');
    expect(dialog).toHaveTextContent('"entityRef": "system:default/cart"');
    // Where the docs are is the app's to say; without that, the file is named.
    expect(dialog).toHaveTextContent('docs/send-facts.md#deployment');
  });

  it('says how many facts are pending, and gets them by itself without losing what is there', async () => {
    const api = mockDoraApi();
    let answer: (result: ReturnType<typeof metricsResult>) => void = () => {};
    api.getMetrics
      .mockResolvedValueOnce(metricsResult({ pending: 1240 }))
      .mockReturnValueOnce(
        new Promise(resolve => {
          answer = resolve;
        }),
      );
    renderPage(page, { api });
    const shown = await tile('deploymentFrequency');
    const note = screen.getByTestId('dora-pending');
    expect(note).toHaveAttribute('role', 'status');
    expect(note).toHaveTextContent(
      'Updating: 1,240 facts are still being processed',
    );
    expect(await axe(note)).toHaveNoViolations();
    const chart = within(await screen.findByTestId('dora-chart-leadTime'));
    const button = chart.getByRole('button', { name: 'Table' });
    act(() => button.focus());
    await waitFor(() => expect(api.getMetrics).toHaveBeenCalledTimes(2));
    expect(shown).toHaveTextContent('3.5 / week');
    const { metrics } = metricsResult();
    metrics.deploymentFrequency.value = 1;
    await act(async () => answer(metricsResult({ metrics })));
    await waitFor(() => expect(shown).toHaveTextContent('1 / day'));
    expect(note).toBeEmptyDOMElement();
    expect(shown).toBeInTheDocument();
    expect(button).toHaveFocus();
    // Nothing else lacked any.
    expect(api.getSeries).toHaveBeenCalledTimes(1);
  });

  it('says which of its components are set aside', async () => {
    const api = mockDoraApi();
    const coverage = await api.getCoverage();
    api.getCoverage.mockResolvedValue({
      ...coverage,
      setAside: Array.from({ length: 7 }, (_, index) => ({
        entityRef: `component:default/cart-${index}`,
        error: 'TypeError',
        since: '2026-03-05T10:00:00.000Z',
        nextTryAt: '2026-03-06T10:00:00.000Z',
      })),
    });
    renderPage(page, { api });
    const note = await screen.findByTestId('dora-set-aside');
    expect(note).toHaveTextContent(/7 components are set aside.*cart-4.*and 2/);
    expect(within(note).getAllByRole('link')).toHaveLength(5);
  });

  it('labels sample data', async () => {
    const api = mockDoraApi({
      getMetrics: jest.fn(async () => metricsResult({ sampleData: true })),
    });
    renderPage(page, { api });
    expect(await screen.findByTestId('dora-sample-data')).toHaveTextContent(
      'sample data',
    );
  });

  it('draws a trend per metric, and gives its numbers as a table', async () => {
    renderPage(page, { api: mockDoraApi() });
    const chart = within(
      await screen.findByTestId('dora-chart-deploymentFrequency'),
    );
    await userEvent.click(chart.getByRole('button', { name: 'Table' }));
    const [, first, second] = chart.getAllByRole('row');
    expect(
      within(first)
        .getAllByRole('cell')
        .map(cell => cell.textContent),
    ).toEqual([expect.stringMatching(/Jan 5/), '7', '5', '1', '1', '1']);
    expect(second).toHaveTextContent('0');
    const empty = within(screen.getByTestId('dora-chart-batchSize'));
    expect(empty.getByText('Nothing to draw in this window.')).toBeVisible();
  });

  it('opens what is behind a bucket', async () => {
    const api = mockDoraApi();
    const { container } = renderPage(page, { api });
    const chart = within(await screen.findByTestId('dora-chart-leadTime'));
    await userEvent.click(chart.getByRole('button', { name: 'Table' }));
    await userEvent.click(chart.getByRole('button', { name: /Jan 5/ }));
    expect(Object.fromEntries(currentSearch(container))).toEqual({
      evidence: 'changes',
      only: 'counted',
      in: '2026-01-05..2026-01-12',
    });
    await waitFor(() =>
      expect(api.getChanges).toHaveBeenCalledWith(
        expect.objectContaining({ from: '2026-01-05', to: '2026-01-12' }),
        expect.anything(),
      ),
    );
  });

  it('is read and opened bucket by bucket with the keyboard', async () => {
    const { container } = renderPage(page, { api: mockDoraApi() });
    const plot = within(
      await screen.findByTestId('dora-chart-changeFailureRate'),
    ).getByRole('slider', { name: /Change failure rate over time/ });
    plot.focus();
    expect(plot).toHaveAttribute(
      'aria-valuetext',
      expect.stringMatching(/Jan 12\s–\s18, 2026, No value, 0 releases/),
    );
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    expect(plot).toHaveAttribute(
      'aria-valuetext',
      expect.stringMatching(/Jan 5\s–\s11, 2026, Value: 14.3.%/),
    );
    await userEvent.keyboard('{Enter}');
    expect(currentSearch(container).get('in')).toBe('2026-01-05..2026-01-12');
  });

  it('zooms into the buckets that one sweeps over', async () => {
    const { container } = renderPage(page, { api: mockDoraApi() });
    const plot = within(
      await screen.findByTestId('dora-chart-leadTime'),
    ).getByRole('slider');
    fireEvent.pointerDown(plot, { clientX: 10, button: 0 });
    fireEvent.pointerMove(plot, { clientX: 300 });
    fireEvent.pointerUp(plot);
    expect(Object.fromEntries(currentSearch(container))).toEqual({
      from: '2026-01-05',
      to: '2026-01-19',
    });
  });

  it('compares what was before a day with what came after', async () => {
    const api = mockDoraApi();
    renderPage(page, {
      api,
      at: '/?from=2026-01-01&to=2026-04-01&split=2026-02-01',
    });
    const sides = within(
      await screen.findByRole('table', { name: 'Before and after' }),
    );
    expect(sides.getByText('Lead time for changes')).toBeVisible();
    expect(sides.getAllByText('No clear change').length).toBeGreaterThan(0);
    expect(
      sides.getAllByText('Too little data to tell').length,
    ).toBeGreaterThan(0);
    const windows = api.getMetrics.mock.calls.map(([query]) => [
      query?.from,
      query?.to,
    ]);
    expect(windows).toEqual(
      expect.arrayContaining([
        ['2026-01-01', '2026-02-01'],
        ['2026-02-01', '2026-04-01'],
      ]),
    );
  });

  it('explains how it is measured, when asked', async () => {
    const api = mockDoraApi();
    renderPage(page, { api });
    await tile('leadTime');
    await userEvent.click(
      screen.getByRole('button', { name: 'How this is measured' }),
    );
    expect(
      await screen.findByText('An incident within 48 h fails the release.'),
    ).toBeVisible();
    expect(screen.getByText('dora.rules.incidentWindow')).toBeVisible();
    expect(screen.getByText('< 1 d')).toBeVisible();
  });

  it('opens a failed release or an incident from its chart', async () => {
    const { container } = renderPage(page, { api: eventful() });
    const chart = await screen.findByTestId('dora-chart-recoveryTime');
    // 10:00 on the first of 14 days, where open ones stand at the top edge.
    const width = within(chart).getByRole('slider').getAttribute('width');
    const place = { clientX: (Number(width) * 34) / (14 * 24), clientY: 8 };
    fireEvent.pointerDown(within(chart).getByRole('slider'), {
      ...place,
      button: 0,
    });
    fireEvent.pointerUp(within(chart).getByRole('slider'), place);
    expect(Object.fromEntries(currentSearch(container))).toEqual({
      evidence: 'releases',
      release: 'component:default/cart-api',
      at: '2026-01-06T10:00:00.000Z',
    });
  });

  it('lists single cases, incidents and signals in the table of a chart', async () => {
    const api = eventful();
    const { container } = renderPage(page, { api });
    const chart = within(await screen.findByTestId('dora-chart-timeToRestore'));
    await userEvent.click(chart.getByRole('button', { name: 'Table' }));
    const [, first] = chart.getAllByRole('row');
    expect(first).toHaveTextContent('Feature flag switched off: OPS-7');
    expect(first).toHaveTextContent('Note: Late on Sunday');
    await userEvent.click(
      chart.getByRole('button', { name: /Checkout is down/ }),
    );
    expect(Object.fromEntries(currentSearch(container))).toEqual({
      evidence: 'incidents',
      evidenceFilter: 'INC-42',
      in: '2026-01-05..2026-01-06',
    });
  });

  it('says of a bucket what happened in it, and how many are still open', async () => {
    renderPage(page, { api: eventful() });
    const plot = within(
      await screen.findByTestId('dora-chart-recoveryTime'),
    ).getByRole('slider');
    plot.focus();
    await userEvent.keyboard('{ArrowLeft}');
    expect(plot).toHaveAttribute(
      'aria-valuetext',
      expect.stringMatching(/1 still open, Incident: Checkout is down/),
    );
  });

  it('says where there is more than it draws', async () => {
    const { signals } = timelineResult();
    const api = eventful();
    api.getTimeline.mockResolvedValue(
      timelineResult({ signals: { ...signals, totalItems: 812 } }),
    );
    renderPage(page, { api });
    expect(
      await screen.findByText('Of 812 signals the newest 3 are drawn.'),
    ).toBeVisible();
  });

  it('compares the workspaces once one scrolls there', async () => {
    const api = mockDoraApi();
    api.getWorkspaces.mockResolvedValue({
      entityRef: ENTITY,
      pending: 0,
      window: WINDOW,
      items: [
        workspaceItem(),
        workspaceItem({
          workspace: 'us',
          releases: 18,
          deploymentFrequency: 0.2,
          lag: { value: 100_800, p90: 200_000, ci: null, sample: 17 },
        }),
      ],
    });
    renderPage(page, { api });
    await tile('leadTime');
    expect(api.getWorkspaces).not.toHaveBeenCalled();
    await scrollDown();
    const part = within(screen.getByTestId('dora-workspaces'));
    expect(
      await part.findByText(/eu gets the most releases \(45 releases\), us/),
    ).toHaveTextContent('us gets them the latest, 1 d 4 h after');
    const names = () =>
      part
        .getAllByTestId('dora-workspace-row')
        .map(row => within(row).getByRole('rowheader').firstChild?.textContent);
    expect(names()).toEqual(['eu', 'us']);
    await userEvent.click(
      part.getByRole('button', { name: 'After the first workspace' }),
    );
    expect(names()).toEqual(['us', 'eu']);
    expect(api.getWorkspaces).toHaveBeenCalledTimes(1);
  });

  it('says what a single workspace, or none, means', async () => {
    const api = mockDoraApi();
    renderPage(page, { api });
    await scrollDown();
    expect(
      await screen.findByText(/No release has gone anywhere yet/),
    ).toBeVisible();
  });

  it('has no barrier that axe finds', async () => {
    const { container } = renderPage(page, { api: mockDoraApi() });
    await screen.findByTestId('dora-chart-leadTime');
    await screen.findByTestId('dora-compare-row');
    expect(await axe(container)).toHaveNoViolations();
  });

  it('has no barrier in its marks and workspaces either', async () => {
    const api = eventful();
    api.getWorkspaces.mockResolvedValue({
      entityRef: ENTITY,
      pending: 0,
      window: WINDOW,
      items: [workspaceItem(), workspaceItem({ workspace: 'us' })],
    });
    renderPage(page, { api });
    const drawn = await screen.findByTestId('dora-chart-recoveryTime');
    const table = screen.getByTestId('dora-chart-timeToRestore');
    await userEvent.click(within(table).getByRole('button', { name: 'Table' }));
    await scrollDown();
    await screen.findAllByTestId('dora-workspace-row');
    const workspaces = screen.getByTestId('dora-workspaces');
    for (const part of [drawn, table, workspaces]) {
      expect(await axe(part)).toHaveNoViolations();
    }
  });
});
