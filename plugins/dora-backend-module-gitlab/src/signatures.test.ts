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

import { BackendFeature } from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';
import eventsPlugin from '@backstage/plugin-events-backend';
import { ReleasesResult } from '@backstage-dora/plugin-dora-common';
import { dirname, join } from 'node:path';
import { component } from './__testUtils__/component';
import { FakeGitLab } from './__testUtils__/FakeGitLab';
import { FakeProject } from './__testUtils__/FakeProject';
import { Installation } from './__testUtils__/Installation';
import { eventPayload } from './__testUtils__/payloads';
import { World } from './__testUtils__/World';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const REF = 'component:default/cart';
const SECRET = 'known-to-GitLab-and-to-Backstage';

/** All that the package consists of; it loads them itself in a way that Jest does not know. */
const eventsModuleGitlab = [
  'eventsModuleGitlabEventRouter',
  'eventsModuleGitlabWebhook',
].map(
  (name): BackendFeature =>
    jest.requireActual(
      join(
        dirname(
          require.resolve(
            '@backstage/plugin-events-backend-module-gitlab/package.json',
          ),
        ),
        `dist/service/${name}.cjs.js`,
      ),
    ).default,
);

/** What a webhook is sent, with the parts that GitLab documents for each kind. */
const NEWS: Array<[string, Record<string, unknown>]> = [
  [
    'deployment',
    {
      status: 'success',
      status_changed_at: '2026-04-28 21:50:00 +0200',
      deployment_id: 15,
      deployable_id: 796,
      environment: 'production',
      environment_tier: 'production',
      short_sha: '279484c0',
    },
  ],
  [
    'merge_request',
    {
      event_type: 'merge_request',
      object_attributes: { iid: 1, state: 'merged', action: 'merge' },
    },
  ],
  [
    'issue',
    {
      event_type: 'incident',
      object_attributes: { iid: 23, state: 'opened', action: 'open' },
    },
  ],
  ['release', { action: 'create', tag: 'v1.1', name: 'New' }],
  ['tag_push', { event_name: 'tag_push', ref: 'refs/tags/v1.1' }],
  [
    'pipeline',
    { object_attributes: { id: 31, ref: 'main', status: 'success' } },
  ],
  ['build', { build_id: 1977, build_name: 'deploy', build_status: 'success' }],
];

describe('webhooks of GitLab, with the module of Backstage that checks their tokens', () => {
  let gitlab: FakeGitLab;
  let project: FakeProject;
  let world: World;
  let installation: Installation;

  beforeEach(async () => {
    gitlab = await FakeGitLab.start();
    project = gitlab.add('acme/shop/cart');
    world = new World(project, REF, Date.now() - 3_600_000, 60_000);
  });

  afterEach(async () => {
    await installation.stop();
    await gitlab.stop();
  });

  /** Has read what there is, and does not look again of itself. */
  async function start(webhookSecret?: string) {
    installation = await Installation.start({
      knex: await databases.init('SQLITE_3'),
      gitlab,
      entities: [component('cart')],
      dora: { gitlab: { interval: { days: 30 } } },
      events: {
        features: [eventsPlugin, ...eventsModuleGitlab],
        config: webhookSecret ? { modules: { gitlab: { webhookSecret } } } : {},
      },
    });
    await installation.run();
  }

  const payloadOf = ([kind, parts]: (typeof NEWS)[number]) =>
    eventPayload(kind, project, gitlab.host, parts);

  /** How often GitLab has been asked for something. */
  const asked = () => gitlab.requests.length + gitlab.unchanged.length;

  it('bring within one look what has happened', async () => {
    await start(SECRET);
    world.change('squash');
    world.deploy();
    await installation.run();
    const releases = async () => {
      const { totalItems } = await installation.get<ReleasesResult>(
        `/releases?entityRef=${REF}`,
      );
      return totalItems;
    };
    expect(await releases()).toBe(0);

    const headers = { 'x-gitlab-token': SECRET };
    expect(await installation.receive(payloadOf(NEWS[0]), headers)).toBe(202);
    await installation.run();
    expect(await releases()).toBe(1);
  });

  it('have the project looked at whatever kind of news it is', async () => {
    await start(SECRET);
    for (const news of NEWS) {
      const before = asked();
      const status = await installation.receive(payloadOf(news), {
        'x-gitlab-token': SECRET,
      });
      await installation.run();
      expect({ kind: news[0], status, looked: asked() > before }).toEqual({
        kind: news[0],
        status: 202,
        looked: true,
      });
    }
  });

  it.each<[string, Record<string, string>]>([
    ['without a token', {}],
    ['with another token', { 'x-gitlab-token': 'guessed' }],
    ['with a part of the token', { 'x-gitlab-token': SECRET.slice(0, -1) }],
    [
      'with the token in other letters',
      { 'x-gitlab-token': SECRET.toLocaleLowerCase('en-US') },
    ],
    ['with an empty token', { 'x-gitlab-token': '' }],
  ])('refuse an event %s', async (_, headers) => {
    await start(SECRET);
    world.deploy();
    const before = asked();
    expect(await installation.receive(payloadOf(NEWS[0]), headers)).toBe(403);
    await installation.run();
    expect(asked()).toBe(before);
  });

  it('are not taken at all without a secret', async () => {
    await start();
    const before = asked();
    const without: Record<string, string>[] = [
      {},
      { 'x-gitlab-token': 'undefined' },
    ];
    for (const headers of without) {
      expect(await installation.receive(payloadOf(NEWS[0]), headers)).toBe(404);
    }
    await installation.run();
    expect(asked()).toBe(before);
  });
});
