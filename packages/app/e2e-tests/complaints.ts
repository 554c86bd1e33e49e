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

import type { Page } from '@playwright/test';

/** Warnings of Backstage itself, Material-UI v4 and React Router on every page. */
const OF_THE_HOST = [
  'findDOMNode is deprecated',
  'registered as IconComponent, which is deprecated',
  'React Router Future Flag Warning',
  '[webpack-dev-server]',
  '[HMR]',
  // The notifications' socket, when the page is left before it is open.
  '/api/signals',
];

/** Collects the errors and warnings in the console of a page. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', message => {
    const text = message.text();
    if (
      ['error', 'warning'].includes(message.type()) &&
      !OF_THE_HOST.some(known => text.includes(known))
    ) {
      complaints.push(text);
    }
  });
  page.on('pageerror', error => complaints.push(String(error)));
  return complaints;
}
