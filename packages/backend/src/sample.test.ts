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

import {
  coreServices,
  createServiceFactory,
  SchedulerServiceTaskFunction,
  SchedulerServiceTaskInvocationDefinition,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import sample from '@backstage-dora/plugin-dora-backend-module-sample';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import doraPlugin from '@backstage-dora/plugin-dora-backend';
import { Coverage } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import request from 'supertest';

jest.setTimeout(240_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

/** Waits until a condition holds. */
async function eventually<T>(
  read: () => Promise<T>,
  isThere: (value: T) => boolean,
): Promise<T> {
  for (;;) {
    const value = await read();
    if (isThere(value)) {
      return value;
    }
    await new Promise(resolve => setTimeout(resolve, 500));
  }
}

describe('the sample feature', () => {
  /** Of each plugin; outlive the backend. */
  const knexes = new Map<string, Knex>();

  async function start(enabled?: boolean) {
    const tasks = new Map<string, SchedulerServiceTaskFunction>();
    const schedule = async ({
      id,
      fn,
    }: SchedulerServiceTaskInvocationDefinition) => {
      tasks.set(id, fn);
    };
    const scheduler = mockServices.scheduler.mock({
      scheduleTask: schedule,
      createScheduledTaskRunner: () => ({ run: schedule }),
    });
    const backend = await startTestBackend({
      features: [
        catalogPlugin,
        doraPlugin,
        sample,
        scheduler.factory,
        createServiceFactory({
          service: coreServices.database,
          deps: { plugin: coreServices.pluginMetadata },
          factory: ({ plugin }) => ({
            getClient: async () => {
              const id = plugin.getId();
              const knex = knexes.get(id) ?? (await databases.init('SQLITE_3'));
              knexes.set(id, knex);
              return knex;
            },
          }),
        }),
        mockServices.rootConfig.factory({
          data: {
            backend: { baseUrl: 'http://localhost:0' },
            dora: enabled === undefined ? {} : { sample: { enabled } },
          },
        }),
      ],
    });
    const get = async (path: string) =>
      (await request(backend.server).get(`/api${path}`).expect(200)).body;
    return {
      stop: () => backend.stop(),
      run: async (task: string) =>
        tasks.get(task)!(new AbortController().signal),
      entities: async (): Promise<number> =>
        (
          await get(
            '/catalog/entities/by-query?limit=0&filter=metadata.namespace=sample',
          )
        ).totalItems,
      coverage: (): Promise<Coverage> => get('/dora/coverage'),
    };
  }

  it('brings an organisation of which nothing is rejected, and takes it away', async () => {
    const without = await start();
    expect(await without.entities()).toBe(0);
    expect((await without.coverage()).sources).toEqual([]);
    await without.stop();

    const enabled = await start(true);
    // 17 groups, 6 domains, 42 systems and 94 components
    await eventually(enabled.entities, count => count === 159);
    await enabled.run('dora-sample');
    await enabled.run('dora-hierarchy-refresh');
    const { sources, rejected, unmapped } = await enabled.coverage();
    expect([...new Set(sources.map(({ kind }) => kind))].sort()).toEqual([
      'artifacts',
      'changes',
      'deployments',
      'incidents',
      'signals',
    ]);
    expect(sources.reduce((sum, { facts }) => sum + facts, 0)).toBeGreaterThan(
      25_000,
    );
    expect(rejected).toEqual([]);
    expect(unmapped).toEqual([]);
    for (const coverage of sources) {
      expect(coverage).toMatchObject({ sampleData: true, rejected: 0 });
    }
    await enabled.stop();

    const disabled = await start(false);
    await eventually(disabled.entities, count => count === 0);
    expect((await disabled.coverage()).sources).toEqual([]);
    await disabled.stop();
  });
});
