/*
 * Takes the pictures of docs/images from a running app with the sample
 * organisation: `npm start` in one terminal, `npm run screenshots` in another.
 * BASE_URL says where the app is, CHROMIUM_PATH which browser to use.
 */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { findChromium } from './chromium.mjs';

const base = process.env.BASE_URL ?? 'http://localhost:3000';
const images = fileURLToPath(new URL('../docs/images/', import.meta.url));

const openReleases = async page => {
  await page.getByText('Show releases').first().click();
  await page.waitForTimeout(2000);
};

const pages = [
  { name: 'organisation', path: '/dora' },
  { name: 'pictures', path: '/dora?view=picture' },
  { name: 'coverage', path: '/dora?view=coverage' },
  { name: 'product', path: '/catalog/sample/system/order-management/dora' },
  { name: 'component', path: '/catalog/sample/component/checkout-web/dora' },
  {
    name: 'evidence',
    path: '/catalog/sample/component/checkout-web/dora',
    act: openReleases,
  },
];

await mkdir(images, { recursive: true });
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--no-sandbox'],
});
for (const theme of ['light', 'dark']) {
  const context = await browser.newContext({
    viewport: { width: 1360, height: 1000 },
    reducedMotion: 'reduce',
  });
  await context.addInitScript(
    name => window.localStorage.setItem('theme', name),
    theme,
  );
  const page = await context.newPage();
  for (const { name, path, act } of pages) {
    await page.goto(base + path);
    await page.waitForLoadState('networkidle').catch(() => undefined);
    await page.waitForTimeout(4000);
    await act?.(page);
    await page.screenshot({ path: `${images}${name}-${theme}.png` });
  }
  await context.close();
}
await browser.close();
