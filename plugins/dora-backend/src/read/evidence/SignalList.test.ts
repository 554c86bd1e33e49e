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
import { ofWeek, seeing, serviceOf, Story, time } from './__testUtils__/story';

jest.setTimeout(120_000);

describe('signals', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  it.each(databases.eachSupportedId())(
    'are those of the entity, below it and above it that overlap the window on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const story = await Story.begin(knex);
      await story.signal({
        id: 'flag',
        of: 'cart-api',
        from: 5,
        type: 'flag',
        name: 'checkout-v2',
        value: 0.25,
        attributes: '{"ring":1,"on":true,"note":null}',
        url: 'https://flags/1',
      });
      await story.signal({
        id: 'freeze',
        of: 'group:all',
        from: -100,
        until: 1,
      });
      await story.signal({ id: 'over', of: 'group:all', from: -100, until: 0 });
      await story.signal({ id: 'before', of: 'system:cart', from: -1 });
      await story.signal({ id: 'first', of: 'system:cart', from: 0 });
      await story.signal({ id: 'after', of: 'system:cart', from: 7 * 24 });
      await story.signal({ id: 'pay', of: 'pay-api', from: 5 });
      await story.signal({ id: 'ghost', of: 'ghost', from: 5 });
      const service = serviceOf(knex);
      const found = async (entityRef?: string, query: object = {}) => {
        const { totalItems, items } = await service.signals({
          ...ofWeek(entityRef),
          ...query,
        });
        return [totalItems, ...items.map(({ id }) => id)];
      };

      expect(await found()).toEqual([4, 'freeze', 'first', 'flag', 'pay']);
      expect(await found('system:cart')).toEqual([
        3,
        'freeze',
        'first',
        'flag',
      ]);
      expect(await found('cart-ui')).toEqual([2, 'freeze', 'first']);
      expect(await found('pay-api')).toEqual([2, 'freeze', 'pay']);
      expect(await found(undefined, { limit: 2, offset: 1 })).toEqual([
        4,
        'first',
        'flag',
      ]);
      // The system in between cannot be seen, and what is above it can.
      const some = seeing('component:cart-ui', 'group:all');
      expect(await found('cart-ui', { hierarchy: some })).toEqual([
        1,
        'freeze',
      ]);

      const { items } = await service.signals(ofWeek('cart-api'));
      expect(items).toEqual([
        {
          source: 'ops',
          id: 'freeze',
          entityRef: 'group:default/all',
          type: 'freeze',
          at: time(-100),
          until: time(1),
        },
        {
          source: 'ops',
          id: 'first',
          entityRef: 'system:default/cart',
          type: 'freeze',
          at: time(0),
        },
        {
          source: 'ops',
          id: 'flag',
          entityRef: 'component:default/cart-api',
          type: 'flag',
          at: time(5),
          name: 'checkout-v2',
          value: 0.25,
          attributes: { ring: 1, on: true, note: null },
          url: 'https://flags/1',
        },
      ]);
    },
  );
});
