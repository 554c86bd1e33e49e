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
import { Facts } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { letPass, startClock, stopClock } from './__testUtils__/clock';
import { exampleEvent } from './__testUtils__/examples';
import { FakeGithub } from './__testUtils__/FakeGithub';
import { component, Installation } from './__testUtils__/Installation';
import { World } from './__testUtils__/World';

jest.setTimeout(240_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const DAY = 86_400_000;
const REF = 'component:default/cart';

/** Months of work in all the ways people work. */
function live(world: World): void {
  world.change('squash');
  world.change('merge');
  world.startOver();
  const first = world.deploy();
  world.wait(20);
  for (const how of ['merge', 'squash', 'rebase'] as const) {
    world.change(how, { commits: 3 });
    world.deployToStaging();
    world.change(how, { commits: 1, bot: true });
    world.deploy();
    world.wait(30);
  }
  world.push();
  world.deploy('failure');
  world.change('rebase', { commits: 4 });
  world.deploy();
  world.wait(2).rollBack(first);
  world.wait(5);
  world.change('squash', { labels: ['hotfix'] });
  world.deploy();
  for (let round = 0; round < 60; round++) {
    world.wait(3).change((['merge', 'squash', 'rebase'] as const)[round % 3]);
    world.deploy();
  }
}

describe('GitHub', () => {
  const installations: Installation[] = [];
  let github: FakeGithub;

  beforeEach(async () => {
    github = await FakeGithub.start();
  });

  afterEach(async () => {
    await Promise.all(installations.splice(0).map(one => one.stop()));
    await github.stop();
  });

  async function start(
    knex: Knex,
    options: Partial<Parameters<typeof Installation.start>[0]> = {},
  ) {
    const installation = await Installation.start({
      knex,
      github,
      entities: [component('cart')],
      ...options,
    });
    installations.push(installation);
    return installation;
  }

  /** The metrics of the same history when posted as facts. */
  async function posted(facts: Facts) {
    const installation = await start(await databases.init('SQLITE_3'), {
      github: undefined,
    });
    await installation.ingest(facts);
    return installation.metrics('cart');
  }

  const asked = () => github.requests.length + github.queries.length;

  /** As when the backend is stopped after some requests. */
  function abortedAfter(requests: number): AbortSignal {
    const controller = new AbortController();
    const until = asked() + requests;
    github.onRequest = () => {
      if (asked() > until) {
        controller.abort();
      }
    };
    return controller.signal;
  }

  const newWorld = (days = 80, hour?: number) =>
    new World(github.add('acme/cart'), REF, Date.now() - days * DAY, hour);

  it.each(databases.eachSupportedId())(
    'gives the metrics of the same history posted as facts, %p',
    async id => {
      const world = newWorld();
      live(world);
      const installation = await start(await databases.init(id));
      await installation.run();
      const metrics = await installation.metrics('cart');
      expect(metrics.metrics.deploymentFrequency).toMatchObject({
        releases: 67,
        state: 'ok',
      });
      expect(metrics.metrics.leadTime.sample).toBe(70);
      expect(metrics.metrics.reworkRate.value).toBeGreaterThan(0);
      expect(metrics).toEqual(await posted(world.facts));

      const { synchronisations, rejected } = await installation.coverage();
      expect(rejected).toEqual([]);
      expect(synchronisations).toEqual([
        expect.objectContaining({
          source: 'github',
          subject: 'github.com/acme/cart',
          entityRefs: [REF],
          state: 'up-to-date',
        }),
      ]);
    },
  );

  it.each(
    databases.eachSupportedId().flatMap(
      ([id]): Array<[typeof id, string, number]> => [
        [id, 'REST', 60],
        [id, 'GraphQL', 3],
      ],
    ),
  )(
    'goes on where it was stopped, again and again, %p, %s',
    async (id, api, patience) => {
      github.graphql = api === 'GraphQL';
      const world = newWorld();
      live(world);
      const knex = await databases.init(id);
      const whole = await start(await databases.init('SQLITE_3'));
      await whole.run();
      const atOnce = asked();
      github.requests.length = 0;
      github.queries.length = 0;

      const states: string[] = [];
      do {
        const installation = await start(knex);
        await installation.run(abortedAfter(patience));
        const { synchronisations } = await installation.coverage();
        states.push(synchronisations[0].state);
      } while (states.length < 100 && !states.includes('up-to-date'));
      const stops = states.length - 1;
      expect(new Set(states.slice(0, -1))).toEqual(new Set(['backfilling']));
      expect(stops).toBeGreaterThan(1);
      // Each time, a chunk of what was under way is asked for again, and no more.
      expect(asked()).toBeLessThan(atOnce + (stops + 1) * patience);

      const [last] = installations.slice(-1);
      expect(await last.metrics('cart')).toEqual(await whole.metrics('cart'));
      const countsOf = async (installation: Installation) =>
        (await installation.coverage()).sources;
      expect(await countsOf(last)).toEqual(await countsOf(whole));
    },
  );

  describe('as it happens', () => {
    beforeEach(stopClock);
    afterEach(startClock);

    const happenings: Array<(world: World) => void> = [
      world => world.change('squash'),
      world => world.change('merge', { commits: 3 }),
      world => world.deploy(),
      world => world.change('rebase', { commits: 3, bot: true }),
      world => world.deploy('failure'),
      world => world.push(),
      world => world.deploy(),
      world => world.change('squash', { labels: ['hotfix'] }),
      world => world.deploy(),
    ];

    function eventsOf(world: World): Array<[string, unknown]> {
      const { repository } = world;
      const about = {
        full_name: repository.fullName,
        html_url: `https://github.com/${repository.fullName}`,
      };
      return [
        ...[...repository.pulls.values()].map((pull): [string, unknown] => [
          'github.pull_request',
          exampleEvent('pull_request', about, {
            pull_request: { number: pull.number, merged: true },
          }),
        ]),
        ...repository.deployments.map((deployment): [string, unknown] => [
          'github.deployment_status',
          exampleEvent('deployment_status', about, {
            deployment: { id: deployment.id, sha: deployment.sha },
          }),
        ]),
      ];
    }

    async function follow(options: { polling: boolean; events: boolean }) {
      const world = newWorld(1, 10 * 60_000);
      world.push();
      const first = world.deploy();
      const installation = await start(await databases.init('SQLITE_3'), {
        dora: {
          github: {
            interval: options.polling ? { minutes: 5 } : { days: 30 },
          },
        },
      });
      await installation.run();
      for (const happen of [...happenings, () => world.rollBack(first)]) {
        happen(world);
        if (options.events) {
          // All events, newest first, each of them twice.
          for (const [topic, payload] of eventsOf(world).reverse()) {
            await installation.publish(topic, payload);
            await installation.publish(topic, payload);
          }
        }
        letPass(6);
        await installation.run();
      }
      const metrics = await installation.metrics('cart');
      return { world, metrics, installation };
    }

    it.each([
      ['webhooks only', { polling: false, events: true }],
      ['polling only', { polling: true, events: false }],
      ['both', { polling: true, events: true }],
    ])('gives the same numbers with %s', async (_, options) => {
      const { world, metrics } = await follow(options);
      expect(metrics.metrics.deploymentFrequency).toMatchObject({
        releases: 5,
      });
      expect(metrics).toEqual(await posted(world.facts));
    });

    it('asks for nothing on behalf of events that are about nothing', async () => {
      const { installation } = await follow({ polling: false, events: false });
      const before = github.requests.length + github.unchanged.length;
      const about = {
        full_name: 'acme/other',
        html_url: 'https://github.com/acme/other',
      };
      await installation.publish(
        'github.deployment_status',
        exampleEvent('deployment_status', about),
      );
      await installation.publish('github.deployment_status', { forged: true });
      await installation.publish('github.deployment_status', null);
      await installation.publish(
        'github.pull_request',
        exampleEvent(
          'pull_request',
          { full_name: 'acme/cart', html_url: 'https://github.com/acme/cart' },
          { pull_request: { merged: false } },
        ),
      );
      await installation.run();
      expect(github.requests.length + github.unchanged.length).toBe(before);
    });
  });
});
