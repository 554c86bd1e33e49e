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
import { SynchronisationStore } from '../../sources/SynchronisationStore';
import { hierarchy, seeing, serviceOf, Story } from './__testUtils__/story';

jest.setTimeout(60_000);

describe('synchronisations under coverage', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  it.each(databases.eachSupportedId())(
    'names only what the reader may read, and what is asked for, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      await Story.begin(knex);
      const store = SynchronisationStore.create({ knex });
      const report = (subject: string, ...names: string[]) =>
        store.report(
          'github',
          {
            subject,
            entityRefs: names.map(name => `component:default/${name}`),
            state: 'up-to-date',
          },
          0,
        );
      await report('acme/cart', 'cart-api', 'cart-ui', 'unheard-of');
      await report('acme/pay', 'pay-api');
      await report('acme/nobody', 'unheard-of');

      const shown = async (
        target: Parameters<ReturnType<typeof serviceOf>['coverage']>[0],
      ) =>
        Object.fromEntries(
          (await serviceOf(knex).coverage(target)).synchronisations.map(
            ({ subject, entityRefs }) => [
              subject,
              entityRefs.map(ref => ref.slice(ref.indexOf('/') + 1)),
            ],
          ),
        );
      expect(await shown({ hierarchy })).toEqual({
        'acme/cart': ['cart-api', 'cart-ui', 'unheard-of'],
        'acme/pay': ['pay-api'],
        'acme/nobody': ['unheard-of'],
      });
      expect(
        await shown({ hierarchy, entityRef: 'system:default/cart' }),
      ).toEqual({ 'acme/cart': ['cart-api', 'cart-ui'] });
      expect(
        await shown({ hierarchy: seeing('component:default/cart-ui') }),
      ).toEqual({ 'acme/cart': ['cart-ui'] });
      expect(
        await shown({ hierarchy: seeing('component:default/alone') }),
      ).toEqual({});
    },
  );
});
