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
import { CompareResult, MetricName } from '@backstage-dora/plugin-dora-common';
import { incident, nothing, release } from '../__testUtils__/rows';
import { compareAll, createService } from '../__testUtils__/service';
import { prepare, store } from '../__testUtils__/store';
import { METRIC_NAMES } from '../metricDefinitions';
import { CompareOptions, MetricsService } from '../MetricsService';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'compareEntities on %s',
  databaseId => {
    let service: MetricsService;

    beforeAll(async () => {
      const knex = await databases.init(databaseId);
      await prepare(knex);
      await store(knex, {
        ...nothing,
        releases: [
          release('component:a-api', 1, { failed: true, recovery: 1000 }),
          release('component:a-api', 2),
          release('component:a-ui', 2, { kind: 'hotfix' }),
          release('component:b-api', 3, { failed: true }),
          release('component:alone', -20),
        ],
        incidents: [incident('group:all', 0, { restore: 1000 })],
      });
      service = createService(knex);
    });

    const refs = ({ items }: CompareResult) =>
      items.map(({ entityRef }) => entityRef.replace('default/', ''));

    it('lists all entities of a level, with parents and components', async () => {
      const { totalItems, items, window } = await compareAll(
        service,
        'product',
      );
      expect(window).toEqual({
        from: '2026-03-02',
        to: '2026-03-16',
        days: 14,
        timezone: 'UTC',
      });
      expect(totalItems).toBe(4);
      expect(
        items.map(({ title, parentRef, components, workspaces, spark }) => ({
          title,
          parentRef,
          components,
          workspaces,
          spark,
        })),
      ).toEqual([
        {
          title: 'quiet',
          parentRef: 'group:default/blue',
          components: 1,
          workspaces: 0,
          spark: [0, 0],
        },
        {
          title: 'Search',
          parentRef: 'group:default/blue',
          components: 1,
          workspaces: 1,
          spark: [1, 0],
        },
        {
          title: 'Store',
          parentRef: 'group:default/red',
          components: 2,
          workspaces: 1,
          spark: [3, 0],
        },
        {
          title: 'Zebra',
          parentRef: 'group:default/blue',
          components: 1,
          workspaces: 0,
          spark: [0, 0],
        },
      ]);
      expect(
        items.map(({ metrics }) => metrics.deploymentFrequency.state),
      ).toEqual(['not-connected', 'ok', 'ok', 'idle']);
    });

    it.each<[MetricName, string[], string[]]>([
      [
        'deploymentFrequency',
        // Zebra is idle, with a frequency of 0; quiet has no value.
        ['component:alone', 'system:b', 'system:a', 'system:quiet'],
        ['system:a', 'system:b', 'component:alone', 'system:quiet'],
      ],
      [
        'changeFailureRate',
        ['system:a', 'system:b', 'system:quiet', 'component:alone'],
        ['system:b', 'system:a', 'system:quiet', 'component:alone'],
      ],
      [
        'recoveryTime',
        ['system:a', 'system:quiet', 'system:b', 'component:alone'],
        ['system:a', 'system:quiet', 'system:b', 'component:alone'],
      ],
    ])(
      'sorts by %s, without a value last in either order',
      async (sort, ascending, descending) => {
        expect(refs(await compareAll(service, 'product', { sort }))).toEqual(
          ascending,
        );
        expect(
          refs(await compareAll(service, 'product', { sort, order: 'desc' })),
        ).toEqual(descending);
      },
    );

    it('gives the same rows whatever it is sorted by', async () => {
      const { items } = await compareAll(service, 'domain');
      for (const sort of METRIC_NAMES) {
        const sorted = await compareAll(service, 'domain', { sort });
        expect(sorted.items).toHaveLength(items.length);
        expect(sorted.items).toEqual(expect.arrayContaining(items));
      }
    });

    it('sorts by name backwards', async () => {
      expect(
        refs(await compareAll(service, 'product', { order: 'desc' })),
      ).toEqual(['component:alone', 'system:a', 'system:b', 'system:quiet']);
    });

    it('cuts out a page, of what is under an entity and matches a text', async () => {
      const page = (options: Partial<CompareOptions>) =>
        compareAll(service, 'component', options);
      const second = await page({ limit: 2, offset: 1 });
      expect(second.totalItems).toBe(5);
      expect(refs(second)).toEqual(['component:a-ui', 'component:b-api']);
      expect(await page({ limit: 0 })).toMatchObject({
        totalItems: 5,
        items: [],
      });
      expect(await page({ offset: 5 })).toMatchObject({
        totalItems: 5,
        items: [],
      });
      expect(refs(await page({ under: 'system:a' }))).toEqual([
        'component:a-api',
        'component:a-ui',
      ]);
      // In the reference, and in the title.
      expect(refs(await page({ filter: 'ALO' }))).toEqual(['component:alone']);
      expect(refs(await page({ filter: 'zEb' }))).toEqual(['component:alone']);
      expect(
        refs(
          await page({
            filter: '-api',
            sort: 'deploymentFrequency',
            order: 'desc',
            limit: 1,
          }),
        ),
      ).toEqual(['component:a-api']);
      expect(await page({ filter: 'no such thing' })).toMatchObject({
        totalItems: 0,
        items: [],
      });
    });
  },
);
