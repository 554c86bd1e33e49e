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
import type {
  CompareItem,
  CompareResult,
} from '@backstage-dora/plugin-dora-common';
import { complaintsOf } from './complaints';
import { doraApi, readOrganisation } from './doraApi';

const PRODUCTS = 1000;

/**
 * Answers comparisons as a backend with 1,000 products does, made of one of the
 * sample organisation; `npm run bench` has a real one.
 *
 * @returns the queries that were asked
 */
async function answerComparisons(page: Page, product: CompareItem) {
  const products = Array.from({ length: PRODUCTS }, (_, index) => ({
    ...product,
    entityRef: `system:default/product-${index}`,
    title: `Product ${String(index).padStart(4, '0')}`,
  }));
  const { window, facets } = await doraApi.compare({ limit: '1' });
  const asked: string[] = [];
  await page.route('**/api/dora/compare?*', route => {
    const query = new URL(route.request().url()).searchParams;
    asked.push(query.toString());
    const filter = query.get('filter')?.toLowerCase() ?? '';
    const found = products.filter(({ title }) =>
      title.toLowerCase().includes(filter),
    );
    if (query.get('order') === 'desc') {
      found.reverse();
    }
    const offset = Number(query.get('offset') ?? 0);
    const limit = Number(query.get('limit') ?? 50);
    const result: CompareResult = {
      window,
      facets,
      totalItems: found.length,
      items: found.slice(offset, offset + limit),
    };
    return route.fulfill({ json: result });
  });
  return asked;
}

test('a thousand products are paged, searched and compared', async ({
  page,
}) => {
  test.setTimeout(360_000);
  const { product } = await readOrganisation();
  const complaints = complaintsOf(page);
  const asked = await answerComparisons(page, product);
  const rows = page.getByTestId('dora-compare-row');
  const pager = page.getByText(/of 1,000$/);

  await page.goto('/dora');
  await expect(rows.first()).toContainText('Product 0000');
  await expect(pager).toBeVisible();
  const pageSize = await rows.count();
  expect(asked).toHaveLength(1);

  await page.getByRole('button', { name: 'Next page' }).click();
  await expect(rows.first()).toContainText(
    `Product ${String(pageSize).padStart(4, '0')}`,
  );
  expect(asked).toHaveLength(2);

  await page.getByRole('searchbox').pressSequentially('product 09', {
    delay: 30,
  });
  await expect(rows.first()).toContainText('Product 0900');
  await expect(page.getByText(/of 100$/)).toBeVisible();
  // Not one for every letter.
  expect(asked.length).toBeLessThan(6);

  // A link shows the same.
  await page.reload();
  await expect(rows.first()).toContainText('Product 0900');
  await expect(page.getByRole('searchbox')).toHaveValue('product 09');

  await page.goto('/dora?view=picture');
  await expect(
    page.getByRole('heading', { name: 'Throughput and stability' }),
  ).toBeVisible();
  expect(complaints).toEqual([]);
});
