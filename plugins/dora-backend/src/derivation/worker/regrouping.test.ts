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
import { HOUR, MONDAY } from '../../rules/__testUtils__/facts';
import { create, derived, store } from '../__testUtils__/derivations';
import { Fact } from '../__testUtils__/forwardHistory';

jest.setTimeout(120_000);

const CART = 3;
const SEARCH = 4;

const FACTS: Fact[] = [
  {
    table: 'deployments',
    id: 'search',
    row: {
      entity_id: SEARCH,
      environment: 'prod',
      status: 'success',
      workspace: 'eu',
      finished_at: MONDAY,
      version: '1',
    },
  },
  ...[CART, SEARCH].map(
    (id): Fact => ({
      table: 'incidents',
      id: `on ${id}`,
      row: { entity_id: id, started_at: MONDAY + HOUR, kind: 'incident' },
    }),
  ),
];

describe('when a component moves to another product', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  it.each(databases.eachSupportedId())(
    'links the incidents of that product again, and no others, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      let components: number[] = [];
      const derivation = await create(
        knex,
        {},
        {
          hierarchy: async () => ({
            idsAbove: id => [id, ...(components.includes(id) ? [CART] : [])],
            settingsOf: () => ({}),
            idsBelow: id => [id, ...(id === CART ? components : [])],
          }),
        },
      );
      await store(knex, derivation, FACTS);
      await derivation.settled();
      const failures = async () =>
        (await derived(knex)).release_reasons.map(
          row => JSON.parse(row).incident_pk,
        );
      expect(await failures()).toEqual([`on ${SEARCH}`]);

      components = [SEARCH];
      await knex.transaction(tx =>
        derivation.enqueue(tx, { regroupedIds: [CART] }),
      );
      expect(await knex('derivation_queue')).toHaveLength(1);
      await derivation.settled();
      expect(await failures()).toEqual([`on ${CART}`, `on ${SEARCH}`]);
    },
  );
});
