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

import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { DefaultEventsService } from '@backstage/plugin-events-node';
import {
  DORA_RELEASES_TOPIC,
  ReleaseEventConsumer,
} from '@backstage-dora/plugin-dora-node';
import { ReleaseEvent } from '@backstage-dora/plugin-dora-common';
import fc from 'fast-check';
import { Knex } from 'knex';
import { setTimeout as sleep } from 'node:timers/promises';
import { HOUR, MONDAY } from '../../rules/__testUtils__/facts';
import { step } from '../__testUtils__/anyHistory';
import { create, store } from '../__testUtils__/derivations';
import { Follower, storedReleases } from './__testUtils__/Follower';
import { DefaultOutbox } from './DefaultOutbox';
import { EventConsumers } from './EventConsumers';
import { publishReleases } from './publishReleases';
import { StoringConsumer } from './types';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const PACE = { poll: 20, firstPause: 1, longestPause: 50 };

async function until(isTrue: () => boolean | Promise<boolean>) {
  for (const end = Date.now() + 30_000; !(await isTrue()); ) {
    if (Date.now() > end) {
      throw new Error('It takes too long');
    }
    await sleep(10);
  }
}

/** A database that is away from time to time. */
function unreliable(knex: Knex) {
  const state = { isAway: false };
  const reach = () => {
    if (state.isAway) {
      throw new Error('Connection terminated unexpectedly');
    }
  };
  const proxy = new Proxy(knex, {
    apply(target, self, args) {
      reach();
      return Reflect.apply(target, self, args);
    },
    get(target, name) {
      return name === 'transaction'
        ? async (...args: Parameters<Knex['transaction']>) => {
            reach();
            return target.transaction(...args);
          }
        : Reflect.get(target, name);
    },
  });
  return { knex: proxy, state };
}

describe.each(databases.eachSupportedId())('EventConsumers on %s', id => {
  const stops: (() => Promise<unknown>)[] = [];

  async function setUp() {
    const knex = await databases.init(id);
    const derivation = await create(knex);
    const deploy = async (...versions: string[]) => {
      await store(
        knex,
        derivation,
        versions.map((version, n) => ({
          table: 'deployments' as const,
          id: `d${version}`,
          row: {
            entity_id: 1,
            environment: 'prod',
            status: 'success',
            workspace: 'eu',
            finished_at: MONDAY + n * HOUR,
            version,
          },
        })),
      );
      await derivation.settled();
    };
    return { knex, derivation, deploy };
  }

  /** Starts a replica. */
  async function start(knex: Knex, ...added: StoringConsumer[]) {
    const consumers = new EventConsumers();
    added.forEach(consumer => consumers.addConsumer(consumer));
    const logger = mockServices.logger.mock();
    const hooks: (() => unknown)[] = [];
    await consumers.start({
      ...{ knex, logger, pace: PACE },
      outbox: DefaultOutbox.create({ knex, now: Date.now }),
      lifecycle: { addShutdownHook: hook => void hooks.push(hook) },
    });
    const stop = () => Promise.all(hooks.map(hook => hook()));
    stops.push(stop);
    return { consumers, logger, stop };
  }

  afterEach(async () => {
    await Promise.all(stops.splice(0).map(stop => stop()));
  });

  it('lead a consumer to what is derived, by one replica at a time, over restarts and errors', async () => {
    const { knex, derivation } = await setUp();
    const follower = new Follower();
    let calls = 0;
    let working = 0;
    let overlaps = 0;
    const consumer: StoringConsumer = {
      name: 'follower',
      async handle(events) {
        overlaps += working;
        working += 1;
        await sleep(1);
        working -= 1;
        calls += 1;
        if (calls % 3 === 0) {
          throw new Error('Not today');
        }
        // Each event once, in the transaction that moves the cursor.
        return async () => events.forEach(event => follower.apply(event));
      },
    };
    const replicas = [await start(knex, consumer), await start(knex, consumer)];
    const steps = fc.sample(step, { numRuns: 150, seed: 11 });
    for (const [index, { fact, takeBack, settle }] of steps.entries()) {
      await store(knex, derivation, [
        takeBack ? { ...fact, row: undefined } : fact,
      ]);
      if (settle) {
        await derivation.settled();
        replicas[0].consumers.wake();
      }
      if (index % 30 === 0) {
        await replicas.shift()!.stop();
        replicas.push(await start(knex, consumer));
      }
    }
    await derivation.settled();
    const latest = await DefaultOutbox.create({
      knex,
      now: Date.now,
    }).latest();
    await until(() => follower.cursor === latest);
    expect(follower.releases).toEqual(await storedReleases(knex));
    expect(follower.releases.size).toBeGreaterThan(3);
    expect(calls).toBeGreaterThan(20);
    expect(overlaps).toBe(0);
  });

  it('hand the events of a replica that hangs to another, and let the first change nothing any more', async () => {
    const { knex, deploy } = await setUp();
    let resume = () => {};
    const hanging = new Promise<void>(resolve => {
      resume = resolve;
    });
    const stored: string[] = [];
    const consumer = (name: string, pause: Promise<void>): StoringConsumer => ({
      name: 'shared',
      async handle(events) {
        const versions = events.map(({ version }) => `${name} ${version}`);
        stored.push(`begin ${name}`);
        await pause;
        return async () => void stored.push(...versions);
      },
    });
    const first = await start(knex, consumer('first', hanging));
    await deploy('1', '2');
    await until(() => stored.length === 1);
    await start(knex, consumer('second', Promise.resolve()));
    // As if a minute had passed.
    await knex('event_consumers').update({ free_at: 0 });
    await until(() => stored.length > 2);
    resume();
    await until(() => first.logger.warn.mock.calls.length > 0);
    await first.stop();
    await deploy('1', '2', '3');
    await until(() => stored.includes('second 3'));
    expect(stored).toEqual([
      ...['begin first', 'begin second', 'second 1', 'second 2'],
      ...['begin second', 'second 3'],
    ]);
  });

  it('publish what happened, in order, although subscribers throw and the database is away meanwhile', async () => {
    const { knex, deploy } = await setUp();
    const { knex: flaky, state } = unreliable(knex);
    const events = DefaultEventsService.create({
      logger: mockServices.logger.mock(),
    });
    const heard: string[] = [];
    await events.subscribe({
      id: 'throws',
      topics: [DORA_RELEASES_TOPIC],
      onEvent: async () => {
        throw new Error('A subscriber that throws');
      },
    });
    await events.subscribe({
      id: 'hears',
      topics: [DORA_RELEASES_TOPIC],
      onEvent: async ({ eventPayload }) => {
        const { type, version } = eventPayload as ReleaseEvent;
        heard.push(`${type} ${version}`);
        // When all is sent, and before it is noted.
        state.isAway = heard.length === 2;
      },
    });
    const relay: ReleaseEventConsumer = publishReleases({
      ...{ events, logger: mockServices.logger.mock() },
      // A month later, it would be history.
      now: () => MONDAY + HOUR,
    });
    const { logger } = await start(flaky, relay);
    await deploy('1', '2');
    await until(() => heard.length >= 2);
    await until(() => logger.warn.mock.calls.length > 0);
    expect(logger.warn).toHaveBeenCalledWith(
      'Event consumers cannot reach the database',
      expect.anything(),
    );
    state.isAway = false;
    await until(() => heard.length >= 4);
    await deploy('1', '2', '3');
    await until(() => heard.length >= 5);
    await sleep(5 * PACE.poll);
    // Once or more, never less.
    expect(heard).toEqual([
      ...['release.created 1', 'release.created 2'],
      ...['release.created 1', 'release.created 2'],
      'release.created 3',
    ]);
  });

  it('begin with what becomes true from then on, and refuse a name that is taken', async () => {
    const { knex, deploy } = await setUp();
    await deploy('1');
    const heard: (string | null)[] = [];
    const consumer: StoringConsumer = {
      name: 'new',
      handle: async events => {
        events.forEach(({ version }) => heard.push(version));
      },
    };
    const { stop } = await start(knex, consumer);
    await deploy('1', '2');
    await until(() => heard.length > 0);
    await stop();
    await deploy('1', '2', '3');
    await start(knex, consumer);
    await until(() => heard.length > 1);
    expect(heard).toEqual(['2', '3']);

    const consumers = new EventConsumers();
    consumers.addConsumer(consumer);
    expect(() => consumers.addConsumer(consumer)).toThrow(
      'Two event consumers are named new',
    );
  });
});
