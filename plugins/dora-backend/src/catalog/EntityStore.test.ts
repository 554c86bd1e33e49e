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
import { migrate } from './__testUtils__/database';
import { CatalogEntity, EntityStore } from './EntityStore';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const entity = (
  ref: string,
  values: Partial<CatalogEntity> = {},
): CatalogEntity => ({
  ref,
  title: ref.split('/')[1],
  relations: { ownedBy: [], partOf: [], childOf: [] },
  settings: {},
  ...values,
});

describe.each(databases.eachSupportedId())('EntityStore on %s', databaseId => {
  let knex: Knex;
  let store: EntityStore;

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    await migrate(knex);
    store = EntityStore.create({ knex });
  });

  afterEach(() => knex.destroy());

  const intern = (refs: string[]) =>
    knex.transaction(tx => store.intern(tx, refs));
  const replace = (entities: CatalogEntity[]) =>
    knex.transaction(tx => store.replaceCatalog(tx, entities));

  it('assigns every reference a permanent id', async () => {
    const first = await intern(['system:default/b', 'component:default/a']);
    expect(Object.fromEntries(first)).toEqual({
      'component:default/a': { id: expect.any(Number), inCatalog: false },
      'system:default/b': { id: expect.any(Number), inCatalog: false },
    });
    const more = await intern([
      'component:default/c',
      'component:default/a',
      'component:default/a',
    ]);
    expect(more.size).toBe(2);
    expect(more.get('component:default/a')).toEqual(
      first.get('component:default/a'),
    );
    expect(await intern([])).toEqual(new Map());
    expect(await knex('entities').orderBy('ref').select('ref', 'kind')).toEqual(
      [
        { ref: 'component:default/a', kind: 'component' },
        { ref: 'component:default/c', kind: 'component' },
        { ref: 'system:default/b', kind: 'system' },
      ],
    );
  });

  it('takes any number of references at once, and any text in them', async () => {
    const refs = Array.from({ length: 20_000 }, (_, i) => `component:n/${i}`);
    refs.push(`component:n/'";drop table entities--{}\\,`);
    const interned = await intern(refs);
    expect([...interned.keys()].sort()).toEqual(refs.sort());
    expect(new Set([...interned.values()].map(({ id }) => id)).size).toBe(
      refs.length,
    );
  });

  it('forgets what a transaction interned that was rolled back', async () => {
    await expect(
      knex.transaction(async tx => {
        await store.intern(tx, ['component:default/a']);
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    expect(await knex('entities').select()).toEqual([]);
    const { id } = (await intern(['component:default/a'])).get(
      'component:default/a',
    )!;
    expect(await knex('entities').where({ id }).first('ref')).toEqual({
      ref: 'component:default/a',
    });
  });

  it('keeps what the catalog has, and returns it', async () => {
    const entities = [
      entity('component:default/a', {
        title: 'The "A" – 字',
        type: 'service',
        lifecycle: 'production',
        relations: {
          ownedBy: ['group:default/g', 'user:default/u'],
          partOf: ['system:default/s'],
          childOf: [],
        },
      }),
      entity('group:default/g'),
    ];
    const { id } = (await intern(['component:default/a'])).get(
      'component:default/a',
    )!;
    await intern(['component:default/elsewhere']);

    await replace(entities);
    const loaded = await store.load();
    expect(loaded.map(({ id: _, ...rest }) => rest)).toEqual(
      expect.arrayContaining(entities),
    );
    expect(loaded).toHaveLength(2);
    expect(loaded).toContainEqual({ ...entities[0], id });
    expect(
      (await intern(['component:default/a'])).values().next().value,
    ).toEqual({ id, inCatalog: true });
  });

  it('marks entities that leave the catalog, and unmarks them when they return', async () => {
    const a = entity('component:default/a', { type: 'service' });
    const b = entity('component:default/b');
    await replace([a, b]);
    const before = await store.load();

    await replace([{ ...a, type: undefined, title: 'New' }]);
    expect(await store.load()).toEqual([
      {
        ...before.find(({ ref }) => ref === a.ref),
        type: undefined,
        title: 'New',
      },
    ]);
    expect((await intern([b.ref])).get(b.ref)?.inCatalog).toBe(false);

    await replace([b, a]);
    const sorted = (list: CatalogEntity[]) =>
      [...list].sort((x, y) => (x.ref < y.ref ? -1 : 1));
    expect(sorted(await store.load())).toEqual(sorted(before));
  });
});

if (databases.supports('POSTGRES_18')) {
  it('gives one id to a reference that several transactions intern at once on PostgreSQL', async () => {
    const knex = await databases.init('POSTGRES_18');
    await migrate(knex);
    const refs = Array.from({ length: 300 }, (_, i) => `component:n/${i}`);
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        knex.transaction(async tx =>
          EntityStore.create({ knex }).intern(
            tx,
            i % 2 ? refs : [...refs].reverse(),
          ),
        ),
      ),
    );
    for (const result of results) {
      expect([...result].sort()).toEqual([...results[0]].sort());
    }
    expect(await knex('entities').count({ n: '*' }).first()).toEqual({
      n: '300',
    });
    await knex.destroy();
  });
}
