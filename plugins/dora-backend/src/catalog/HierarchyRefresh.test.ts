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

import { SchedulerServiceTaskInvocationDefinition } from '@backstage/backend-plugin-api';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Knex } from 'knex';
import { DomainKind } from '../config';
import { migrate } from './__testUtils__/database';
import {
  catalogEntities,
  Organisation,
  short,
} from './__testUtils__/organisation';
import { DefaultHierarchyService } from './DefaultHierarchyService';
import { EntityStore } from './EntityStore';
import { HierarchyRefresh } from './HierarchyRefresh';

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
  looks = 0;
  pages = 0;

  readonly service = catalogServiceMock.mock({
    getEntityFacets: request => {
      this.looks += 1;
      return this.#real.getEntityFacets(request);
    },
    streamEntities: request => this.#stream(request),
  }) as CatalogService;

  set(organisation: Organisation) {
    this.entities = catalogEntities(organisation);
  }

  get #real() {
    return catalogServiceMock({ entities: this.entities });
  }

  async *#stream(request?: Parameters<CatalogService['streamEntities']>[0]) {
    let read = 0;
    for await (const page of this.#real.streamEntities(request)) {
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
    const derivation = {
      enqueue: jest.fn(),
      wake: jest.fn(),
      settled: jest.fn(),
      backlog: jest.fn(),
      repair: jest.fn(),
      isCurrent: jest.fn(),
    };
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
        config: {
          domain,
          refresh: { frequency: { minutes: 5 }, timeout: { minutes: 10 } },
        },
        derivation,
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

    /** The tasks, each with what runs it once. */
    const schedule = async (refresh: HierarchyRefresh) => {
      const tasks = new Map<string, SchedulerServiceTaskInvocationDefinition>();
      await refresh.schedule(
        mockServices.scheduler.mock({
          scheduleTask: async task => {
            tasks.set(task.id, task);
          },
        }),
      );
      return (id: string) => tasks.get(id)!.fn(new AbortController().signal);
    };

    const refs = async () => {
      const hierarchy = await service().whole();
      return hierarchy
        .idsUnder()
        .map(id => short(hierarchy.getById(id)!.ref))
        .sort();
    };

    /** Incidents by the entity that they hit, which need not be in the catalog. */
    const insertIncidents = async (...entityRefs: string[]) => {
      const store = EntityStore.create({ knex });
      const interned = await knex.transaction(tx =>
        store.intern(tx, entityRefs),
      );
      await knex('incidents').insert(
        entityRefs.map(ref => ({
          source: 's',
          id: ref,
          entity_id: interned.get(ref)!.id,
          started_at: 0,
          kind: 'incident',
          received_at: 0,
        })),
      );
    };

    /** The entities whose incidents are linked anew. */
    const relinked = async () => {
      const pks = derivation.enqueue.mock.calls.flatMap(([, request]) => [
        ...request.incidentPks,
      ]);
      derivation.enqueue.mockClear();
      const rows = await knex('incidents')
        .whereIn('pk', pks)
        .orderBy('id')
        .select('id');
      return rows.map(row => short(row.id));
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
      await create().refresh();
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

      await create().refresh();
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
      expect(derivation.wake).toHaveBeenCalledTimes(1);
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
      await create().refresh();
      expect(catalog.pages).toBe(6);
      expect(catalog.looks).toBe(1);
      const hierarchy = await service().whole();
      expect(hierarchy.idsUnder('group:g')).toHaveLength(5001);
      expect(hierarchy.idsUnder('system:s10')).toHaveLength(5);
    });

    it('changes nothing when the catalog breaks down half-way, and says so once', async () => {
      catalog.set(SHOP);
      const refresh = create();
      await refresh.refresh();
      const { version } = await service().whole();

      catalog.entities = catalogEntities({
        ...Object.fromEntries(
          Array.from({ length: 1500 }, (_, i) => [`component:c${i}`, {}]),
        ),
        'component:api': {},
      });
      for (const pages of [0, 1]) {
        catalog.failAfterPages = pages;
        await refresh.refresh();
        expect((await service().whole()).version).toBe(version);
        expect(await refs()).toEqual(Object.keys(SHOP).sort());
      }
      expect(logger.warn).toHaveBeenCalledTimes(1);
      expect(derivation.wake).toHaveBeenCalledTimes(1);

      catalog.failAfterPages = undefined;
      await refresh.refresh();
      expect(await refs()).toHaveLength(1501);
    });

    it('stores nothing when the incidents cannot be queued', async () => {
      catalog.set(SHOP);
      derivation.enqueue.mockRejectedValueOnce(new Error('no queue'));
      const refresh = create();
      await refresh.refresh();
      expect(await refs()).toEqual([]);
      await refresh.refresh();
      expect(await refs()).toEqual(Object.keys(SHOP).sort());
    });

    it('keeps the version while nothing changes', async () => {
      catalog.set(SHOP);
      const refresh = create();
      await refresh.refresh();
      const { version } = await service().whole();
      catalog.entities.reverse();
      await refresh.refresh();
      await create().refresh();
      expect((await service().whole()).version).toBe(version);
      expect(derivation.enqueue).toHaveBeenCalledTimes(1);
      expect(derivation.wake).toHaveBeenCalledTimes(1);

      catalog.set({
        ...SHOP,
        'component:ui': { partOf: ['system:cart'], title: 'UI' },
      });
      await refresh.refresh();
      const after = await service().whole();
      expect(after.version).not.toBe(version);
      expect(after.get('ui')?.title).toBe('UI');
    });

    it('stores what two processes read at once a single time', async () => {
      catalog.set(SHOP);
      await Promise.all([create().refresh(), create().refresh()]);
      expect(derivation.enqueue).toHaveBeenCalledTimes(1);
      expect(logger.warn).not.toHaveBeenCalled();
      expect(await refs()).toEqual(Object.keys(SHOP).sort());
    });

    it('keeps ids when an entity vanishes and comes back', async () => {
      catalog.set(SHOP);
      const refresh = create();
      await refresh.refresh();
      const before = (await service().whole()).get('api');

      const { 'component:api': _, ...rest } = SHOP;
      catalog.set(rest);
      await refresh.refresh();
      expect((await service().whole()).get('api')).toBeUndefined();
      expect((await service().whole()).getById(before!.id)).toBeUndefined();

      catalog.set(SHOP);
      await refresh.refresh();
      expect((await service().whole()).get('api')).toEqual(before);
    });

    it('links the incidents anew for which other components count', async () => {
      await insertIncidents(
        ...Object.keys(SHOP).map(ref => ref.replace(':', ':default/')),
        'component:default/new',
        'component:default/nowhere',
        'system:default/other',
      );
      catalog.set(SHOP);
      const refresh = create();
      await refresh.refresh();
      expect(await relinked()).toEqual(Object.keys(SHOP).sort());

      catalog.set({ ...SHOP, 'component:new': { partOf: ['system:cart'] } });
      await refresh.refresh();
      expect(await relinked()).toEqual([
        'component:new',
        'domain:sales',
        'group:all',
        'group:shop',
        'system:cart',
      ]);

      catalog.set({ ...SHOP, 'system:other': { ownedBy: ['group:all'] } });
      await refresh.refresh();
      expect(await relinked()).toEqual([
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
      await refresh.refresh();
      expect(await relinked()).toEqual([
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
      await insertIncidents('group:default/g', 'domain:default/d');
      catalog.set(organisation);
      await create('group').refresh();
      await relinked();

      const run = await schedule(create('domain'));
      await run('dora-hierarchy-watch');
      expect(await relinked()).toEqual(['group:g']);
      await run('dora-hierarchy-watch');
      expect(await relinked()).toEqual([]);
    });

    it('survives texts that the database cannot keep', async () => {
      catalog.set({
        'component:a': { title: 'a\0b\ud800c', type: '\0' },
        'component:b': { title: '\0' },
      });
      await create().refresh();
      const hierarchy = await service().whole();
      expect(hierarchy.get('a')).toMatchObject({
        title: 'ab\ufffdc',
        type: '',
      });
      expect(hierarchy.get('b')?.title).toBe('b');
    });

    it('sees a change of structure within seconds after the start and after a change, else within half a minute', async () => {
      const run = await schedule(create());
      const watch = async (seconds: number) => {
        for (let i = 0; i < seconds; i += 5) {
          now += 5 * SECOND;
          await run('dora-hierarchy-watch');
        }
      };
      await watch(5);
      expect(await refs()).toEqual([]);
      catalog.set({ 'component:a': {} });
      await watch(5);
      expect(await refs()).toEqual(['component:a']);
      catalog.set({ 'component:a': {}, 'system:s': {} });
      await watch(5);
      expect(await refs()).toEqual(['component:a', 'system:s']);
      expect(catalog.pages).toBe(3);

      await watch(300);
      expect(catalog.pages).toBe(3);
      const { looks } = catalog;
      await watch(300);
      expect(catalog.looks - looks).toBe(10);

      catalog.set({ 'component:a': { partOf: ['system:s'] }, 'system:s': {} });
      await watch(30);
      const hierarchy = await service().whole();
      expect(hierarchy.parent('a')?.ref).toBe('system:default/s');
      catalog.set({ 'component:a': { partOf: ['system:s'] } });
      await watch(5);
      expect(await refs()).toEqual(['component:a']);

      catalog.set({ 'component:a': { title: 'A' } });
      await run('dora-hierarchy-refresh');
      expect((await service().whole()).get('a')?.title).toBe('A');
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
      await create().refresh();
      expect((await other.whole()).get('api')).toBeDefined();
      expect(await other.whole()).toBe(await other.whole());
    });
  },
);
