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
import {
  ReleasesResult,
  Synchronisation,
} from '@backstage-dora/plugin-dora-common';
import { letPass, startClock, stopClock } from '../__testUtils__/clock';
import { FakeGithub } from '../__testUtils__/FakeGithub';
import { FakeGithubApp } from '../__testUtils__/FakeGithubApp';
import { component, Installation } from '../__testUtils__/Installation';
import { World } from '../__testUtils__/World';

jest.setTimeout(240_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const MINUTE = 60_000;
const DAY = 86_400_000;

describe('a GitHub App', () => {
  let github: FakeGithub;
  let app: FakeGithubApp;
  let installation: Installation;

  beforeEach(async () => {
    stopClock();
    github = await FakeGithub.start();
    app = await FakeGithubApp.start(github);
  });

  afterEach(async () => {
    await installation.stop();
    await app.stop();
    await github.stop();
    startClock();
  });

  function addWorld(slug: string): World {
    const [, name] = slug.split('/');
    const world = new World(
      github.add(slug),
      `component:default/${name}`,
      Date.now() - DAY,
      10 * MINUTE,
    );
    world.push();
    world.deploy();
    world.change('squash');
    world.deploy();
    world.change('merge', { commits: 3 });
    world.deploy();
    return world;
  }

  async function start(...slugs: string[]) {
    installation = await Installation.start({
      knex: await databases.init('SQLITE_3'),
      github: { url: app.url, apps: [app.config] },
      entities: slugs.map(slug =>
        component(slug.split('/')[1], { 'github.com/project-slug': slug }),
      ),
    });
  }

  async function states(): Promise<Record<string, Synchronisation>> {
    const { synchronisations } = await installation.coverage();
    return Object.fromEntries(
      synchronisations.map(one => [one.subject.split('/')[2], one]),
    );
  }

  const releasesOf = async (name: string) => {
    const { totalItems } = await installation.get<ReleasesResult>(
      `/releases?entityRef=component:default/${name}`,
    );
    return totalItems;
  };

  it('reads with tokens of its installation, each of which it replaces before it expires', async () => {
    app.install('acme');
    const world = addWorld('acme/cart');
    await start('acme/cart');
    await installation.run();
    expect(await releasesOf('cart')).toBe(3);
    expect(app.tokens.size).toBe(1);

    // Still valid, soon to expire, expired.
    for (const [minutes, tokens] of [
      [30, 1],
      [25, 2],
      [90, 3],
    ]) {
      letPass(minutes);
      world.change('squash');
      world.deploy();
      await installation.run();
      expect(await states()).toMatchObject({ cart: { state: 'up-to-date' } });
      expect(app.tokens.size).toBe(tokens);
    }
    expect(await releasesOf('cart')).toBe(6);
    expect(app.refused).toEqual([]);
  });

  it('has a limit of its own for each organisation', async () => {
    app.install('acme');
    app.install('umbrella');
    addWorld('acme/cart');
    addWorld('umbrella/shop');
    github.troubles.push({
      path: /acme/,
      answer: (_, res) =>
        res
          .status(403)
          .set('retry-after', '600')
          .json({ message: 'Slow down' }),
    });
    await start('acme/cart', 'umbrella/shop');
    await installation.run();
    expect(await states()).toMatchObject({
      cart: { state: 'waiting' },
      shop: { state: 'up-to-date' },
    });
    expect(await releasesOf('shop')).toBe(3);
  });

  it.each<[string, () => void, string]>([
    [
      'is not installed',
      () => app.install('umbrella'),
      'There are no credentials',
    ],
    [
      'is suspended',
      () => app.install('acme', { suspended: true }),
      'is suspended',
    ],
    [
      'may not see the repository',
      () => app.install('acme', { repositories: ['shop'] }),
      'does not have access to a repository with the name cart',
    ],
  ])('says what to do when it %s', async (_, install, error) => {
    install();
    addWorld('acme/cart');
    await start('acme/cart');
    await installation.run();
    expect(await states()).toMatchObject({
      cart: {
        state: 'failed',
        error: expect.stringContaining(error),
        advice: expect.stringContaining('GitHub App'),
      },
    });
    expect(github.requests).toEqual([]);
  });

  it('goes on by itself when GitHub has failed to give it a token', async () => {
    app.install('acme');
    app.failures = 1;
    addWorld('acme/cart');
    await start('acme/cart');
    await installation.run();
    const { state, error, advice } = (await states()).cart;
    expect({ state, error, advice }).toEqual({
      state: 'failed',
      error: expect.stringContaining('Bad gateway'),
      advice: undefined,
    });
    letPass(2);
    await installation.run();
    expect(await states()).toMatchObject({ cart: { state: 'up-to-date' } });
    expect(await releasesOf('cart')).toBe(3);
  });
});
