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
import { Entity } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Knex } from 'knex';
import { migrate } from './__testUtils__/database';
import {
  catalogEntities,
  Organisation,
  short,
} from './__testUtils__/organisation';
import { DefaultHierarchyService } from './DefaultHierarchyService';
import { HierarchyRefresh } from './HierarchyRefresh';
import { DomainKind } from './types';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const SECOND = 1000;

const SHOP: Organisation = {
  'component:api': { partOf: ['system:cart'], title: 'Cart API', type: 'x' },
  'component:ui': { partOf: ['system:cart'] },
  'component:tool': { ownedBy: ['group:shop'] },
  'system:cart': { ownedBy: ['group:shop'], partOf: ['domain:sales'] },
  'domain:sales': {},
  'group:shop': { childOf: ['group:all'] },
  'group:all': {},
};

/** A catalog whose entities change. */
class FakeCatalog {
  entities: Entity[] = [];
  /** Thrown when that many pages have been read */
  failAfterPages?: number;
  /** Called by each look */
  delay = () => {};
  looks = 0;
  pages = 0;

  readonly service = catalogServiceMock.mock({
    streamEntities: request => this.#stream(request),
  }) as CatalogService;

  set(organisation: Organisation) {
    this.entities = catalogEntities(organisation);
  }

  async *#stream(request?: Parameters<CatalogService['streamEntities']>[0]) {
    this.looks += 1;
    this.delay();
    let read = 0;
    const all = catalogServiceMock({ entities: this.entities });
    for await (const page of all.streamEntities(request)) {
      if (read === this.failAfterPages) {
        throw new Error('the catalog broke down');
      }
      read += 1;
      this.pages += 1;
      yield page;
    }
  }
}

describe.each(databases.eachSupportedId())(
  'HierarchyRefresh on %s',
  databaseId => {
    let knex: Knex;
    let catalog: FakeCatalog;
    let now: number;
    const listener = { changed: jest.fn(), committed: jest.fn() };
    const logger = mockServices.logger.mock();

    beforeEach(async () => {
      jest.clearAllMocks();
      knex = await databases.init(databaseId);
      await migrate(knex);
      catalog = new FakeCatalog();
      now = Date.UTC(2026, 0, 1);
    });

    afterEach(() => knex.destroy());

    const create = (domain: DomainKind = 'group') =>
      HierarchyRefresh.create({
        knex,
        catalog: catalog.service,
        auth: mockServices.auth(),
        config: { domain },
        listener,
        logger,
        now: () => now,
      });

    const service = () =>
      DefaultHierarchyService.create({
        knex,
        catalog: catalog.service,
        auth: mockServices.auth(),
        permissions: mockServices.permissions(),
        config: { domain: 'group' },
        now: () => now,
      });

    /** Does what the scheduler does every five seconds. */
    const tick = async (refresh: HierarchyRefresh) => {
      now += 5 * SECOND;
      await refresh.schedule(
        mockServices.scheduler.mock({
          scheduleTask: async ({ fn }) => fn(new AbortController().signal),
        }),
      );
    };

    const refs = async () => {
      const hierarchy = await service().whole();
      return hierarchy
        .idsUnder()
        .map(id => short(hierarchy.getById(id)!.ref))
        .sort();
    };

    /** The entities that were reported to roll up differently. */
    const regrouped = async () => {
      const ids = listener.changed.mock.calls.flatMap(
        ([, changes]) => changes.regroupedIds,
      );
      listener.changed.mockClear();
      const found: string[] = await knex('entities')
        .whereIn('id', ids)
        .orderBy('ref')
        .pluck('ref');
      return found.map(short);
    };

    it('takes over the users that own something, by the name in their profile', async () => {
      const [tool, ...users] = catalogEntities({
        'component:tool': { ownedBy: ['user:ann', 'user:gone'] },
        'user:ann': {},
        'user:bob': {},
      });
      users.forEach(user => {
        user.spec = { profile: { displayName: `Dr ${user.metadata.name}` } };
      });
      users[0].relations = [
        { type: 'ownerOf', targetRef: 'component:default/tool' },
      ];
      catalog.entities.splice(0, Infinity, tool, ...users);
      await tick(create());
      const hierarchy = await service().whole();
      expect(hierarchy.get('user:ann')).toMatchObject({
        kind: 'user',
        title: 'Dr ann',
      });
      expect(hierarchy.get('user:bob')).toBeUndefined();
      expect(hierarchy.get('tool')?.parents).toEqual([]);
      for (const level of ['component', 'product'] as const) {
        expect(hierarchy.level(level).map(({ ref }) => ref)).toEqual([
          'component:default/tool',
        ]);
      }
    });

    it('takes over what the catalog has', async () => {
      catalog.set(SHOP);
      catalog.entities.push(
        ...catalogEntities({ 'api:cart': {}, 'user:u': {} }),
      );
      expect((await service().whole()).idsUnder()).toEqual([]);

      await tick(create());
      const hierarchy = await service().whole();
      expect(await refs()).toEqual(Object.keys(SHOP).sort());
      expect(hierarchy.get('api')).toEqual({
        id: expect.any(Number),
        ref: 'component:default/api',
        kind: 'component',
        title: 'Cart API',
        type: 'x',
        lifecycle: undefined,
        parents: ['system:default/cart'],
        owners: [],
      });
      expect(hierarchy.get('system:cart')?.parents).toEqual([
        'group:default/shop',
        'domain:default/sales',
      ]);
      expect(listener.committed).toHaveBeenCalledTimes(1);
    });

    it('reads large catalogs page by page', async () => {
      catalog.set(
        Object.fromEntries(
          Array.from({ length: 5000 }, (_, i) => [
            i % 5 ? `component:c${i}` : `system:s${i}`,
            i % 5
              ? { partOf: [`system:s${i - (i % 5)}`] }
              : { ownedBy: ['group:g'] },
          ]),
        ),
      );
      catalog.entities.push(...catalogEntities({ 'group:g': {} }));
      await tick(create());
      expect(catalog.pages).toBe(6);
      const hierarchy = await service().whole();
      expect(hierarchy.idsUnder('group:g')).toHaveLength(5001);
      expect(hierarchy.idsUnder('system:s10')).toHaveLength(5);
    });

    it('changes nothing when the catalog breaks down half-way, and says so once', async () => {
      catalog.set(SHOP);
      const refresh = create();
      await tick(refresh);
      const { version } = await service().whole();

      catalog.entities = catalogEntities({
        ...Object.fromEntries(
          Array.from({ length: 1500 }, (_, i) => [`component:c${i}`, {}]),
        ),
        'component:api': {},
      });
      for (const pages of [0, 1]) {
        catalog.failAfterPages = pages;
        await tick(refresh);
        expect((await service().whole()).version).toBe(version);
        expect(await refs()).toEqual(Object.keys(SHOP).sort());
      }
      expect(logger.warn).toHaveBeenCalledTimes(1);
      expect(listener.committed).toHaveBeenCalledTimes(1);

      catalog.failAfterPages = undefined;
      await tick(refresh);
      expect(await refs()).toHaveLength(1501);
    });

    it('stores nothing when the listener fails', async () => {
      catalog.set(SHOP);
      listener.changed.mockRejectedValueOnce(new Error('no queue'));
      const refresh = create();
      await tick(refresh);
      expect(await refs()).toEqual([]);
      await tick(refresh);
      expect(await refs()).toEqual(Object.keys(SHOP).sort());
    });

    it('keeps the version while nothing changes', async () => {
      catalog.set(SHOP);
      const refresh = create();
      await tick(refresh);
      const { version } = await service().whole();
      catalog.entities.reverse();
      await tick(refresh);
      await tick(create());
      expect((await service().whole()).version).toBe(version);
      expect(listener.changed).toHaveBeenCalledTimes(1);
      expect(listener.committed).toHaveBeenCalledTimes(1);

      catalog.set({
        ...SHOP,
        'component:ui': { partOf: ['system:cart'], title: 'UI' },
      });
      await tick(refresh);
      const after = await service().whole();
      expect(after.version).not.toBe(version);
      expect(after.get('ui')?.title).toBe('UI');
    });

    it('stores what two processes read at once a single time', async () => {
      catalog.set(SHOP);
      await Promise.all([tick(create()), tick(create())]);
      expect(listener.changed).toHaveBeenCalledTimes(1);
      expect(logger.warn).not.toHaveBeenCalled();
      expect(await refs()).toEqual(Object.keys(SHOP).sort());
    });

    it('keeps ids when an entity vanishes and comes back', async () => {
      catalog.set(SHOP);
      const refresh = create();
      await tick(refresh);
      const before = (await service().whole()).get('api');

      const { 'component:api': _, ...rest } = SHOP;
      catalog.set(rest);
      await tick(refresh);
      expect((await service().whole()).get('api')).toBeUndefined();
      expect((await service().whole()).getById(before!.id)).toBeUndefined();

      catalog.set(SHOP);
      await tick(refresh);
      expect((await service().whole()).get('api')).toEqual(before);
    });

    it('reports the entities that other components are under', async () => {
      catalog.set(SHOP);
      const refresh = create();
      await tick(refresh);
      expect(await regrouped()).toEqual(Object.keys(SHOP).sort());

      catalog.set({ ...SHOP, 'component:new': { partOf: ['system:cart'] } });
      await tick(refresh);
      expect(await regrouped()).toEqual([
        'component:new',
        'domain:sales',
        'group:all',
        'group:shop',
        'system:cart',
      ]);

      catalog.set({ ...SHOP, 'system:other': { ownedBy: ['group:all'] } });
      await tick(refresh);
      expect(await regrouped()).toEqual([
        'component:new',
        'domain:sales',
        'group:all',
        'group:shop',
        'system:cart',
        'system:other',
      ]);

      catalog.set({
        ...SHOP,
        'system:other': { ownedBy: ['group:all'] },
        'component:ui': { partOf: ['system:other'], title: 'UI' },
        'component:api': { partOf: ['system:cart'], title: 'Only a title' },
      });
      await tick(refresh);
      expect(await regrouped()).toEqual([
        'domain:sales',
        'group:shop',
        'system:cart',
        'system:other',
      ]);
    });

    it('rolls up anew when the configuration says otherwise', async () => {
      const organisation: Organisation = {
        'system:s': { partOf: ['domain:d'] },
        'domain:d': { ownedBy: ['group:g'] },
        'group:g': {},
      };
      catalog.set(organisation);
      await tick(create('group'));
      await regrouped();

      const refresh = create('domain');
      await tick(refresh);
      expect(await regrouped()).toEqual(['group:g']);
      await tick(refresh);
      expect(await regrouped()).toEqual([]);
    });

    it('survives texts that the database cannot keep', async () => {
      catalog.set({
        'component:a': { title: 'a\0b\ud800c', type: '\0' },
        'component:b': { title: '\0' },
      });
      await tick(create());
      const hierarchy = await service().whole();
      expect(hierarchy.get('a')).toMatchObject({
        title: 'ab\ufffdc',
        type: '',
      });
      expect(hierarchy.get('b')?.title).toBe('b');
    });

    it('reads every five seconds after the start and after a change, else every half a minute', async () => {
      const refresh = create();
      const reads = async (seconds: number) => {
        const before = catalog.looks;
        for (let i = 0; i < seconds; i += 5) {
          await tick(refresh);
        }
        return catalog.looks - before;
      };
      expect(await reads(100)).toBe(20);
      await reads(60);
      expect(await reads(300)).toBe(10);

      catalog.set(SHOP);
      await reads(30);
      expect(await refs()).toEqual(Object.keys(SHOP).sort());
      expect(await reads(30)).toBe(6);
      await reads(60);
      expect(await reads(300)).toBe(10);
    });

    it('rests after a slow answer for twenty times as long', async () => {
      const refresh = create();
      catalog.delay = () => {
        now += 3 * SECOND;
      };
      await tick(refresh);
      for (let i = 0; i < 11; i++) {
        await tick(refresh);
      }
      expect(catalog.looks).toBe(1);
      await tick(refresh);
      expect(catalog.looks).toBe(2);
    });

    it('notices two components that swap owners, systems that swap domains, and a new title alone', async () => {
      const before: Organisation = {
        'component:a': { ownedBy: ['group:x'], type: 'service' },
        'component:b': { ownedBy: ['group:y'], type: 'website' },
        'system:s': { partOf: ['domain:d'] },
        'system:t': { partOf: ['domain:e'] },
        ...{ 'group:x': {}, 'group:y': {}, 'domain:d': {}, 'domain:e': {} },
      };
      const refresh = create();
      const owners = async () => {
        await tick(refresh);
        const hierarchy = await service().whole();
        return ['component:a', 'component:b', 'system:s', 'system:t'].map(ref =>
          hierarchy.get(ref)!.parents.map(short).join(),
        );
      };
      catalog.set(before);
      expect(await owners()).toEqual([
        ...['group:x', 'group:y', 'domain:d', 'domain:e'],
      ]);
      await regrouped();

      const swapped: Organisation = {
        ...before,
        'component:a': { ownedBy: ['group:y'], type: 'website' },
        'component:b': { ownedBy: ['group:x'], type: 'service' },
        'system:s': { partOf: ['domain:e'] },
        'system:t': { partOf: ['domain:d'] },
      };
      catalog.set(swapped);
      expect(await owners()).toEqual([
        ...['group:y', 'group:x', 'domain:e', 'domain:d'],
      ]);
      expect(await regrouped()).toEqual([
        ...['domain:d', 'domain:e', 'group:x', 'group:y'],
      ]);

      catalog.set({ ...swapped, 'group:x': { title: 'The X' } });
      await tick(refresh);
      expect((await service().whole()).get('group:x')?.title).toBe('The X');
      expect(await regrouped()).toEqual([]);
    });

    it('catches up at once when asked, but does not ask the catalog all the time', async () => {
      const refresh = create();
      catalog.set({ 'component:a': {} });
      await refresh.catchUp();
      expect(await refs()).toEqual(['component:a']);

      catalog.set({ 'component:a': {}, 'component:b': {} });
      await Promise.all([refresh.catchUp(), refresh.catchUp()]);
      expect(await refs()).toEqual(['component:a']);
      expect(catalog.looks).toBe(1);

      now += 2 * SECOND;
      await Promise.all([refresh.catchUp(), refresh.catchUp()]);
      expect(await refs()).toEqual(['component:a', 'component:b']);
      expect(catalog.looks).toBe(2);
    });

    it('never fails when asked to catch up', async () => {
      catalog.set(SHOP);
      catalog.failAfterPages = 0;
      const refresh = create();
      await refresh.catchUp();
      expect(logger.warn).toHaveBeenCalledTimes(1);
      catalog.failAfterPages = undefined;
      now += 2 * SECOND;
      await refresh.catchUp();
      expect(await refs()).toEqual(Object.keys(SHOP).sort());
    });

    it('lets every process see what another one has read', async () => {
      const other = service();
      expect((await other.whole()).get('api')).toBeUndefined();
      catalog.set(SHOP);
      await tick(create());
      expect((await other.whole()).get('api')).toBeDefined();
      expect(await other.whole()).toBe(await other.whole());
    });
  },
);
