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
    for (let round = 0; round < 20; round++) {
      world.change('squash');
      world.deploy();
    }
    // So slow that the history takes longer than some tokens last.
    app.onRequest = () => letPass(3);
    await start('acme/cart');
    const seen = new Set<string>();
    for (let run = 0; run < 100 && !seen.has('up-to-date'); run++) {
      await installation.run();
      seen.add((await states()).cart.state);
    }
    expect(await states()).toMatchObject({ cart: { state: 'up-to-date' } });
    expect([...seen]).not.toContain('failed');
    expect(await releasesOf('cart')).toBe(23);
    expect(app.tokens.size).toBeGreaterThan(1);
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
});
