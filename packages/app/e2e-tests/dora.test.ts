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

import { expect, Page, test } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { doraApi, Organisation, readOrganisation } from './doraApi';
import { complaintsOf } from './complaints';

let organisation: Organisation;

test.beforeAll(async () => {
  // The sample organisation may still be on its way in.
  test.setTimeout(240_000);
  organisation = await readOrganisation();
});

/** Where the DORA tab of an entity is. */
function tabOf(entityRef: string, search = ''): string {
  const [, kind, namespace, name] = entityRef.match(/^(.+):(.+)\/(.+)$/)!;
  return `/catalog/${namespace}/${kind}/${name}/dora${search}`;
}

const tile = (page: Page, metric: string) =>
  page.getByTestId(`dora-tile-${metric}`);

/** As the tiles round it. */
const percent = (ratio: number) => `${Math.round(ratio * 1000) / 10}\u00a0%`;

test.describe('the DORA pages', () => {
  test('lead from the organisation to a change and an incident of a release', async ({
    page,
  }) => {
    const { product, component, release } = organisation;
    const complaints = complaintsOf(page);

    await page.goto('/dora?window=365d');
    await page.getByRole('searchbox').fill(product.title);
    const productRow = page.locator(`[data-entity-ref="${product.entityRef}"]`);
    await productRow
      .getByRole('link', { name: product.title, exact: true })
      .click();
    await expect(page).toHaveURL(/under=/);

    await page
      .locator(`[data-entity-ref="${component.entityRef}"]`)
      .getByRole('link', { name: component.title, exact: true })
      .click();
    await expect(page).toHaveURL(
      new RegExp(`${tabOf(component.entityRef)}\\?window=365d`),
    );

    await tile(page, 'changeFailureRate')
      .getByRole('button', { name: /show the list/ })
      .click();
    // The page words durations by itself, so sentences of the API are not on it.
    const [incident] = release.incidents;
    const failed = page
      .getByRole('dialog')
      .getByRole('listitem')
      .filter({
        hasText: `${component.entityRef.split('/')[1]} ${release.version}`,
      })
      .first();
    await expect(failed).toContainText(
      new RegExp(`Failed.*(incident|flag rollback) ${incident.id}\\b`, 'i'),
    );

    await page.goto(
      tabOf(
        component.entityRef,
        `?window=365d&release=${component.entityRef}&at=${release.time}`,
      ),
    );
    const detail = page.getByTestId('dora-release-detail');
    await expect(detail).toContainText(release.version!);
    for (const { workspace } of release.rollouts) {
      await expect(
        detail.getByRole('cell', { name: workspace, exact: true }).first(),
      ).toBeVisible();
    }
    const [change] = release.changes;
    await expect(
      detail
        .getByTestId('dora-change')
        .filter({ hasText: change.title || change.id })
        .first(),
    ).toBeVisible();
    await expect(
      detail
        .getByTestId('dora-incident')
        .filter({ hasText: incident.title || incident.id })
        .first(),
    ).toBeVisible();
    expect(complaints).toEqual([]);
  });

  test('show the numbers of the API', async ({ page }) => {
    const { product } = organisation;
    const { metrics } = await doraApi.getMetrics({
      entityRef: product.entityRef,
      ...(await windowOf(page, tabOf(product.entityRef))),
    });

    const { value, sample } = metrics.changeFailureRate;
    await expect(
      tile(page, 'changeFailureRate').getByTestId('value'),
    ).toHaveText(percent(value!));
    for (const metric of [
      'deploymentFrequency',
      'changeFailureRate',
      'reworkRate',
    ]) {
      await expect(tile(page, metric)).toContainText(
        `from ${sample.toLocaleString('en-US')} releases`,
      );
    }
    await expect(tile(page, 'leadTime')).toContainText(
      `from ${metrics.leadTime.sample.toLocaleString('en-US')} changes`,
    );
    await expect(tile(page, 'reworkRate').getByTestId('value')).toHaveText(
      percent(metrics.reworkRate.value!),
    );

    // The list behind the tile holds as many as the tile says.
    await tile(page, 'changeFailureRate')
      .getByRole('button', { name: /show the list/ })
      .click();
    await expect(page.getByRole('dialog')).toContainText(
      `of ${metrics.changeFailureRate.failed?.toLocaleString('en-US')}`,
    );
  });

  test('rate nothing by what is not known', async ({ page }) => {
    const { items } = await doraApi.compare({ level: 'product' });
    const blind = items.find(
      ({ metrics }) => metrics.changeFailureRate.state === 'partial',
    )!;
    await page.goto(tabOf(blind.entityRef));
    const rate = tile(page, 'changeFailureRate');
    await expect(rate).toContainText(
      'No incident source is connected: only rollbacks and hotfixes are counted.',
    );
    await expect(rate).not.toContainText(/Elite|High|Medium|Low/);

    await page.goto('/dora?level=domain');
    await expect(tile(page, 'leadTime')).toContainText('Products: median');
    await expect(page.getByTestId('dora-compare-row').first()).toContainText(
      'products: ',
    );
    await expect(page.getByText(/^(Elite|High|Medium|Low)$/)).toHaveCount(0);
  });

  test('keep the window in the address', async ({ page }) => {
    await page.goto(tabOf(organisation.product.entityRef));
    await page.getByRole('button', { name: '30 days' }).click();
    await expect(page).toHaveURL(/window=30d/);
    const sample = tile(page, 'deploymentFrequency').getByText(/^from /);
    const text = await sample.textContent();

    await page.reload();
    await expect(page.getByRole('button', { name: '30 days' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await expect(sample).toHaveText(text!);

    await page.getByLabel('From').fill('2026-01-01');
    await expect(page).toHaveURL(/from=2026-01-01/);
    await page.goBack();
    await expect(page).toHaveURL(/window=30d/);
  });

  test('zoom into what one sweeps over', async ({ page }) => {
    await page.goto(tabOf(organisation.product.entityRef));
    const plot = page
      .getByTestId('dora-chart-deploymentFrequency')
      .getByRole('slider');
    await plot.scrollIntoViewIfNeeded();
    const box = (await plot.boundingBox())!;
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.4, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, y, { steps: 4 });
    await page.mouse.move(box.x + box.width * 0.7, y, { steps: 4 });
    await page.mouse.up();
    await expect(page).toHaveURL(/from=\d{4}-\d{2}-\d{2}&to=/);
  });

  test('say that the backend does not answer, and try again', async ({
    page,
  }) => {
    await page.route('**/api/dora/**', route => route.abort());
    await page.goto('/dora');
    const retry = page.getByRole('button', { name: 'Try again' });
    await expect(retry).toBeVisible();
    await page.unroute('**/api/dora/**');
    await retry.click();
    await expect(tile(page, 'leadTime')).toBeVisible();
    await expect(page.getByTestId('dora-compare-row').first()).toBeVisible();
  });

  test('say what is missing where nothing has arrived', async ({ page }) => {
    const complaints = complaintsOf(page);
    await page.goto(tabOf(organisation.silent.entityRef));
    const frequency = tile(page, 'deploymentFrequency');
    await expect(frequency.getByTestId('status')).toHaveText('Not connected');
    await frequency.getByRole('button', { name: 'How to connect' }).click();
    await expect(page.getByRole('dialog')).toContainText('/api/dora/ingest');
    expect(complaints).toEqual([]);
  });

  for (const { name, path, theme } of [
    { name: 'organisation page', theme: 'light', path: () => '/dora' },
    { name: 'organisation page', theme: 'dark', path: () => '/dora' },
    {
      name: 'coverage',
      theme: 'light',
      path: () => '/dora?view=coverage',
    },
    {
      name: 'tab',
      theme: 'light',
      path: () => tabOf(organisation.product.entityRef),
    },
    {
      name: 'tab',
      theme: 'dark',
      path: () => tabOf(organisation.product.entityRef),
    },
    {
      name: 'release',
      theme: 'light',
      path: () =>
        tabOf(
          organisation.product.entityRef,
          `?release=${organisation.release.entityRef}&at=${organisation.release.time}`,
        ),
    },
  ]) {
    test(`have no barrier that axe finds: ${name}, ${theme}`, async ({
      page,
    }) => {
      const complaints = complaintsOf(page);
      await page.addInitScript(
        value => localStorage.setItem('theme', value),
        theme,
      );
      await page.goto(path());
      await expect(
        page
          .locator(
            '[data-testid=dora-compare-row], [data-testid=dora-coverage], [data-testid=dora-change]',
          )
          .first(),
      ).toBeVisible();
      // What is around the page is the host's.
      const { violations } = await new AxeBuilder({ page })
        .include(
          name === 'release' ? '[role=dialog]' : '[data-testid=dora-page]',
        )
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
        .analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual(
        [],
      );
      expect(complaints).toEqual([]);
    });
  }
});

/** Opens a page; the window that it asked the API for. */
async function windowOf(
  page: Page,
  path: string,
): Promise<{ from: string; to: string }> {
  const request = page.waitForRequest(/\/api\/dora\/metrics/);
  await page.goto(path);
  const { searchParams } = new URL((await request).url());
  return { from: searchParams.get('from')!, to: searchParams.get('to')! };
}
