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
  mockCredentials,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Knex } from 'knex';
import { migrate } from './__testUtils__/database';
import {
  catalogEntities,
  Organisation,
  short,
  storedEntities,
} from './__testUtils__/organisation';
import { DefaultHierarchyService } from './DefaultHierarchyService';
import { EntityStore } from './EntityStore';
import { Hierarchy } from './types';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const SECOND = 1000;

const ORGANISATION: Organisation = {
  'component:api': { partOf: ['system:cart'] },
  'component:ui': { partOf: ['system:cart'] },
  'system:cart': { ownedBy: ['group:shop'] },
  'group:shop': {},
};

const refs = (hierarchy: Hierarchy) =>
  hierarchy
    .idsUnder()
    .map(id => short(hierarchy.getById(id)!.ref))
    .sort();

describe.each(databases.eachSupportedId())(
  'DefaultHierarchyService on %s',
  databaseId => {
    let knex: Knex;
    let now: number;
    /** What the reader may read, as the catalog knows it. */
    let readable: string[];
    const authorizeConditional = jest.fn();
    const streamEntities = jest.fn();

    const store = async (organisation: Organisation, version: string) =>
      knex.transaction(async tx => {
        await EntityStore.create({ knex }).replaceCatalog(
          tx,
          storedEntities(organisation),
        );
        await tx('derivation_state')
          .insert({ key: 'hierarchy-version', value: version })
          .onConflict('key')
          .merge();
      });

    const create = () =>
      DefaultHierarchyService.create({
        knex,
        catalog: catalogServiceMock.mock({ streamEntities }),
        auth: mockServices.auth(),
        permissions: mockServices.permissions.mock({ authorizeConditional }),
        config: { domain: 'group' },
        now: () => now,
      });

    const decide = (result: AuthorizeResult, conditions?: object) =>
      authorizeConditional.mockResolvedValue([{ result, conditions }]);

    const decideOwner = (...claims: string[]) =>
      decide(AuthorizeResult.CONDITIONAL, { params: { claims } });

    beforeEach(async () => {
      jest.resetAllMocks();
      now = 0;
      readable = ['component:api', 'group:shop'];
      streamEntities.mockImplementation(request =>
        catalogServiceMock({
          entities: catalogEntities(ORGANISATION).filter(entity =>
            readable.includes(
              `${entity.kind.toLocaleLowerCase('en-US')}:${
                entity.metadata.name
              }`,
            ),
          ),
        }).streamEntities(request),
      );
      knex = await databases.init(databaseId);
      await migrate(knex);
      await store(ORGANISATION, 'v1');
    });

    afterEach(() => knex.destroy());

    it('holds the hierarchy until another version is stored', async () => {
      const service = create();
      const [first, second] = await Promise.all([
        service.whole(),
        service.whole(),
      ]);
      expect(second).toBe(first);
      expect(refs(first)).toEqual(Object.keys(ORGANISATION).sort());
      expect(first.version).toBe('v1');
      expect(first.unrestricted).toBe(true);

      await store({ 'component:api': {} }, 'v2');
      const third = await service.whole();
      expect(third.version).toBe('v2');
      expect(refs(third)).toEqual(['component:api']);
      expect(refs(first)).toEqual(Object.keys(ORGANISATION).sort());
    });

    it('reads by the transaction of the caller', async () => {
      const service = create();
      await knex.transaction(async tx => {
        expect(refs(await service.whole(tx))).toHaveLength(4);
        expect(await service.whole(tx)).toBe(await service.whole(tx));
      });
      await service.whole();
      await store({ 'component:api': {} }, 'v2');
      await knex.transaction(async tx =>
        expect(refs(await service.whole(tx))).toEqual(['component:api']),
      );
    });

    it('shows everything to readers with full permission', async () => {
      decide(AuthorizeResult.ALLOW);
      const service = create();
      const credentials = mockCredentials.service();
      expect(await service.readableBy(credentials)).toBe(await service.whole());
      expect(authorizeConditional).toHaveBeenCalledTimes(1);
      expect(authorizeConditional).toHaveBeenCalledWith(
        [
          {
            permission: expect.objectContaining({
              name: 'catalog.entity.read',
            }),
          },
        ],
        { credentials },
      );
      expect(streamEntities).not.toHaveBeenCalled();
    });

    it('shows nothing to readers without permission', async () => {
      decide(AuthorizeResult.DENY);
      const hierarchy = await create().readableBy(mockCredentials.user());
      expect(refs(hierarchy)).toEqual([]);
      expect(hierarchy.unrestricted).toBe(false);
      expect(hierarchy.get('api')).toBeUndefined();
      expect(streamEntities).not.toHaveBeenCalled();
    });

    it('shows what the catalog shows the reader when it depends', async () => {
      decideOwner('group:default/shop');
      const credentials = mockCredentials.user();
      const hierarchy = await create().readableBy(credentials);
      expect(refs(hierarchy)).toEqual(readable);
      expect(hierarchy.get('api')?.parents).toEqual(['group:default/shop']);
      expect(hierarchy.unrestricted).toBe(false);
      expect(streamEntities).toHaveBeenCalledTimes(1);
      expect(streamEntities).toHaveBeenCalledWith(
        expect.objectContaining({
          fields: ['kind', 'metadata.name', 'metadata.namespace'],
        }),
        { credentials },
      );
    });

    it('asks the catalog again after a while, or with another version, not for every call', async () => {
      decideOwner('group:default/shop');
      const service = create();
      const ask = () => service.readableBy(mockCredentials.user());
      const [first, second] = await Promise.all([ask(), ask()]);
      expect(second).toBe(first);
      readable = ['component:ui'];
      now = 29 * SECOND;
      expect(await ask()).toBe(first);
      expect(streamEntities).toHaveBeenCalledTimes(1);
      expect(authorizeConditional).toHaveBeenCalledTimes(3);

      now = 30 * SECOND;
      expect(refs(await ask())).toEqual(['component:ui']);
      expect(streamEntities).toHaveBeenCalledTimes(2);

      readable = ['component:api'];
      await store(ORGANISATION, 'v2');
      expect(refs(await ask())).toEqual(['component:api']);
    });

    it('never shows one reader what another may read', async () => {
      const service = create();
      decideOwner('group:default/shop');
      await service.readableBy(mockCredentials.user('user:default/ann'));

      readable = ['component:ui'];
      expect(
        refs(
          await service.readableBy(mockCredentials.user('user:default/bob')),
        ),
      ).toEqual(['component:ui']);
      readable = [];
      expect(refs(await service.readableBy(mockCredentials.none()))).toEqual(
        [],
      );
      decideOwner();
      expect(
        refs(
          await service.readableBy(mockCredentials.user('user:default/ann')),
        ),
      ).toEqual([]);
      decide(AuthorizeResult.DENY);
      expect(
        refs(
          await service.readableBy(mockCredentials.user('user:default/bob')),
        ),
      ).toEqual([]);
    });

    it('does not hold on to a failure of the catalog', async () => {
      decideOwner('group:default/shop');
      const service = create();
      streamEntities.mockImplementationOnce(() => {
        throw new Error('the catalog broke down');
      });
      await expect(service.readableBy(mockCredentials.user())).rejects.toThrow(
        'the catalog broke down',
      );
      expect(refs(await service.readableBy(mockCredentials.user()))).toEqual(
        readable,
      );
    });
  },
);
