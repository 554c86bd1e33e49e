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

async function migrateUntilBefore(knex: Knex, file: string) {
  expect(files).toContain(file);
  for (let index = 0; index < files.indexOf(file); index++) {
    await up(knex);
  }
}

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

const identity = (id: string) => ({ source: 'ci', id, received_at: 1 });

/** A row in each table of facts. */
async function insertFacts(knex: Knex) {
  await knex('entities').insert({
    id: 7,
    ref: 'component:default/cart-api',
    kind: 'component',
  });
  await knex('deployments').insert({
    ...identity('d'),
    pk: 1,
    entity_id: 7,
    environment: 'prod',
    status: 'success',
    workspace: 'default',
    finished_at: Date.UTC(2099, 0, 1),
  });
  await knex('deployment_changes').insert({
    change_source: 'scm',
    change_id: 'c',
    deployment_pk: 1,
  });
  await knex('changes').insert({ ...identity('c'), first_commit_at: 1 });
  await knex('incidents').insert({
    ...identity('i'),
    entity_id: 7,
    started_at: 1,
    kind: 'incident',
  });
  await knex('signals').insert({
    ...identity('s'),
    entity_id: 7,
    type: 'slo',
    at: 1,
    value: 0.1,
  });
  await knex('corrections').insert({
    id: 'x',
    action: 'detach',
    deployment_source: 'ci',
    deployment_id: 'd',
    by: 'user:default/guest',
    at: 1,
  });
  await knex('rejected_facts').insert({
    kind: 'changes',
    source: 'ci',
    id: 'r',
    reason: 'none',
    at: 1,
  });
}

/** A row in each table of derived data. */
async function insertDerived(knex: Knex) {
  const at = { entity_id: 7, day: 1 };
  await knex('derivation_queue').insert({ entity_id: 7 });
  await knex('derivation_state').insert({ key: 'rules', value: '{}' });
  await knex('releases').insert({
    ...at,
    id: 1,
    occurrence: 1,
    time: 1,
    kind: 'code',
    rollouts: 1,
    workspaces: 1,
    last_rollout_at: 1,
    changes_from: 'none',
    batch_size: 0,
  });
  await knex('rollouts').insert({
    deployment_pk: 1,
    release_id: 1,
    entity_id: 7,
    workspace: 'default',
    time: 1,
  });
  await knex('release_changes').insert({
    ...at,
    release_id: 1,
    change_pk: 1,
    first: true,
  });
  await knex('release_reasons').insert({
    release_id: 1,
    entity_id: 7,
    reason: 'window',
  });
  await knex('incident_links').insert({
    ...at,
    incident_pk: 1,
    link: 'unattributed',
  });
}

/** What puts a row into each table that a migration makes; a migration without a new table needs none. */
const ROWS_AFTER: Record<string, (knex: Knex) => Promise<void>> = {
  '20261121000001_facts.js': insertFacts,
  '20261121000002_derived.js': insertDerived,
  '20261121000005_sources.js': async knex => {
    await knex('source_state').insert({
      source: 'scm',
      key: 'cursor',
      value: '"x"',
    });
    await knex('source_synchronisations').insert({
      source: 'scm',
      subject: 'cart/api',
      entity_refs: '[]',
      state: 'waiting',
      until: 3,
      at: 2,
    });
  },
  '20261121000003_derived_blocks.js': async knex => {
    await knex('derived_blocks').insert({ entity_id: 7, block: 0, version: 1 });
  },
  '20261121000006_fact_log.js': async knex => {
    await knex('fact_log').insert({
      kind: 'signals',
      received_at: 2,
      facts: 1,
      deleted: '[["ci","x",7]]',
    });
  },
  '20261121000009_lists.js': async knex => {
    await knex('unreleased_changes').insert({ change_pk: 2, time: 1 });
  },
  '20261201000009_honest.js': async knex => {
    await knex('excluded_deployments').insert({
      deployment_pk: 2,
      entity_id: 7,
      time: 1,
      day: 1,
      exclusion: 'failed',
      echo: false,
    });
  },
};

/** All rows by their table, as text. */
async function rowsOf(knex: Knex): Promise<Record<string, string[]>> {
  const rows: Record<string, string[]> = {};
  for (const table of await tablesOf(knex)) {
    rows[table] = (await knex(table).select())
      .map(row => JSON.stringify(row, Object.keys(row).sort()))
      .sort();
  }
  return rows;
}

describe.each(databases.eachSupportedId())('Migrations on %s', id => {
  it.each(files)('%s leaves nothing behind when taken back', async file => {
    const knex = await databases.init(id);
    await migrateUntilBefore(knex, file);
    const before = await schemaOf(knex);
    await up(knex);
    const after = await schemaOf(knex);
    expect(after).not.toEqual(before);
    await down(knex);
    expect(await schemaOf(knex)).toEqual(before);
    await up(knex);
    expect(await schemaOf(knex)).toEqual(after);
    await knex.destroy();
  });

  it.each(files)(
    '%s keeps the rows that are there, up and down',
    async file => {
      const knex = await databases.init(id);
      for (const earlier of files.slice(0, files.indexOf(file))) {
        await up(knex);
        await ROWS_AFTER[earlier]?.(knex);
      }
      const before = await rowsOf(knex);
      await up(knex);
      const after = await rowsOf(knex);
      for (const [table, rows] of Object.entries(before)) {
        // Columns may come and go, rows may not.
        expect([table, after[table]?.length]).toEqual([table, rows.length]);
      }
      await ROWS_AFTER[file]?.(knex);
      await down(knex);
      expect(await rowsOf(knex)).toEqual(before);
      await up(knex);
      expect(await rowsOf(knex)).toEqual(after);
      await knex.destroy();
    },
  );

  it('leaves no table without rows in these tests', async () => {
    const knex = await databases.init(id);
    for (const file of files) {
      await up(knex);
      await ROWS_AFTER[file]?.(knex);
    }
    const rows = await rowsOf(knex);
    expect(Object.keys(rows).filter(table => rows[table].length === 0)).toEqual(
      [],
    );
    // With all of them gone, nothing is left.
    for (const _ of files) {
      await down(knex);
    }
    expect(await tablesOf(knex)).toEqual([]);
    await knex.destroy();
  });

  it('20261121000001_facts.js', async () => {
    const knex = await databases.init(id);
    await migrateUntilBefore(knex, '20261121000001_facts.js');
    await up(knex);
    await insertFacts(knex);
    for (const table of ['deployments', 'changes', 'incidents', 'signals']) {
      const { pk, ...row } = await knex(table).first();
      await expect(knex(table).insert(row)).rejects.toMatchObject({
        message: expect.stringMatching(/unique/i),
      });
    }
    const { pk, ...deployment } = await knex('deployments').first();
    expect(Number(deployment.finished_at)).toBe(Date.UTC(2099, 0, 1));
    await expect(
      knex('deployments').insert({ ...deployment, id: 'e', entity_id: 8 }),
    ).rejects.toMatchObject({ message: expect.stringMatching(/foreign key/i) });
    expect(await knex('signals').first('value')).toEqual({ value: 0.1 });

    await knex('deployments').delete();
    expect(await knex('deployment_changes').select()).toEqual([]);

    await down(knex);
    expect(await knex.schema.hasTable('entities')).toBe(false);
    await knex.destroy();
  });

  it('20261121000002_derived.js', async () => {
    const knex = await databases.init(id);
    await migrateUntilBefore(knex, '20261121000002_derived.js');
    await insertFacts(knex);
    await up(knex);
    await insertDerived(knex);
    expect(await knex('releases').first()).toMatchObject({
      version: null,
      recovered_at: null,
    });
    expect(Boolean((await knex('releases').first()).failed)).toBe(false);

    await down(knex);
    expect(await knex.schema.hasTable('releases')).toBe(false);
    expect(await knex('deployments').pluck('id')).toEqual(['d']);
    await up(knex);
    expect(await knex('releases').select()).toEqual([]);
    await knex.destroy();
  });

  it('20261121000003_derived_blocks.js', async () => {
    const knex = await databases.init(id);
    await migrateUntilBefore(knex, '20261121000003_derived_blocks.js');
    await insertFacts(knex);
    await insertDerived(knex);
    await up(knex);
    const block = { entity_id: 7, block: -1 };
    await knex('derived_blocks').insert({ ...block, version: 2 ** 40 });
    await expect(
      knex('derived_blocks').insert({ ...block, version: 1 }),
    ).rejects.toMatchObject({ message: expect.stringMatching(/unique/i) });
    const { version } = await knex('derived_blocks').first('version');
    expect(Number(version)).toBe(2 ** 40);

    await down(knex);
    expect(await knex.schema.hasTable('derived_blocks')).toBe(false);
    expect(await knex('releases').pluck('day')).toEqual([1]);
    await knex.destroy();
  });

  it('20261121000006_fact_log.js', async () => {
    const knex = await databases.init(id);
    await migrateUntilBefore(knex, '20261121000006_fact_log.js');
    await insertFacts(knex);
    await knex('changes').insert({ ...identity('e'), first_commit_at: 1 });
    await knex('changes').insert({
      ...identity('f'),
      first_commit_at: 1,
      received_at: 2,
    });
    await up(knex);
    const log = await knex('fact_log').orderBy('seq');
    expect(
      log.map(row => ({
        ...row,
        seq: undefined,
        received_at: Number(row.received_at),
        facts: Number(row.facts),
      })),
    ).toEqual(
      [
        { kind: 'deployments', received_at: 1, facts: 1, stored: '[1]' },
        { kind: 'changes', received_at: 1, facts: 2, stored: '[1,2]' },
        { kind: 'changes', received_at: 2, facts: 1, stored: '[3]' },
        { kind: 'incidents', received_at: 1, facts: 1, stored: '[1]' },
        { kind: 'signals', received_at: 1, facts: 1, stored: '[1]' },
        { kind: 'corrections', received_at: 1, facts: 1, stored: '["x"]' },
      ].map(row => ({ ...row, position: null, deleted: null, seq: undefined })),
    );
    await knex.destroy();
  });

  it('20261121000007_queued_changes.js', async () => {
    const knex = await databases.init(id);
    await migrateUntilBefore(knex, '20261121000007_queued_changes.js');
    await knex('derivation_queue').insert([
      { entity_id: 7 },
      { change_pk: 2 ** 40 },
      { incident_pk: 3 },
    ]);
    await up(knex);
    const queued = () =>
      knex('derivation_queue')
        .orderBy('id')
        .select('entity_id', 'change_pks', 'incident_pk');
    const none = { entity_id: null, change_pks: null, incident_pk: null };
    const others = [
      { ...none, entity_id: 7 },
      { ...none, incident_pk: id === 'SQLITE_3' ? 3 : '3' },
    ];
    expect(await queued()).toEqual([
      others[0],
      { ...none, change_pks: `[${2 ** 40}]` },
      others[1],
    ]);

    await knex('derivation_queue').insert({ change_pks: '[5,6]' });
    await down(knex);
    const pks = await knex('derivation_queue')
      .whereNotNull('change_pk')
      .orderBy('change_pk')
      .pluck('change_pk');
    expect(pks.map(Number)).toEqual([5, 6, 2 ** 40]);
    await up(knex);
    expect((await queued()).filter(row => row.change_pks === null)).toEqual(
      others,
    );
    await knex.destroy();
  });

  it('20261121000009_lists.js', async () => {
    const knex = await databases.init(id);
    await migrateUntilBefore(knex, '20261121000009_lists.js');
    await insertFacts(knex);
    await insertDerived(knex);
    const [first, second] = [
      await knex('releases').first(),
      await knex('release_changes').first(),
    ];
    await knex('releases').insert({ ...first, id: 2, time: 2 });
    await knex('release_changes').insert([
      { ...second, change_pk: 2, lead_time: 0 },
      { ...second, change_pk: 3, first: false },
    ]);
    await knex('changes').insert(
      [
        { pk: 3, merged_at: 9 },
        { pk: 4, merged_at: 2 ** 40 },
        { pk: 5, entity_id: 7, merged_at: null },
      ].map(row => ({
        ...identity(`c${row.pk}`),
        entity_id: null,
        first_commit_at: 6,
        ...row,
      })),
    );
    await up(knex);
    expect(
      await knex('releases')
        .orderBy('id')
        .select('id', 'changes', 'first_changes', 'lead_times')
        .then(rows => rows.map(row => Object.values(row).map(Number))),
    ).toEqual([
      [1, 3, 2, 1],
      [2, 0, 0, 0],
    ]);
    expect(
      (await knex('unreleased_changes').orderBy('change_pk')).map(row => [
        Number(row.change_pk),
        row.entity_id,
        Number(row.time),
      ]),
    ).toEqual([
      [4, null, 2 ** 40],
      [5, 7, 6],
    ]);

    await down(knex);
    expect(await knex.schema.hasTable('unreleased_changes')).toBe(false);
    expect(await knex('release_changes').pluck('release_id')).toHaveLength(3);
    await knex.destroy();
  });

  it('20261121000005_sources.js', async () => {
    const knex = await databases.init(id);
    await migrateUntilBefore(knex, '20261121000005_sources.js');
    await up(knex);
    const state = { source: 'github', key: 'a', value: '{}' };
    await knex('source_state').insert([
      state,
      { ...state, source: 'gitlab' },
      { ...state, key: 'Ä' },
      { ...state, key: 'B' },
    ]);
    await expect(knex('source_state').insert(state)).rejects.toMatchObject({
      message: expect.stringMatching(/unique/i),
    });
    expect(
      await knex('source_state')
        .where({ source: 'github' })
        .orderBy('key')
        .pluck('key'),
    ).toEqual(['B', 'a', 'Ä']);

    const synchronisation = {
      source: 'github',
      subject: 'acme/cart',
      entity_refs: '[]',
      state: 'waiting',
      until: Date.UTC(2099, 0, 1),
      at: 1,
    };
    await knex('source_synchronisations').insert(synchronisation);
    await expect(
      knex('source_synchronisations').insert(synchronisation),
    ).rejects.toMatchObject({ message: expect.stringMatching(/unique/i) });

    await down(knex);
    expect(await knex.schema.hasTable('source_state')).toBe(false);
    expect(await knex.schema.hasTable('source_synchronisations')).toBe(false);
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
      const { rows: tables } = await knex.raw(
        `select count(*)::int as commented from pg_class c
       where relkind = 'r' and obj_description(oid) is not null and relnamespace = current_schema()::regnamespace`,
      );
      expect(tables[0].commented).toBeGreaterThanOrEqual(15);
      await knex.destroy();
    });
  });
}
