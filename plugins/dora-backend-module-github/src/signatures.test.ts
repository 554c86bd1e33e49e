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
import { JsonObject } from '@backstage/types';
import examples from '@octokit/webhooks-examples';
import { ReleasesResult } from '@backstage-dora/plugin-dora-common';
import { createHmac } from 'node:crypto';
import { dirname, join } from 'node:path';
import { FakeGithub } from './__testUtils__/FakeGithub';
import { component, Installation } from './__testUtils__/Installation';
import { World } from './__testUtils__/World';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

/** What GitHub's examples are about. */
const SLUG = 'Codertocat/Hello-World';
const REF = 'component:default/hello';
const SECRET = 'known to GitHub and to Backstage';

/** All that the package consists of; it loads them itself in a way that Jest does not know. */
const eventsModuleGithub = [
  'eventsModuleGithubEventRouter',
  'eventsModuleGithubWebhook',
].map(
  (name): BackendFeature =>
    jest.requireActual(
      join(
        dirname(
          require.resolve(
            '@backstage/plugin-events-backend-module-github/package.json',
          ),
        ),
        `dist/service/${name}.cjs.js`,
      ),
    ).default,
);

/** What GitHub sends, as it publishes it, byte by byte. */
function bodyOf(event: string, changes: JsonObject = {}): string {
  const { examples: found } = (
    examples as unknown as { name: string; examples: JsonObject[] }[]
  ).find(({ name }) => name === event)!;
  return JSON.stringify({ ...found[0], ...changes });
}

const sign = (body: string, secret = SECRET) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

describe('webhooks of GitHub, with the module of Backstage that checks their signatures', () => {
  let github: FakeGithub;
  let world: World;
  let installation: Installation;

  beforeEach(async () => {
    github = await FakeGithub.start();
    world = new World(github.add(SLUG), REF, Date.now() - 3_600_000, 60_000);
    world.push();
  });

  afterEach(async () => {
    await installation.stop();
    await github.stop();
  });

  /** Has read what there is, and does not look again of itself. */
  async function start(webhookSecret?: string) {
    installation = await Installation.start({
      knex: await databases.init('SQLITE_3'),
      github,
      entities: [component('hello', { 'github.com/project-slug': SLUG })],
      dora: { github: { interval: { days: 30 } } },
      events: {
        features: [eventsPlugin, ...eventsModuleGithub],
        config: webhookSecret ? { modules: { github: { webhookSecret } } } : {},
      },
    });
    await installation.run();
  }

  /** How often GitHub has been asked for something. */
  const asked = () => github.requests.length + github.unchanged.length;

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

    const body = bodyOf('deployment_status');
    const headers = { 'x-hub-signature-256': sign(body) };
    expect(await installation.receive('deployment_status', body, headers)).toBe(
      202,
    );
    await installation.run();
    expect(await releases()).toBe(1);
  });

  it('have the repository looked at whatever kind of news it is', async () => {
    await start(SECRET);
    const bodies: Array<[string, string]> = [
      ...[
        'deployment',
        'deployment_status',
        'workflow_run',
        'release',
        'create',
        'issues',
      ].map((event): [string, string] => [event, bodyOf(event)]),
      [
        'pull_request',
        bodyOf('pull_request', {
          action: 'closed',
          pull_request: { merged: true },
        }),
      ],
    ];
    for (const [event, body] of bodies) {
      const before = asked();
      const status = await installation.receive(event, body, {
        'x-hub-signature-256': sign(body),
      });
      await installation.run();
      expect({ event, status, looked: asked() > before }).toEqual({
        event,
        status: 202,
        looked: true,
      });
    }
  });

  const genuine = bodyOf('deployment_status');
  const forged: Array<[string, string, Record<string, string>]> = [
    ['without a signature', genuine, {}],
    [
      'signed with another secret',
      genuine,
      { 'x-hub-signature-256': sign(genuine, 'guessed') },
    ],
    [
      'with the signature of another event',
      genuine,
      { 'x-hub-signature-256': sign(bodyOf('deployment')) },
    ],
    [
      'changed by a byte',
      `${genuine} `,
      { 'x-hub-signature-256': sign(genuine) },
    ],
    [
      'with the old kind of signature alone',
      genuine,
      {
        'x-hub-signature': `sha1=${createHmac('sha1', SECRET)
          .update(genuine)
          .digest('hex')}`,
      },
    ],
    [
      'with something that is no signature',
      genuine,
      { 'x-hub-signature-256': 'sha256=' },
    ],
  ];

  it.each(forged)('refuse an event %s', async (_, body, headers) => {
    await start(SECRET);
    world.deploy();
    const before = asked();
    expect(await installation.receive('deployment_status', body, headers)).toBe(
      403,
    );
    await installation.run();
    expect(asked()).toBe(before);
  });

  it('are not taken at all without a secret', async () => {
    await start();
    const before = asked();
    const unsigned: Record<string, string>[] = [
      {},
      { 'x-hub-signature-256': sign(genuine, '') },
    ];
    for (const headers of unsigned) {
      expect(
        await installation.receive('deployment_status', genuine, headers),
      ).toBe(404);
    }
    await installation.run();
    expect(asked()).toBe(before);
  });
});
