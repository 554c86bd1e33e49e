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
import { JsonObject } from '@backstage/types';
import { Entity } from '@backstage/catalog-model';
import {
  ChangesResult,
  ReleasesResult,
} from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { letPass, startClock, stopClock } from './__testUtils__/clock';
import { FakeGithub } from './__testUtils__/FakeGithub';
import { githubTime } from './__testUtils__/FakeRepository';
import { component, Installation } from './__testUtils__/Installation';
import { World } from './__testUtils__/World';

jest.setTimeout(240_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const MINUTE = 60_000;
const DAY = 86_400_000;
const REF = 'component:default/cart';

describe('GitHub in trouble', () => {
  let github: FakeGithub;
  let installation: Installation | undefined;

  beforeEach(async () => {
    stopClock();
    github = await FakeGithub.start();
  });

  afterEach(async () => {
    await installation?.stop();
    installation = undefined;
    await github.stop();
    startClock();
  });

  async function start(
    entities: Entity[] = [component('cart')],
    dora: JsonObject = {},
    knex?: Knex,
  ) {
    installation = await Installation.start({
      knex: knex ?? (await databases.init('SQLITE_3')),
      github,
      entities,
      dora,
    });
    return installation;
  }

  const newWorld = (name = 'cart') =>
    new World(
      github.add(`acme/${name}`),
      `component:default/${name}`,
      Date.now() - DAY,
      10 * MINUTE,
    );

  function work(world: World): void {
    world.push();
    world.deploy();
    world.change('squash');
    world.deploy();
    world.change('merge');
    world.deploy();
  }

  const releases = async () =>
    (await installation!.get<ReleasesResult>(`/releases?entityRef=${REF}`))
      .items;
  const changes = async () =>
    (await installation!.get<ChangesResult>(`/changes?entityRef=${REF}`)).items;
  const synchronisations = async () =>
    Object.fromEntries(
      (await installation!.coverage()).synchronisations.map(one => [
        one.subject,
        one,
      ]),
    );

  it('leaves the others alone when one repository is gone, and says what to do', async () => {
    work(newWorld());
    const backend = await start([component('gone'), component('cart')]);
    await backend.run();
    expect(await releases()).toHaveLength(3);
    expect(await synchronisations()).toMatchObject({
      'github.com/acme/cart': { state: 'up-to-date' },
      'github.com/acme/gone': {
        state: 'failed',
        error: 'GitHub answered 404 to /repos/acme/gone: Not Found',
        advice: expect.stringContaining(
          'correct the annotation github.com/project-slug of component:default/gone',
        ),
        until: expect.any(String),
      },
    });

    // It is not asked for again before its pause is over.
    const before = github.requests.length;
    await backend.run();
    expect(github.requests).toHaveLength(before);
  });

  it('says when the token is not accepted, or may not do something', async () => {
    work(newWorld());
    github.token = 'another';
    installation = await Installation.start({
      knex: await databases.init('SQLITE_3'),
      github: { url: github.url, token: 'expired' },
      entities: [component('cart')],
    });
    await installation.run();
    expect(await synchronisations()).toMatchObject({
      'github.com/acme/cart': {
        error: expect.stringContaining('401'),
        advice:
          'Check the token or the GitHub App for github.com in integrations.github: it is invalid or has expired',
      },
    });
    await installation.stop();

    github.token = 'good';
    github.troubles.push({
      path: /deployments/,
      answer: (_, res) =>
        res
          .status(403)
          .set('x-accepted-github-permissions', 'deployments=read')
          .json({ message: 'Resource not accessible by integration' }),
    });
    await (await start()).run();
    expect(await synchronisations()).toMatchObject({
      'github.com/acme/cart': {
        state: 'failed',
        advice:
          'The token needs one of the permissions deployments=read for acme/cart',
      },
    });
  });

  it('waits for the rate limit, all repositories of the token together, and goes on', async () => {
    work(newWorld('cart'));
    work(newWorld('pay'));
    github.remaining = 5;
    github.resetAt = Date.now() + 20 * MINUTE;
    const backend = await start([component('cart'), component('pay')]);
    await backend.run();
    expect(await synchronisations()).toMatchObject({
      'github.com/acme/cart': { state: 'waiting', until: expect.any(String) },
      'github.com/acme/pay': { state: 'waiting', until: expect.any(String) },
    });
    const before = github.requests.length;
    await backend.run();
    expect(github.requests).toHaveLength(before);

    github.remaining = undefined;
    letPass(21);
    await backend.run();
    expect(await synchronisations()).toMatchObject({
      'github.com/acme/cart': { state: 'up-to-date' },
      'github.com/acme/pay': { state: 'up-to-date' },
    });
    expect(await releases()).toHaveLength(3);
  });

  it('follows a repository to its new name, also when the annotation does', async () => {
    const world = newWorld();
    work(world);
    const knex = await databases.init('SQLITE_3');
    const backend = await start([component('cart')], {}, knex);
    await backend.run();
    const before = await changes();
    expect(before).toHaveLength(3);

    github.rename('acme/cart', 'acme/trolley');
    world.repository.deploy(
      world.repository.branches.get('main')!,
      'production',
      githubTime(Date.now() - 2000),
      [{ state: 'success', at: githubTime(Date.now() - 1000) }],
    );
    world.change('squash');
    letPass(6);
    await backend.run();
    expect(await synchronisations()).toMatchObject({
      'github.com/acme/cart': { state: 'up-to-date' },
    });
    expect((await changes()).map(({ id }) => id)).toEqual(
      expect.arrayContaining(before.map(({ id }) => id)),
    );
    expect(await changes()).toHaveLength(4);
    await backend.stop();
    github.moved.clear();

    await start(
      [component('cart', { 'github.com/project-slug': 'acme/trolley' })],
      {},
      knex,
    );
    await installation!.run();
    expect(await changes()).toHaveLength(4);
    expect(Object.keys(await synchronisations())).toEqual([
      'github.com/acme/trolley',
    ]);
  });

  it('falls back on what was merged meanwhile when a commit is gone', async () => {
    const world = newWorld();
    work(world);
    const [, second] = world.repository.deployments;
    world.repository.forget(second.sha);
    await (await start()).run();
    const found = await releases();
    expect(found).toHaveLength(3);
    expect(found.map(release => release.changes.length)).toEqual([1, 1, 1]);
  });

  it('finds a success below more statuses than fit on a page', async () => {
    const world = newWorld();
    work(world);
    const [first] = world.repository.deployments;
    for (let number = 0; number < 250; number++) {
      first.statuses.push({
        state: 'inactive',
        at: githubTime(Date.now() + number * 1000),
      });
    }
    await (await start()).run();
    expect(await releases()).toHaveLength(3);
  });

  it('takes all commits of a long comparison', async () => {
    const world = newWorld();
    world.push();
    world.deploy();
    for (let number = 1; number <= 300; number++) {
      world.push(`Commit ${number}`);
      world.wait(-0.9);
    }
    world.deploy();
    await (await start()).run();
    const [latest] = await releases();
    expect(latest.changes).toHaveLength(300);
    expect(
      github.requests.filter(path => path.includes('/compare/')),
    ).toHaveLength(3);
  });

  it('asks for little when nothing has happened, and counts nothing of it', async () => {
    work(newWorld());
    const backend = await start();
    for (let round = 0; round < 8; round++) {
      await backend.run();
      letPass(6);
    }
    expect(github.unchanged).toHaveLength(7 * 3);
    const {
      synchronisations: [one],
    } = await backend.coverage();
    expect(one.state).toBe('up-to-date');
    // Repository, pull requests and deployments, each time; all that was asked for once was asked for once.
    expect(new Set(github.unchanged).size).toBe(3);
    expect(new Set(github.requests).size).toBe(github.requests.length);
  });
});
