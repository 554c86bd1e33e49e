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
import { letPass, startClock, stopClock } from './__testUtils__/clock';
import { FakeGithub } from './__testUtils__/FakeGithub';
import { component, Installation } from './__testUtils__/Installation';
import { newReader } from './__testUtils__/newReader';
import { World } from './__testUtils__/World';

jest.setTimeout(240_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const MINUTE = 60_000;
const DAY = 86_400_000;

/** What is asked for, without what it is asked about. */
const kindOf = (url: string) =>
  url
    .replace(/\?.*/, '')
    .replace(/^\/repos\/[^/]+\/[^/]+/, '')
    .replaceAll(/[0-9a-f]{40}|\d+/g, '*');

describe('What GitHub is asked for', () => {
  let github: FakeGithub;

  beforeEach(async () => {
    github = await FakeGithub.start();
  });

  afterEach(() => github.stop());

  const newWorld = (name: string, hour: number, age = 40 * DAY) =>
    new World(
      github.add(`acme/${name}`),
      `component:default/${name}`,
      Date.now() - age,
      hour,
    );

  function live(world: World, deployments: number, pulls: number): void {
    for (let count = 0; count < deployments; count++) {
      for (let pull = 0; pull < pulls; pull++) {
        world.change((['merge', 'squash', 'rebase'] as const)[pull % 3]);
      }
      world.deploy();
    }
  }

  async function backfill(): Promise<Record<string, number>> {
    const since = new Date(Date.now() - 60 * DAY).toISOString();
    await newReader(github).read([component('cart')], since);
    const counts: Record<string, number> = {};
    for (const kind of github.requests.map(kindOf)) {
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    return counts;
  }

  it('is a list for a hundred things of a history', async () => {
    live(newWorld('cart', MINUTE), 200, 3);
    expect(await backfill()).toEqual({
      '': 1,
      '/deployments': 2,
      '/pulls': 6,
      // Three ways to merge two commits leave three, one and two of them.
      '/commits': 13,
    });
    // Deployments by the hundred, pull requests by fifty.
    expect(github.queries).toHaveLength(2 + 12);
    const points = github.queries.map(query => query.points);
    expect(Math.max(...points)).toBe(6);
  });

  it('is more where there is nothing but REST', async () => {
    github.graphql = false;
    live(newWorld('cart', MINUTE), 20, 3);
    expect(await backfill()).toEqual({
      '': 1,
      '/deployments': 1,
      '/deployments/*/statuses': 20,
      '/pulls': 1,
      '/pulls/*/commits': 60,
      '/pulls/*/reviews': 60,
      '/commits': 2,
    });
  });

  it('is no pull request of what was pushed', async () => {
    const world = newWorld('cart', 60 * MINUTE);
    for (let count = 0; count < 20; count++) {
      world.push();
      world.push();
      world.deploy();
    }
    expect(await backfill()).toEqual({
      '': 1,
      '/deployments': 1,
      '/pulls': 1,
      '/commits': 1,
    });
  });

  it('is little of an hour in which much happens', async () => {
    stopClock();
    const names = ['cart', 'pay', 'ship'];
    const worlds = names.map(name => newWorld(name, MINUTE, 180 * MINUTE));
    worlds.forEach(world => live(world, 10, 1));
    const installation = await Installation.start({
      knex: await databases.init('SQLITE_3'),
      github,
      entities: names.map(name => component(name)),
    });
    await installation.run();
    github.requests.length = 0;
    github.queries.length = 0;
    let deployments = 0;
    for (let minutes = 0; minutes < 60; minutes += 5) {
      letPass(5);
      if (minutes % 15 === 0) {
        for (const world of worlds) {
          live(world, 1, 1);
          deployments++;
        }
      }
      await installation.run();
    }
    const found = await Promise.all(
      names.map(async name => (await installation.metrics(name)).metrics),
    );
    await installation.stop();
    startClock();
    expect(
      found.map(({ deploymentFrequency, leadTime }) => [
        deploymentFrequency.releases,
        leadTime.sample,
      ]),
    ).toEqual(names.map(() => [14, 14]));
    expect(deployments).toBe(12);
    // Both lists, the statuses, the comparison; and the pull request.
    expect(github.requests).toHaveLength(deployments * 4);
    expect(github.queries).toHaveLength(deployments);
  });
});
