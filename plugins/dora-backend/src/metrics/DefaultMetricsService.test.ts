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
import {
  CompareResult,
  Level,
  MetricName,
  tierPresets,
} from '@backstage-dora/plugin-dora-common';
import fc from 'fast-check';
import { Knex } from 'knex';
import { hierarchyOf } from '../catalog/__testUtils__/organisation';
import { Hierarchy } from '../catalog/types';
import { DoraConfig } from '../config/types';
import { defaultRules } from '../derive/__testUtils__/facts';
import {
  arbitraryRows,
  ENTITIES,
  MONDAY,
  NOW,
  ORGANISATION,
  prepare,
  ReleaseRow,
  Rows,
  store,
} from './__testUtils__/derivedRows';
import { isSame, naiveMetrics, naivePoints } from './__testUtils__/naive';
import { DefaultMetricsService } from './DefaultMetricsService';
import { METRIC_NAMES } from './metricNames';
import { MetricsService } from './MetricsService';
import { bucketsOf, dateOf, resolveWindow } from './Window';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const config: DoraConfig = {
  minimumSample: 5,
  rules: defaultRules,
  hierarchy: {
    domain: 'group',
    refresh: { frequency: { minutes: 5 }, timeout: { minutes: 10 } },
  },
  tiers: tierPresets[0],
};

const whole = hierarchyOf(ORGANISATION);
const LEVELS: Level[] = ['component', 'product', 'domain', 'platform'];

const createService = (knex: Knex) =>
  DefaultMetricsService.create({ knex, config, now: () => NOW });

const windowOf = (fromDay: number, toDay: number) =>
  resolveWindow({
    from: dateOf(fromDay),
    to: dateOf(toDay),
    timezone: 'UTC',
    now: NOW,
  });

const compareAll = (
  service: MetricsService,
  level: Level,
  options: Partial<Parameters<MetricsService['compare']>[0]> = {},
) =>
  service.compare({
    hierarchy: whole,
    level,
    window: windowOf(MONDAY, MONDAY + 14),
    sort: 'name',
    order: 'asc',
    limit: 50,
    offset: 0,
    ...options,
  });

const nothing: Rows = {
  releases: [],
  changes: [],
  incidents: [],
  deployed: [],
  changed: [],
  listing: [],
  sample: [],
};

const idOf = (ref: string) =>
  ENTITIES.find(entity => entity.ref === ref.replace(':', ':default/'))!.id;

const release = (
  ref: string,
  day: number,
  more: Partial<ReleaseRow> = {},
): ReleaseRow => ({
  entityId: idOf(ref),
  day: MONDAY + day,
  at: 0,
  kind: 'code',
  workspaces: ['default'],
  spread: 0,
  batchSize: 0,
  failed: false,
  recovery: null,
  ...more,
});

/** What `GET /metrics` says, without what the naive implementation leaves out. */
const withoutTiers = (metrics: object) =>
  Object.fromEntries(
    Object.entries(metrics).map(([name, { tier, ...metric }]) => [
      name,
      metric,
    ]),
  );

const arbitraryQuery = fc.record({
  rows: arbitraryRows,
  from: fc.integer({ min: MONDAY - 30, max: MONDAY + 20 }),
  days: fc.integer({ min: 1, max: 40 }),
  bucket: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
  level: fc.constantFrom(...LEVELS),
  visible: fc.option(
    fc.subarray(
      ENTITIES.map(({ ref }) => ref),
      { minLength: 1 },
    ),
    { freq: 3, nil: undefined },
  ),
});

type Query = typeof arbitraryQuery extends fc.Arbitrary<infer T> ? T : never;

/** Everything that the service says about some rows. */
async function answersOf(service: MetricsService, query: Query) {
  const hierarchy: Hierarchy = query.visible
    ? whole.restrictTo(query.visible)
    : whole;
  const window = windowOf(query.from, query.from + query.days);
  const refs = [
    undefined,
    ...ENTITIES.flatMap(({ ref }) => hierarchy.get(ref)?.ref ?? []),
  ];
  const metrics = new Map(
    await Promise.all(
      refs.map(
        async entityRef =>
          [
            entityRef,
            await service.metrics({ hierarchy, entityRef, window }),
          ] as const,
      ),
    ),
  );
  const [one] = refs.slice(-1);
  return {
    hierarchy,
    window,
    metrics,
    series: [
      await service.series({ hierarchy, window, bucket: query.bucket }),
      await service.series({
        hierarchy,
        entityRef: one,
        window,
        bucket: query.bucket,
      }),
    ],
    compare: await compareAll(service, query.level, { hierarchy, window }),
  };
}

const naiveQuery = (
  { rows }: Query,
  hierarchy: Hierarchy,
  entityRef?: string,
) => ({
  rows,
  ids: hierarchy.idsUnder(entityRef),
  organisation: hierarchy.idsUnder(),
});

describe('DefaultMetricsService', () => {
  it.each(databases.eachSupportedId())(
    'equals an implementation that sorts all values in memory, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      await prepare(knex);
      const service = createService(knex);
      await fc.assert(
        fc.asyncProperty(arbitraryQuery, async query => {
          await store(knex, query.rows);
          const { hierarchy, window, metrics, series, compare } =
            await answersOf(service, query);

          for (const [ref, answer] of metrics) {
            const naive = naiveMetrics(
              naiveQuery(query, hierarchy, ref),
              window.fromDay,
              window.toDay,
            );
            const told = withoutTiers(answer.metrics);
            if (!isSame(told, naive)) {
              expect({ ref, metrics: told }).toEqual({ ref, metrics: naive });
            }
          }
          for (const { entityRef, buckets } of series) {
            const expected = bucketsOf(window, query.bucket);
            expect(buckets.map(({ from, to }) => ({ from, to }))).toEqual(
              expected.map(({ from, to }) => ({ from, to })),
            );
            for (const [index, { fromDay, toDay }] of expected.entries()) {
              const naive = naivePoints(
                naiveQuery(query, hierarchy, entityRef ?? undefined),
                fromDay,
                toDay,
              );
              if (!isSame(buckets[index].metrics, naive)) {
                expect(buckets[index].metrics).toEqual(naive);
              }
            }
          }
          expect(compare.items.map(item => item.entityRef)).toEqual(
            hierarchy.level(query.level).map(({ ref }) => ref),
          );
          for (const item of compare.items) {
            const answer = metrics.get(item.entityRef)!;
            expect(item.metrics).toEqual(answer.metrics);
            expect(item.sampleData).toBe(answer.sampleData);
            const ids = hierarchy.idsUnder(item.entityRef);
            expect(item.sampleData).toBe(
              query.rows.sample.some(id => ids.includes(id)),
            );
            const released = query.rows.releases.filter(
              row =>
                ids.includes(row.entityId) &&
                row.day >= window.fromDay &&
                row.day < window.toDay,
            );
            expect(item.workspaces).toBe(
              new Set(released.flatMap(row => row.workspaces)).size,
            );
            expect(item.spark).toEqual(
              bucketsOf(window, 'week').map(
                week =>
                  released.filter(
                    row => row.day >= week.fromDay && row.day < week.toDay,
                  ).length,
              ),
            );
          }
        }),
        { numRuns: 30 },
      );
    },
  );

  it('gives the same answers to the digit on all databases', async () => {
    const services = await Promise.all(
      databases.eachSupportedId().map(async ([databaseId]) => {
        const knex = await databases.init(databaseId);
        await prepare(knex);
        return { knex, service: createService(knex) };
      }),
    );
    await fc.assert(
      fc.asyncProperty(arbitraryQuery, async query => {
        const answers = await Promise.all(
          services.map(async ({ knex, service }) => {
            await store(knex, query.rows);
            const { metrics, series, compare } = await answersOf(
              service,
              query,
            );
            return { metrics: [...metrics], series, compare };
          }),
        );
        answers.forEach(answer => expect(answer).toEqual(answers[0]));
      }),
      { numRuns: 15 },
    );
  });

  describe.each(databases.eachSupportedId())('compare on %s', databaseId => {
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
        incidents: [
          { entityId: idOf('group:all'), day: MONDAY, restore: 1000 },
        ],
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
      ).toEqual(['not-connected', 'too-few', 'too-few', 'idle']);
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
      const page = (options: Parameters<typeof compareAll>[2]) =>
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
  });

  it('tells of unknown entities, and of what has no metrics', async () => {
    const knex = await databases.init('SQLITE_3');
    await prepare(knex);
    const service = createService(knex);
    const window = windowOf(MONDAY, MONDAY + 7);
    const ask = (entityRef: string) =>
      service.metrics({ hierarchy: whole, entityRef, window });
    expect((await ask('A-API')).entityRef).toBe('component:default/a-api');
    await expect(ask('system:nowhere')).rejects.toMatchObject({
      name: 'NotFoundError',
      message: 'There is no entity system:nowhere in the catalog',
    });
    await expect(ask('user:someone')).rejects.toMatchObject({
      name: 'InputError',
      message:
        'There are metrics of components, systems, domains and groups, not of user:someone',
    });
    await expect(ask('a:b:c')).rejects.toMatchObject({ name: 'InputError' });
    await expect(
      compareAll(service, 'product', { under: 'group:nowhere' }),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
    await expect(
      service.series({
        hierarchy: whole,
        window: windowOf(MONDAY - 3000, MONDAY),
        bucket: 'day',
      }),
    ).rejects.toMatchObject({ name: 'InputError' });
  });
});
