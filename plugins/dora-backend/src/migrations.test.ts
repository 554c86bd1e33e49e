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
import { Knex } from 'knex';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { isPostgres } from './database/sql';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const directory = resolve(__dirname, '../migrations');
const files = readdirSync(directory).filter(name => name.endsWith('.js'));

const up = (knex: Knex) => knex.migrate.up({ directory });
const down = (knex: Knex) => knex.migrate.down({ directory });

async function tablesOf(knex: Knex): Promise<string[]> {
  const names: string[] = isPostgres(knex)
    ? await knex('pg_tables')
        .whereRaw('schemaname = current_schema()')
        .pluck('tablename')
    : await knex('sqlite_master').where({ type: 'table' }).pluck('name');
  return names.filter(name => !/knex|^sqlite/.test(name)).sort();
}

/** All tables, columns, indexes and constraints, apart from those of the migrations themselves. */
async function schemaOf(knex: Knex): Promise<unknown[]> {
  if (!isPostgres(knex)) {
    // Not the text of the tables: it is another after a column came and went.
    const indexes = await knex('sqlite_master')
      .where({ type: 'index' })
      .whereRaw(`name not like '%knex%' and name not like 'sqlite%'`)
      .orderBy('name')
      .select('name', 'sql');
    const tables = await Promise.all(
      (
        await tablesOf(knex)
      ).map(async table => [
        table,
        await knex.raw(
          `select name, lower(type) as type, "notnull", dflt_value, pk
           from pragma_table_info(?) order by name`,
          [table],
        ),
        await knex.raw(
          `select "table", "from", "to", on_delete from pragma_foreign_key_list(?) order by "from"`,
          [table],
        ),
      ]),
    );
    return [...tables, ...indexes];
  }
  const { rows: columns } = await knex.raw(
    `select table_name, column_name, data_type, is_nullable, column_default
     from information_schema.columns
     where table_schema = current_schema() and table_name not like 'knex%'
     order by 1, 2`,
  );
  const { rows: indexes } = await knex.raw(
    `select indexdef from pg_indexes
     where schemaname = current_schema() and tablename not like 'knex%'
     order by 1`,
  );
  const { rows: constraints } = await knex.raw(
    `select conrelid::regclass::text as table_name, pg_get_constraintdef(oid) as definition
     from pg_constraint
     where connamespace = current_schema()::regnamespace
       and conrelid::regclass::text not like 'knex%'
     order by 1, 2`,
  );
  return [...columns, ...indexes, ...constraints];
}

const fact = (id: string) => ({ source: 'ci', id, received_at: 1 });
const place = { entity_id: 7, day: 1 };

/** A row for each table, in an order that foreign keys allow. */
const ROWS: Record<string, Record<string, string | number | boolean>> = {
  entities: { id: 7, ref: 'component:default/cart-api', kind: 'component' },
  deployments: {
    ...fact('d'),
    entity_id: 7,
    environment: 'prod',
    status: 'success',
    workspace: 'default',
    finished_at: Date.UTC(2099, 0, 1),
  },
  deployment_changes: {
    change_source: 'scm',
    change_id: 'c',
    deployment_pk: 1,
  },
  changes: { ...fact('c'), first_commit_at: 1 },
  incidents: { ...fact('i'), entity_id: 7, started_at: 1, kind: 'incident' },
  signals: { ...fact('s'), entity_id: 7, type: 'slo', at: 1, value: 0.1 },
  corrections: {
    id: 'x',
    action: 'detach',
    deployment_source: 'ci',
    deployment_id: 'd',
    by: 'user:default/guest',
    at: 1,
  },
  rejected_facts: {
    kind: 'changes',
    source: 'ci',
    id: 'r',
    reason: 'none',
    at: 1,
  },
  fact_log: { kind: 'signals', received_at: 2, facts: 1, stored: '[1]' },
  derivation_queue: { entity_id: 7 },
  derivation_state: { key: 'rules', value: '{}' },
  releases: {
    ...place,
    id: 1,
    occurrence: 1,
    time: 1,
    kind: 'code',
    rollouts: 1,
    workspaces: 1,
    last_rollout_at: 1,
    changes_from: 'none',
    batch_size: 0,
  },
  rollouts: {
    deployment_pk: 1,
    release_id: 1,
    entity_id: 7,
    workspace: 'default',
    time: 1,
  },
  release_changes: { ...place, release_id: 1, change_pk: 1, first: true },
  unreleased_changes: { change_pk: 2, time: 1 },
  release_reasons: { release_id: 1, entity_id: 7, reason: 'window' },
  incident_links: { ...place, incident_pk: 1, link: 'unattributed' },
  derived_blocks: { entity_id: 7, block: -1, version: 2 ** 40 },
  release_events: { position: 1, at: 1, events: 0, content: '[]' },
  event_consumers: { name: 'topic', position: 1, item: 0 },
  source_state: { source: 'scm', key: 'a', value: '{}' },
  source_synchronisations: {
    source: 'scm',
    subject: 'cart/api',
    entity_refs: '[]',
    state: 'waiting',
    until: 3,
    at: 2,
  },
};

/** All rows by their table. */
async function rowsOf(knex: Knex): Promise<Record<string, unknown[]>> {
  const rows: Record<string, unknown[]> = {};
  for (const table of await tablesOf(knex)) {
    rows[table] = await knex(table).select();
  }
  return rows;
}

/** Adds a row to each table that has none. */
async function fillTables(knex: Knex) {
  const rows = await rowsOf(knex);
  for (const [table, row] of Object.entries(ROWS)) {
    if (rows[table]?.length === 0) {
      await knex(table).insert(row);
    }
  }
}

describe.each(databases.eachSupportedId())('Migrations on %s', id => {
  it('go up, down and up again, with rows in all tables', async () => {
    const knex = await databases.init(id);
    const read = async () => ({
      schema: await schemaOf(knex),
      rows: await rowsOf(knex),
    });
    const before = [];
    for (const _ of files) {
      before.push(await read());
      await up(knex);
      await fillTables(knex);
    }
    const latest = await schemaOf(knex);
    expect(await tablesOf(knex)).toEqual(Object.keys(ROWS).sort());

    for (const expected of before.reverse()) {
      await down(knex);
      expect(await read()).toEqual(expected);
    }
    expect(await tablesOf(knex)).toEqual([]);

    await knex.migrate.latest({ directory });
    expect(await schemaOf(knex)).toEqual(latest);
    await knex.destroy();
  });

  it('make tables with keys, and columns that keep what is written', async () => {
    const knex = await databases.init(id);
    await knex.migrate.latest({ directory });
    await fillTables(knex);

    for (const table of [
      ...['entities', 'deployments', 'changes', 'incidents', 'signals'],
      ...['derived_blocks', 'source_state', 'source_synchronisations'],
    ]) {
      const { id: _id, ...entity } = ROWS.entities;
      await expect(
        knex(table).insert(table === 'entities' ? entity : ROWS[table]),
      ).rejects.toMatchObject({ message: expect.stringMatching(/unique/i) });
    }
    for (const table of ['deployments', 'changes', 'incidents', 'signals']) {
      await expect(
        knex(table).insert({ ...ROWS[table], id: 'other', entity_id: 8 }),
      ).rejects.toMatchObject({
        message: expect.stringMatching(/foreign key/i),
      });
    }

    const { finished_at: time } = await knex('deployments').first();
    expect(Number(time)).toBe(ROWS.deployments.finished_at);
    const { version } = await knex('derived_blocks').first('version');
    expect(Number(version)).toBe(2 ** 40);
    expect(await knex('signals').first('value')).toEqual({ value: 0.1 });
    const { failed, ...release } = await knex('releases').first();
    expect(Boolean(failed)).toBe(false);
    expect(release).toMatchObject({ version: null, recovered_at: null });

    // By code point on PostgreSQL too.
    await knex('source_state').insert([
      { ...ROWS.source_state, key: 'Ä' },
      { ...ROWS.source_state, key: 'B' },
    ]);
    expect(await knex('source_state').orderBy('key').pluck('key')).toEqual([
      ...['B', 'a', 'Ä'],
    ]);
    await knex.destroy();
  });
});

// SQLite has no comments.
if (databases.supports('POSTGRES_18')) {
  describe('Comments on POSTGRES_18', () => {
    it('say what every table and every column is', async () => {
      const knex = await databases.init('POSTGRES_18');
      await knex.migrate.latest({ directory });
      const { rows } = await knex.raw(
        `select c.relname as table_name, a.attname as column_name
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
       where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
         and c.relname not like 'knex%' and not a.attisdropped
         and (obj_description(c.oid) is null or col_description(c.oid, a.attnum) is null)`,
      );
      expect(rows).toEqual([]);
      await knex.destroy();
    });
  });
}
