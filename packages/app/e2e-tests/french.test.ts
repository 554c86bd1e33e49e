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

import { expect, Locator, test } from '@playwright/test';
import { complaintsOf } from './complaints';
import { Organisation, readOrganisation } from './doraApi';

let organisation: Organisation;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  organisation = await readOrganisation();
});

test.beforeEach(({ page }) =>
  page.addInitScript(() => localStorage.setItem('language', 'fr')),
);

/** Words that no French page has, unless somebody forgot to translate them. */
const ENGLISH =
  /\b(Deployment|Lead time|failed|release(s|d)?|changes|the|was|not|with|days?|week|Unknown)\b/;

async function expectFrench(part: Locator) {
  // There once the number is, with all that is said of it.
  await expect(part.getByText(/^Voir les /)).toBeVisible();
  const text = await part.innerText();
  // The shortest tile says more than that, whichever product the sample has it for.
  expect(text.length).toBeGreaterThan(100);
  expect(text.match(ENGLISH)?.[0]).toBeUndefined();
}

const tabOf = (entityRef: string, search: string) => {
  const [, kind, namespace, name] = entityRef.match(/^(.+):(.+)\/(.+)$/)!;
  return `/catalog/${namespace}/${kind}/${name}/dora${search}`;
};

test('the pages speak French, numbers and all', async ({ page }) => {
  const complaints = complaintsOf(page);
  const { product, release } = organisation;

  await page.goto('/dora');
  await expect(page.getByTestId('dora-tile-deploymentFrequency')).toContainText(
    'Fréquence de déploiement',
  );
  await expect(page.getByTestId('dora-compare-row').first()).toBeVisible();
  await expectFrench(page.getByTestId('dora-tile-leadTime'));

  await page.goto(tabOf(product.entityRef, '?window=365d'));
  const rate = page.getByTestId('dora-tile-changeFailureRate');
  await expect(rate).toContainText(/\d+,\d\s%/);
  await expectFrench(rate);

  await page.goto(
    tabOf(
      release.entityRef,
      `?window=365d&release=${release.entityRef}&at=${release.time}`,
    ),
  );
  const detail = page.getByTestId('dora-release-detail');
  await expect(detail).toContainText(release.version!);
  // The reasons of the API are sentences in English; the page has its own.
  await expect(detail).not.toContainText(release.reasons[0].sentence);
  expect(complaints).toEqual([]);
});
