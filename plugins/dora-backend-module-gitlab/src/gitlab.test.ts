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
import { FakeGitLab } from './__testUtils__/FakeGitLab';
import { component } from './__testUtils__/component';
import { Installation } from './__testUtils__/Installation';
import { eventPayload } from './__testUtils__/payloads';
import { World } from './__testUtils__/World';

jest.setTimeout(240_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const DAY = 86_400_000;
const REF = 'component:default/cart';
const WAYS = ['merge', 'squash', 'squash and merge', 'rebase'] as const;

/** Months of work in all the ways people work. */
function live(world: World): void {
  world.change('squash');
  world.change('merge');
  world.startOver();
  const first = world.deploy();
  world.wait(20);
  for (const how of WAYS) {
    world.change(how, { commits: 3 });
    world.deployToStaging();
    world.change(how, { commits: 1, bot: true });
    world.deploy();
    world.wait(30);
  }
  world.push();
  world.deploy('failed');
  world.change('rebase', { commits: 4 });
  world.deploy('success', undefined);
  world.wait(2).rollBack(first);
  world.wait(5);
  world.change('squash', { labels: ['hotfix'] });
  world.deploy();
  for (let round = 0; round < 60; round++) {
    world.wait(3).change(WAYS[round % WAYS.length]);
    world.deploy();
  }
}

describe('GitLab', () => {
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
    knex: Knex,
    options: Partial<Parameters<typeof Installation.start>[0]> = {},
  ) {
    const installation = await Installation.start({
      knex,
      gitlab,
      entities: [component('cart')],
      ...options,
    });
    installations.push(installation);
    return installation;
  }

  /** The metrics of the same history when posted as facts. */
  async function posted(facts: Facts) {
    const installation = await start(await databases.init('SQLITE_3'), {
      gitlab: undefined,
      // GitLab brings incidents, whether there are any or not.
      dora: { incidents: { connected: ['*'] } },
    });
    await installation.ingest(facts);
    return installation.metrics('cart');
  }

  /** Runs until some requests were sent, and says how far it is. */
  async function runSome(knex: Knex): Promise<string> {
    const installation = await start(knex);
    const controller = new AbortController();
    const until = gitlab.requests.length + 50;
    gitlab.onRequest = () => {
      if (gitlab.requests.length > until) {
        controller.abort();
      }
    };
    await installation.run(controller.signal);
    const { synchronisations } = await installation.coverage();
    return synchronisations[0].state;
  }

  const newWorld = (days = 80, hour?: number) =>
    new World(gitlab.add('acme/shop/cart'), REF, Date.now() - days * DAY, hour);

  it.each(databases.eachSupportedId())(
    'gives the metrics of the same history posted as facts, %p',
    async id => {
      const world = newWorld();
      live(world);
      const installation = await start(await databases.init(id));
      await installation.run();
      const { synchronisations, rejected, sources } =
        await installation.coverage();
      expect(synchronisations).toEqual([
        expect.objectContaining({
          source: 'gitlab',
          subject: `${gitlab.host}/acme/shop/cart`,
          entityRefs: [REF],
          state: 'up-to-date',
        }),
      ]);
      expect(rejected).toEqual([]);
      expect(sources.map(({ source }) => source)).toEqual(
        sources.map(() => `gitlab:${gitlab.host}`),
      );
      const metrics = await installation.metrics('cart');
      expect(metrics.metrics.deploymentFrequency).toMatchObject({
        releases: 68,
        state: 'ok',
      });
      expect(metrics).toEqual(await posted(world.facts));
    },
  );

  it('loses and repeats nothing when it is stopped in the middle of the history', async () => {
    const world = newWorld();
    live(world);
    const knex = await databases.init('SQLITE_3');
    let stops = 0;
    let state = await runSome(knex);
    for (; state !== 'up-to-date'; stops++) {
      expect(state).toBe('backfilling');
      await installations.pop()!.stop();
      state = await runSome(knex);
    }
    expect(stops).toBeGreaterThan(3);
    const { requests } = gitlab;
    const details = requests.filter(path => /notes|compare/.test(path));
    // Each time, a part of what was under way is asked for again, and no more.
    expect(details.length - new Set(details).size).toBeLessThan(stops * 25);
    const [installation] = installations;
    expect(await installation.metrics('cart')).toEqual(
      await posted(world.facts),
    );
  });

  describe('as it happens', () => {
    const happenings: Array<(world: World) => void> = [
      world => world.change('squash'),
      world => world.change('merge', { commits: 3 }),
      world => world.deploy(),
      world => world.change('rebase', { commits: 3, bot: true }),
      world => world.deploy('failed'),
      world => world.push(),
      world => world.deploy(),
      world => world.change('squash and merge', { labels: ['hotfix'] }),
      world => world.deploy(),
    ];

    const eventsOf = ({ project }: World) => [
      ...[...project.requests.values()].map(({ iid }) =>
        eventPayload('merge_request', project, gitlab.host, {
          object_attributes: { iid, state: 'merged', action: 'merge' },
        }),
      ),
      ...project.deployments.map(({ id, status }) =>
        eventPayload('deployment', project, gitlab.host, {
          deployment_id: id,
          status,
        }),
      ),
    ];

    /** Polling without a pause never ends by itself; one more pass than is under way is enough. */
    const runFor = (installation: Installation) => {
      const controller = new AbortController();
      let passes = 0;
      gitlab.onRequest = () => {
        const path = gitlab.requests[gitlab.requests.length - 1];
        if (/\/deployments\?/.test(path) && ++passes > 3) {
          controller.abort();
        }
      };
      return installation.run(controller.signal);
    };

    async function follow(options: { polling: boolean; events: boolean }) {
      const world = newWorld(1, 10 * 60_000);
      world.push();
      const first = world.deploy();
      const installation = await start(await databases.init('SQLITE_3'), {
        dora: {
          gitlab: {
            interval: options.polling ? { milliseconds: 1 } : { days: 30 },
          },
        },
      });
      await runFor(installation);
      for (const happen of [...happenings, () => world.rollBack(first)]) {
        happen(world);
        if (options.events) {
          // All events, newest first, each of them twice.
          for (const payload of eventsOf(world).reverse()) {
            await installation.publish('gitlab', payload);
            await installation.publish('gitlab', payload);
          }
        }
        await runFor(installation);
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

    it('asks for nothing when nothing is said', async () => {
      const { world, installation } = await follow({
        polling: false,
        events: false,
      });
      const asked = () => gitlab.requests.length + gitlab.unchanged.length;
      const before = asked();
      const { project } = world;
      const { host } = gitlab;
      for (const payload of [
        undefined,
        { forged: true },
        { object_kind: 'toString' },
        { object_kind: 'deployment', project: { web_url: 'nowhere' } },
        eventPayload('deployment', { id: 99, path: 'acme/other' }, host),
        eventPayload('deployment', project, 'elsewhere.example.com'),
        eventPayload('push', project, host),
        eventPayload('merge_request', project, host, {
          object_attributes: { state: 'opened', action: 'update' },
        }),
        eventPayload('pipeline', project, host, {
          object_attributes: { status: 'running' },
        }),
      ]) {
        await installation.publish('gitlab', payload);
      }
      await installation.run();
      expect(asked()).toBe(before);
    });
  });
});
