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

import { chromium } from '@playwright/test';
import { repeat } from './measure.mjs';

const RUNS = 5;

/**
 * How long the organisation page takes from the address until its rows and their
 * values are there, in a browser that has the scripts in its cache, and in one
 * that sees the page for the first time.
 */
export async function measurePage({ url }, { products }) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const open = async context => {
    const page = await context.newPage();
    await page.goto(`${url}/dora`, { waitUntil: 'commit' });
    await page.locator('[data-entity-ref]').first().waitFor();
    await page.close();
  };
  try {
    const known = await browser.newContext();
    return {
      products,
      first: await repeat(RUNS, async () => {
        const context = await browser.newContext();
        await open(context);
        await context.close();
      }),
      again: await repeat(RUNS, () => open(known)),
    };
  } finally {
    await browser.close();
  }
}
