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

import knexFactory, { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A database that outlives the processes that use it. */
export interface LastingDatabase {
  /** `backend.database` for the processes. */
  config: object;
  /** Opens what the plugin has in it. */
  open(): Knex;
  remove(): Promise<void>;
}

async function createSqlite(): Promise<LastingDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'dora-process-'));
  return {
    config: { client: 'better-sqlite3', connection: { directory } },
    open: () =>
      knexFactory({
        client: 'better-sqlite3',
        connection: { filename: join(directory, 'dora.sqlite') },
        useNullAsDefault: true,
      }),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** @param tablespace - where the database is to be, if not where the server puts it */
export async function createPostgres(
  server: string,
  tablespace?: string,
): Promise<LastingDatabase> {
  const name = `dora_process_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  const run = async (statement: string, ...names: string[]) => {
    const knex = knexFactory({ client: 'pg', connection: server });
    try {
      await knex.raw(statement, [name, ...names]);
    } finally {
      await knex.destroy();
    }
  };
  await (tablespace
    ? run('create database ?? tablespace ??', tablespace)
    : run('create database ??'));
  return {
    // One schema per plugin, so that there is one database to remove.
    config: {
      client: 'pg',
      connection: url.href,
      pluginDivisionMode: 'schema',
    },
    open: () =>
      knexFactory({
        client: 'pg',
        connection: url.href,
        searchPath: ['dora'],
        // Tests that take the database away need not be told that it is.
        log: { error: () => undefined },
      }),
    remove: () => run('drop database ?? with (force)'),
  };
}

const server = process.env.BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING;

/** The databases that are there to test with; PostgreSQL with `scripts/test.mjs`. */
export const LASTING_DATABASES: [string, () => Promise<LastingDatabase>][] = [
  ['SQLite', createSqlite],
  ...(server
    ? [
        ['PostgreSQL', () => createPostgres(server)] as [
          string,
          () => Promise<LastingDatabase>,
        ],
      ]
    : []),
];
