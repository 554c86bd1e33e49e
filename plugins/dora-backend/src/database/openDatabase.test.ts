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

import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { doraPlugin } from '../plugin';
import { openDatabase } from './openDatabase';

jest.setTimeout(60_000);

/** Where the plugin's log says that the database is in memory. */
const IN_MEMORY = expect.stringMatching(
  /in memory.*lost.*backend\.database\.connection/,
);

describe('openDatabase', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  it.each(databases.eachSupportedId())(
    'starts on what a newer version has migrated and written, on %s',
    async id => {
      const knex = await databases.init(id);
      const start = () =>
        startTestBackend({
          features: [
            doraPlugin,
            mockServices.database.factory({ knex }),
            catalogServiceMock.factory({ entities: [] }),
          ],
        });
      const deployment = (name: string) => ({
        source: 'ci',
        id: name,
        entityRef: 'component:default/cart',
        environment: 'prod',
        status: 'success',
        finishedAt: '2026-03-02T00:00:00Z',
      });
      const older = await start();
      await older.stop();

      await knex('knex_migrations').insert({
        name: '29990101000001_newer.js',
        batch: 2,
        migration_time: new Date(),
      });
      await knex.schema.createTable('newer', table => table.text('anything'));
      await knex.schema.alterTable('deployments', table => {
        table.text('newer');
        table.integer('newer_too').notNullable().defaultTo(1);
      });

      const { server } = await start();
      await request(server)
        .post('/api/dora/ingest')
        .send({ deployments: [deployment('1'), deployment('2')] })
        .expect(200);
      const { body } = await request(server)
        .get('/api/dora/coverage')
        .expect(200);
      expect(body.sources).toEqual([
        expect.objectContaining({ source: 'ci', facts: 2 }),
      ]);
    },
  );

  it.each([
    [':memory:', true],
    [{ filename: ':memory:' }, true],
    [{ directory: join(tmpdir(), `dora-${process.pid}`) }, false],
  ])('warns if the database is in memory: %j', async (connection, warns) => {
    const logger = mockServices.logger.mock();
    const database = DatabaseManager.fromConfig(
      mockServices.rootConfig({
        data: {
          backend: { database: { client: 'better-sqlite3', connection } },
        },
      }),
    ).forPlugin('dora', { lifecycle: mockServices.lifecycle.mock(), logger });

    const knex = await openDatabase(database, logger);
    await knex.destroy();
    if (typeof connection === 'object' && 'directory' in connection) {
      await rm(connection.directory, { recursive: true });
    }
    expect(logger.warn.mock.calls).toEqual(warns ? [[IN_MEMORY]] : []);
  });

  it.each(databases.eachSupportedId())(
    'warns on %s only if it is in memory',
    async id => {
      const logger = mockServices.logger.mock();
      const knex = await databases.init(id);
      await openDatabase({ getClient: async () => knex }, logger);
      expect(logger.warn.mock.calls).toEqual(
        id === 'SQLITE_3' ? [[IN_MEMORY]] : [],
      );
    },
  );
});
