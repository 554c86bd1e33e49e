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

import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import { startPostgres } from '../postgres.mjs';
import { time } from './measure.mjs';

/*
 * A database for the backend, and the same database directly, for the floors:
 * `query` runs one statement, `copy` puts the rows of a table into a bare one, or
 * into one with the keys and indexes of the table, in the quickest way that there
 * is and returns the ms that it took, `settle` does
 * what a server does by itself within minutes of so many new rows, so that it is
 * not measured with whatever happens to come at that time.
 */

/** Settings for a server with durable data on a machine of this size. */
const SETTINGS = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '2GB',
  effective_cache_size: '8GB',
  work_mem: '32MB',
  maintenance_work_mem: '512MB',
  max_wal_size: '8GB',
  random_page_cost: '1.1',
};

async function startPostgresDatabase(home) {
  const server = await startPostgres(SETTINGS);
  const exchange = join(home, 'exchange');
  await mkdir(exchange);
  await chmod(exchange, 0o777); // the server runs as another user
  await chmod(home, 0o755);
  let client;
  return {
    name: 'PostgreSQL',
    config: { client: 'pg', connection: server.url },
    async open() {
      client = new pg.Client(`${server.url}/backstage_plugin_dora`);
      await client.connect();
    },
    query: async sql => (await client.query(sql)).rows,
    analyze: table => client.query(`vacuum analyze ${table}`),
    async settle() {
      await client.query('vacuum analyze');
      await client.query('checkpoint');
    },
    async copy(table, { indexed = false } = {}) {
      const file = join(exchange, table);
      await client.query(`copy ${table} to '${file}'`);
      await client.query(
        `create table bench_${table} (like ${table} ${
          indexed ? 'including indexes' : ''
        })`,
      );
      const ms = await time(() =>
        client.query(`copy bench_${table} from '${file}'`),
      );
      await client.query(`drop table bench_${table}`);
      return ms;
    },
    async stop() {
      await client?.end();
      await server.stop();
    },
  };
}

/** What makes a table like one that there is, with its keys and indexes. */
function definitionsOf(client, table) {
  return client
    .prepare(
      `select sql from sqlite_master
       where tbl_name = ? and sql is not null order by type desc`,
    )
    .pluck()
    .all(table)
    .map(sql =>
      sql
        .replace(/ index [`"]?/i, '$&bench_')
        .replace(
          new RegExp(`([\\s\`"])${table}(?=[\\s\`"(])`),
          '$1bench_' + table,
        ),
    );
}

async function startSqliteDatabase(home) {
  const directory = join(home, 'data');
  let client;
  return {
    name: 'SQLite',
    config: { client: 'better-sqlite3', connection: { directory } },
    async open() {
      client = new Sqlite(join(directory, 'dora.sqlite'));
    },
    async query(sql) {
      const statement = client.prepare(sql);
      return statement.reader ? statement.all() : statement.run();
    },
    analyze: table => client.exec(`analyze ${table}`),
    settle: () => client.exec('analyze'),
    async copy(table, { indexed = false } = {}) {
      const rows = client.prepare(`select * from ${table}`).raw().all();
      if (indexed) {
        definitionsOf(client, table).forEach(sql => client.exec(sql));
      } else {
        client.exec(
          `create table bench_${table} as select * from ${table} where false`,
        );
      }
      const width = client.pragma(`table_info(${table})`).length;
      const insert = client.prepare(
        `insert into bench_${table} values (${Array(width).fill('?')})`,
      );
      const insertAll = client.transaction(() =>
        rows.forEach(row => insert.run(row)),
      );
      const ms = await time(insertAll);
      client.exec(`drop table bench_${table}`);
      return ms;
    },
    async stop() {
      client?.close();
    },
  };
}

export const databases = {
  postgres: startPostgresDatabase,
  sqlite: startSqliteDatabase,
};
