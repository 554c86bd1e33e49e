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
import fc from 'fast-check';
import { Knex } from 'knex';
import { Hierarchy } from '../../catalog/types';
import { defaultRules } from '../../rules/__testUtils__/facts';
import {
  arbitraryRows,
  DAY,
  ENTITIES,
  MONDAY,
  NOW,
  Rows,
  UNMAPPED,
} from './__testUtils__/derivedRows';
import { idOf, incident, nothing, release } from './__testUtils__/rows';
import {
  compareAll,
  createService,
  LEVELS,
  whole,
  windowOf,
} from './__testUtils__/service';
import { prepare, store } from './__testUtils__/store';
import { MetricsService } from './MetricsService';
import { bucketsOf } from '../Window';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const arbitraryQuery = fc.record({
  rows: arbitraryRows,
  from: fc.integer({ min: MONDAY - 30, max: MONDAY + 20 }),
  days: fc.integer({ min: 1, max: 40 }),
  bucket: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
  level: fc.constantFrom(...LEVELS),
  connected: fc.constantFrom(
    ...[
      [],
      [],
      ['component:b-api'],
      ['System:a', 'b-api'],
      ['group:red'],
      ['*'],
    ],
  ),
  visible: fc.option(
    fc.subarray(
      ENTITIES.map(({ ref }) => ref),
      { minLength: 1 },
    ),
    { freq: 3, nil: undefined },
  ),
});

type Query = typeof arbitraryQuery extends fc.Arbitrary<infer T> ? T : never;
type Answers = Awaited<ReturnType<typeof answersOf>>;

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

/** What a comparison says is what the other answers do, about what the reader may see. */
function expectConsistent(query: Query, answers: Answers) {
  const { hierarchy, window, metrics, compare } = answers;
  const releasesOf = (ref?: string) =>
    query.rows.releases.filter(
      ({ entityId, day }) =>
        hierarchy.idsUnder(ref).includes(entityId) &&
        day >= window.fromDay &&
        day < window.toDay,
    );
  for (const [ref, answer] of metrics) {
    const { releases } = answer.metrics.deploymentFrequency;
    expect({ ref, releases }).toEqual({
      ref,
      releases: releasesOf(ref).length,
    });
  }
  expect(compare.items.map(item => item.entityRef)).toEqual(
    hierarchy.level(query.level).map(({ ref }) => ref),
  );
  for (const item of compare.items) {
    const ids = hierarchy.idsUnder(item.entityRef);
    const released = releasesOf(item.entityRef);
    expect(item).toMatchObject({
      metrics: metrics.get(item.entityRef)!.metrics,
      sampleData: query.rows.sample.some(id => ids.includes(id)),
      workspaces: new Set(released.flatMap(row => row.workspaces)).size,
      spark: bucketsOf(window, 'week').map(
        week =>
          released.filter(
            row => row.day >= week.fromDay && row.day < week.toDay,
          ).length,
      ),
    });
    expect(metrics.get(item.entityRef)!.sampleData).toBe(item.sampleData);
  }
}

describe('DefaultMetricsService', () => {
  it('gives the same answers to the digit on all databases, which agree with each other', async () => {
    const knexes = await Promise.all(
      databases.eachSupportedId().map(async ([databaseId]) => {
        const knex = await databases.init(databaseId);
        await prepare(knex);
        return knex;
      }),
    );
    await fc.assert(
      fc.asyncProperty(arbitraryQuery, async query => {
        const answers = await Promise.all(
          knexes.map(async knex => {
            await store(knex, query.rows);
            return answersOf(createService(knex, query), query);
          }),
        );
        answers.forEach(({ hierarchy, ...answer }) => {
          const { hierarchy: _, ...first } = answers[0];
          expect(answer).toEqual(first);
        });
        expectConsistent(query, answers[0]);
      }),
      { numRuns: 20 },
    );
  });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    let knex: Knex;
    let service: MetricsService;

    beforeAll(async () => {
      knex = await databases.init(databaseId);
      await prepare(knex);
      service = createService(knex);
    });

    const metricsOf = async (rows: Partial<Rows>) => {
      await store(knex, { ...nothing, ...rows });
      return service.metrics({
        hierarchy: whole,
        window: windowOf(MONDAY, MONDAY + 28),
      });
    };

    it('lets a release mature until its incident window is over', async () => {
      const ended = NOW - defaultRules.incidentWindow;
      const at = ended % DAY;
      const day = Math.floor(ended / DAY) - MONDAY;
      const { metrics } = await metricsOf({
        releases: [
          release('component:a-api', day, { at }),
          release('component:a-api', day, { at: at - 1 }),
          release('component:a-api', day, { at: at - 1, spread: 2 }),
        ],
      });
      expect(metrics.changeFailureRate.maturing).toBe(2);
    });

    it('is partial where no incident of what the catalog knows has come', async () => {
      const on = async (entityId: number) => {
        const { metrics } = await metricsOf({
          releases: [1, 2, 3, 4, 5].map(day => release('component:a-api', day)),
          incidents: [
            incident('component:a-api', -900, { entityId, link: 'duplicate' }),
          ],
        });
        return metrics.changeFailureRate.state;
      };
      expect(await on(UNMAPPED)).toBe('partial');
      // On a group, it says nothing of the products below.
      expect(await on(idOf('group:red'))).toBe('partial');
      expect(await on(idOf('system:a'))).toBe('ok');
    });

    it('tells which buckets are cut by the window, or not over yet', async () => {
      await store(knex, nothing);
      const today = Math.floor(NOW / DAY);
      const completeOf = async (
        bucket: 'day' | 'week',
        from: number,
        to: number,
      ) => {
        const { buckets } = await service.series({
          hierarchy: whole,
          window: windowOf(from, to),
          bucket,
        });
        return buckets.map(({ complete }) => complete);
      };
      expect(await completeOf('week', MONDAY + 1, MONDAY + 16)).toEqual([
        false,
        true,
        false,
      ]);
      expect(await completeOf('week', MONDAY + 7, MONDAY + 28)).toEqual([
        true,
        false,
        false,
      ]);
      expect(await completeOf('day', today - 1, today + 2)).toEqual([
        true,
        false,
        false,
      ]);
    });

    const sampleDataOf = async (entityRef: string) => {
      const { sampleData } = await service.metrics({
        hierarchy: whole,
        entityRef,
        window: windowOf(MONDAY, MONDAY + 1),
      });
      return sampleData;
    };

    it('says that it rests on sample data, whichever kind of facts', async () => {
      expect((await metricsOf({})).sampleData).toBe(false);
      const fact = {
        source: 'sample',
        id: 'x',
        entity_id: idOf('component:a-api'),
        received_at: 0,
      };
      const facts = {
        deployments: {
          environment: 'prod',
          status: 'in_progress',
          workspace: 'default',
        },
        changes: { first_commit_at: 0 },
        incidents: { started_at: 0, kind: 'incident' },
        signals: { type: 'note', at: 0 },
      };
      for (const [table, columns] of Object.entries(facts)) {
        await metricsOf({});
        await knex(table).insert({ ...fact, ...columns });
        expect(await sampleDataOf('system:a')).toBe(true);
        expect(await sampleDataOf('system:b')).toBe(false);
        await knex(table).where({ source: 'sample' }).delete();
      }
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
