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

import { TestDatabases } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { ReleasesResult } from '@backstage-dora/plugin-dora-common';
import { FakeGitLab } from './__testUtils__/FakeGitLab';
import { component } from './__testUtils__/component';
import { Installation } from './__testUtils__/Installation';
import { World } from './__testUtils__/World';

jest.setTimeout(240_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const DAY = 86_400_000;

describe('GitLab in trouble', () => {
  const installations: Installation[] = [];
  let gitlab: FakeGitLab;

  beforeEach(async () => {
    gitlab = await FakeGitLab.start();
  });

  afterEach(async () => {
    await Promise.all(installations.splice(0).map(one => one.stop()));
    await gitlab.stop();
  });

  async function start(
    entities: Entity[] = [component('cart')],
    integration = gitlab.integration,
  ) {
    const installation = await Installation.start({
      knex: await databases.init('SQLITE_3'),
      gitlab: { integration },
      entities,
    });
    installations.push(installation);
    return installation;
  }

  function work(name: string): World {
    const world = new World(
      gitlab.add(`acme/shop/${name}`),
      `component:default/${name}`,
      Date.now() - 30 * DAY,
    );
    for (const how of ['squash', 'merge', 'rebase'] as const) {
      world.change(how);
      world.deploy();
    }
    return world;
  }

  async function releasesOf(installation: Installation, name: string) {
    const { totalItems } = await installation.get<ReleasesResult>(
      `/releases?entityRef=component:default/${name}`,
    );
    return totalItems;
  }

  const synchronisations = async (installation: Installation) =>
    Object.fromEntries(
      (await installation.coverage()).synchronisations.map(one => [
        one.subject.slice(gitlab.host.length + 1),
        one,
      ]),
    );

  it('leaves the others alone when something is wrong with one project, and says what to do', async () => {
    ['cart', 'private', 'broken'].forEach(work);
    gitlab.troubles.push(
      {
        path: /projects\/16\/deployments/,
        answer: (_, res) =>
          res.status(403).json({
            error: 'insufficient_scope',
            error_description: 'The request requires higher privileges.',
            scope: 'read_api',
          }),
      },
      {
        path: /projects\/17\/merge_requests/,
        answer: (_, res) => res.status(403).json({ message: '403 Forbidden' }),
      },
    );
    const installation = await start(
      ['gone', 'private', 'broken', 'cart'].map(name => component(name)),
    );
    await installation.run();
    expect(await releasesOf(installation, 'cart')).toBe(3);
    expect(await synchronisations(installation)).toMatchObject({
      'acme/shop/cart': { state: 'up-to-date' },
      'acme/shop/gone': {
        state: 'failed',
        error: expect.stringContaining('404 Project Not Found'),
        advice: expect.stringContaining(
          'correct the annotation gitlab.com/project-slug or gitlab.com/project-id of component:default/gone',
        ),
        until: expect.any(String),
      },
      'acme/shop/private': {
        state: 'failed',
        advice: `Give the token for ${gitlab.host} in integrations.gitlab the scope read_api`,
      },
      'acme/shop/broken': {
        state: 'failed',
        advice: expect.stringContaining('with the role Reporter or above'),
      },
    });

    // None of them is asked for again before its pause is over.
    const before = gitlab.requests.length;
    await installation.run();
    expect(gitlab.requests).toHaveLength(before);
  });

  it('says when the token is not accepted, and when there is none', async () => {
    work('cart');
    const refused = await start(undefined, {
      ...gitlab.integration,
      token: 'expired',
    });
    await refused.run();
    expect(await synchronisations(refused)).toMatchObject({
      'acme/shop/cart': {
        error: expect.stringContaining('401'),
        advice: expect.stringContaining('it is invalid, has expired or lacks'),
      },
    });
    const { token, ...integration } = gitlab.integration;
    const none = await Installation.start({
      knex: await databases.init('SQLITE_3'),
      gitlab: { integration },
      entities: [component('cart')],
    });
    installations.push(none);
    await none.run();
    expect(await synchronisations(none)).toMatchObject({
      'acme/shop/cart': {
        advice: expect.stringContaining('Configure a token'),
      },
    });
  });

  it('waits for the rate limit, all projects of the host together, and goes on', async () => {
    ['cart', 'pay'].forEach(work);
    gitlab.remaining = 9;
    gitlab.resetAt = Date.now() + 4000;
    const installation = await start(
      ['cart', 'pay'].map(name => component(name)),
    );
    await installation.run();
    expect(await synchronisations(installation)).toMatchObject({
      'acme/shop/cart': { state: 'waiting', until: expect.any(String) },
      'acme/shop/pay': { state: 'waiting', until: expect.any(String) },
    });
    // What was under way when the last one was answered has been sent.
    expect(gitlab.requests.length).toBeLessThan(9 + 8);
    gitlab.remaining = undefined;
    const isOver = async () =>
      Object.values(await synchronisations(installation)).every(
        ({ state }) => state === 'up-to-date',
      );
    while (!(await isOver())) {
      await new Promise(resolve => setTimeout(resolve, 500));
      await installation.run();
    }
    expect(await releasesOf(installation, 'cart')).toBe(3);
    expect(await releasesOf(installation, 'pay')).toBe(3);
  });

  it('does nothing where no entity has a project', async () => {
    const installation = await start([component('cart', {})]);
    await installation.run();
    expect(gitlab.requests).toEqual([]);
    expect((await installation.coverage()).synchronisations).toEqual([]);
  });
});
