import { expect, test } from '@playwright/test';

test('a first-time visitor is signed in and sees the catalog', async ({
  page,
}) => {
  await page.goto('/');

  await expect(
    page
      .getByRole('navigation')
      .getByRole('link', { name: 'Catalog', exact: true }),
  ).toBeVisible();
  await expect(page).toHaveURL(/\/catalog/);
});
