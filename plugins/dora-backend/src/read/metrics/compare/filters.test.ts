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
  CompareItem,
  CompareResult,
  MetricName,
} from '@backstage-dora/plugin-dora-common';
import fc from 'fast-check';
import {
  hierarchyOf,
  Organisation,
} from '../../../catalog/__testUtils__/organisation';
import {
  arbitraryRows,
  ENTITIES,
  MONDAY,
  ORGANISATION,
} from '../__testUtils__/derivedRows';
import { nothing } from '../__testUtils__/rows';
import {
  compareAll,
  createService,
  LEVELS,
  windowOf,
} from '../__testUtils__/service';
import { prepare, store } from '../__testUtils__/store';
import { METRIC_NAMES } from '../metricDefinitions';
import { CompareOptions, MetricsService } from '../MetricsService';
import { distance } from './order';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/** The same entities, described, with an owner that is a person. */
const DESCRIPTIONS: Organisation = {
  'component:a-api': { type: 'service', lifecycle: 'production' },
  'component:a-ui': { type: 'Website', lifecycle: 'Experimental' },
  'component:b-api': { type: 'service', lifecycle: 'PRODUCTION' },
  'component:quiet': { type: 'website', lifecycle: 'production' },
  'system:quiet': { type: 'Website' },
  'component:alone': {
    type: 'library',
    ownedBy: ['user:ann', 'group:blue', 'group:gone'],
  },
};

const DESCRIBED: Organisation = {
  ...Object.fromEntries(
    Object.entries(ORGANISATION).map(([ref, entity]) => [
      ref,
      { ...entity, ...DESCRIPTIONS[ref] },
    ]),
  ),
  'user:ann': { title: 'Ann Lee' },
};

const whole = hierarchyOf(DESCRIBED);

const short = (ref: string) => ref.replace('default/', '');
const refs = ({ items }: Pick<CompareResult, 'items'>) =>
  items.map(({ entityRef }) => short(entityRef));

// A change that a release carries without any deployment having come is none that could be derived.
const derivableRows = arbitraryRows.map(rows => ({
  ...rows,
  deployed: [...rows.deployed, ...rows.changes.map(row => row.entityId)],
}));

const arbitraryOptions = fc.record({
  level: fc.constantFrom(...LEVELS),
  sort: fc.constantFrom('name' as const, ...METRIC_NAMES),
  by: fc.constantFrom('value' as const, 'change' as const),
  order: fc.constantFrom('asc' as const, 'desc' as const),
  metric: fc.constantFrom(...METRIC_NAMES),
  tier: fc.option(
    fc.subarray(['elite', 'high', 'medium', 'low'] as const, { minLength: 1 }),
    { nil: undefined, freq: 2 },
  ),
  state: fc.option(
    fc.subarray(
      ['ok', 'partial', 'too-few', 'no-data', 'idle', 'not-connected'] as const,
      {
        minLength: 1,
      },
    ),
    { nil: undefined, freq: 2 },
  ),
});

/** How far a metric is from the window before, as the interface says it. */
function change(item: CompareItem, name: MetricName): number | null {
  const { value, previous } = item.metrics[name];
  if (value === null || previous.value === null) {
    return null;
  }
  if (name === 'changeFailureRate' || name === 'reworkRate') {
    return Math.abs(value - previous.value);
  }
  const [less, more] = [value, previous.value].sort((a, b) => a - b);
  if (less === more) {
    return 0;
  }
  return less === 0 ? Number.MAX_VALUE : Math.log(more / less);
}

describe.each(databases.eachSupportedId())('comparisons on %s', databaseId => {
  let service: MetricsService;
  let knex: Awaited<ReturnType<typeof databases.init>>;

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    await prepare(knex);
    service = createService(knex);
  });

  it('are filtered by tier and state, and sorted by value or change, as their rows say', async () => {
    await fc.assert(
      fc.asyncProperty(
        derivableRows,
        arbitraryOptions,
        fc.integer({ min: 5, max: 30 }),
        async (rows, options, days) => {
          await store(knex, rows);
          const { level, sort, by, order, metric, tier, state } = options;
          const window = windowOf(MONDAY, MONDAY + days);
          const all = await compareAll(service, level, {
            hierarchy: whole,
            window,
          });
          const expected = all.items.filter(({ metrics }) => {
            const { [metric]: one } = metrics;
            return (
              (!tier || tier.some(name => name === one.tier)) &&
              (!state || state.includes(one.state))
            );
          });
          if (sort === 'name') {
            if (order === 'desc') {
              expected.reverse();
            }
          } else {
            const key = (item: CompareItem) =>
              by === 'change' ? change(item, sort) : item.metrics[sort].value;
            const sign = order === 'desc' ? -1 : 1;
            expected.sort((a, b) => {
              const [left, right] = [key(a), key(b)];
              if (left === null || right === null) {
                return Number(left === null) - Number(right === null);
              }
              // The same factor is computed on two ways here.
              return Math.abs(left - right) < 1e-12 ? 0 : sign * (left - right);
            });
          }
          const found = await compareAll(service, level, {
            ...options,
            hierarchy: whole,
            window,
          });
          expect(refs(found)).toEqual(refs({ items: expected }));
          expect(found.items).toEqual(expected);
          expect(found.totalItems).toBe(expected.length);
          expect(found.facets).toEqual(all.facets);

          const page = await compareAll(service, level, {
            ...options,
            hierarchy: whole,
            window,
            limit: 2,
            offset: 1,
          });
          expect(page.items).toEqual(expected.slice(1, 3));
          expect(page.totalItems).toBe(expected.length);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('tell a metric week by week, as the series does', async () => {
    await fc.assert(
      fc.asyncProperty(
        derivableRows,
        fc.constantFrom(...METRIC_NAMES),
        fc.integer({ min: MONDAY - 30, max: MONDAY + 20 }),
        fc.integer({ min: 1, max: 30 }),
        async (rows, weekly, from, days) => {
          await store(knex, rows);
          const window = windowOf(from, from + days);
          const { items } = await compareAll(service, 'product', {
            hierarchy: whole,
            window,
            weekly,
          });
          for (const { entityRef, weekly: points, spark } of items) {
            const { buckets } = await service.series({
              hierarchy: whole,
              entityRef,
              window,
              bucket: 'week',
            });
            expect(points).toEqual(
              buckets.map(({ metrics }) => {
                const { value, sample } = metrics[weekly];
                return { value, sample };
              }),
            );
            expect(points).toHaveLength(spark.length);
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  describe('without facts', () => {
    beforeAll(() => store(knex, nothing));

    const compare = (options: Partial<CompareOptions>) =>
      compareAll(service, 'product', { hierarchy: whole, ...options });

    it('tell what there is to filter by, before any filter', async () => {
      const { facets, items } = await compare({ filter: 'zebra' });
      expect(facets).toEqual({
        owners: [
          { entityRef: 'user:default/ann', title: 'Ann Lee' },
          { entityRef: 'group:default/blue', title: 'blue' },
          { entityRef: 'group:default/red', title: 'red' },
        ],
        types: ['library', 'service', 'Website'],
        lifecycles: ['Experimental', 'production'],
      });
      expect(items).toMatchObject([
        {
          entityRef: 'component:default/alone',
          owners: ['user:default/ann', 'group:default/blue'],
          type: 'library',
        },
      ]);
      expect(items[0].lifecycle).toBeUndefined();
      expect(items[0].weekly).toBeUndefined();
    });

    it.each<[string, Partial<CompareOptions>, string[]]>([
      ['a group', { owner: ['RED'] }, ['system:a']],
      ['a person', { owner: ['user:default/Ann'] }, ['component:alone']],
      [
        'one of several',
        { owner: ['user:ann', 'group:red'] },
        ['system:a', 'component:alone'],
      ],
      ['nobody that is known', { owner: ['gone'] }, []],
      ['nothing', { owner: [] }, []],
      ['a type of its own', { type: ['LIBRARY'] }, ['component:alone']],
      [
        'a type, also of its components',
        { type: ['website'] },
        ['system:quiet', 'system:a'],
      ],
      [
        'a lifecycle of its components',
        { lifecycle: ['experimental'] },
        ['system:a'],
      ],
      [
        'all together',
        { owner: ['blue'], type: ['library', 'service'], filter: 'e' },
        ['system:b', 'component:alone'],
      ],
      [
        'a type of other entities than the level',
        { level: 'component', type: ['website'], under: 'system:a' },
        ['component:a-ui'],
      ],
      [
        'a type that a domain lacks',
        { level: 'domain', type: ['service'] },
        [],
      ],
    ])('are filtered by %s', async (_, options, expected) => {
      expect(refs(await compare(options))).toEqual(expected);
    });

    it('know nothing of owners that the reader may not read', async () => {
      const hierarchy = whole.restrictTo([
        'component:alone',
        'system:a',
        'group:blue',
      ]);
      const { facets, items } = await compare({ hierarchy });
      expect(facets.owners).toEqual([
        { entityRef: 'group:default/blue', title: 'blue' },
      ]);
      // Nor of the components of what they may read.
      expect(facets.types).toEqual(['library']);
      expect(items.map(({ owners }) => owners)).toEqual([
        [],
        ['group:default/blue'],
      ]);
      expect(
        refs(await compare({ hierarchy, owner: ['red', 'user:ann'] })),
      ).toEqual([]);
      expect(refs(await compare({ hierarchy, owner: ['blue'] }))).toEqual([
        'component:alone',
      ]);
    });
  });
});

describe('distance', () => {
  it.each<[MetricName, number, number, number]>([
    ['leadTime', 20, 10, Math.log(2)],
    ['leadTime', 10, 20, Math.log(2)],
    ['deploymentFrequency', 0, 0, 0],
    ['deploymentFrequency', 0, 1, Infinity],
    ['batchSize', 3, 0, Infinity],
    ['changeFailureRate', 0, 0.25, 0.25],
    ['reworkRate', 0.5, 0.25, 0.25],
  ])('of %s from %d to %d is %d', (metric, value, previous, expected) => {
    expect(distance(metric, value, previous)).toBeCloseTo(expected, 12);
  });
});

it('describes only entities that the database of the tests has', () => {
  expect(Object.keys(DESCRIBED).slice(0, ENTITIES.length)).toEqual(
    ENTITIES.map(({ ref }) => short(ref)),
  );
});
