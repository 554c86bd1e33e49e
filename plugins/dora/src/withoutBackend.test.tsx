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

import { screen } from '@testing-library/react';
import { DoraClient } from '@backstage-dora/plugin-dora-common';
import { renderPage } from './__testUtils__/renderPage';
import { EntityDora } from './entity/EntityDora';
import { OrganisationDora } from './organisation/OrganisationDora';

const apiAnswering = (answer: () => Promise<Response>) =>
  new DoraClient({
    discoveryApi: { getBaseUrl: async id => `http://backstage.test/api/${id}` },
    fetchApi: { fetch: answer },
  });

const PAGES = [
  ['the tab', <EntityDora entityRef="component:default/a" title="a" />],
  ['the organisation page', <OrganisationDora />],
] as const;

const ANSWERS = [
  [
    'Backstage does not know the plugin',
    async () => new Response(null, { status: 404 }),
    'The DORA backend plugin cannot be reached: this Backstage has none (404).',
  ],
  [
    'the network does not answer',
    async () => Promise.reject(new TypeError('Failed to fetch')),
    'The DORA backend plugin cannot be reached: there was no answer from the network.',
  ],
  [
    'something else answers',
    async () => new Response('<!DOCTYPE html>'),
    'The DORA backend plugin cannot be reached: something else answered in its place.',
  ],
] as const;

describe.each(PAGES)('without the backend plugin, %s', (_name, page) => {
  it.each(ANSWERS)('says so when %s', async (_case, answer, text) => {
    renderPage(page, { api: apiAnswering(answer) });
    expect(await screen.findByRole('alert')).toHaveTextContent(text);
    expect(screen.getByText('docs/install.md')).toBeVisible();
  });

  it('shows an answer of the backend plugin as its own', async () => {
    const error = { name: 'NotFoundError', message: 'No such component' };
    renderPage(page, {
      api: apiAnswering(async () =>
        Response.json(
          { error, response: { statusCode: 404 } },
          { status: 404 },
        ),
      ),
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The definitions could not be loaded.',
    );
    expect(screen.queryByText('docs/install.md')).not.toBeInTheDocument();
  });
});
