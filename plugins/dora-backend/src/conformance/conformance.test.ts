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
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Metrics, SeriesResult } from '@backstage-dora/plugin-dora-common';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { JsonObject } from '@backstage/types';
import request from 'supertest';
import { parseAllDocuments } from 'yaml';
import { doraPlugin } from '../plugin';
import { naiveHistory } from './__testUtils__/naiveFailures';
import { naiveLeftOut, naiveMetrics } from './__testUtils__/naiveMetrics';
import { DEFAULTS, NaiveConfig } from './__testUtils__/naiveRules';
import {
  catalogEntities,
  ENTITY_REFS,
  ORGANISATION,
  randomHistory,
} from './__testUtils__/randomOrganisation';
import { withinRounding } from './__testUtils__/withinRounding';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const REAL_HISTORIES = join(__dirname, '../../../../../shared/data/oss');

async function start(
  id: Parameters<typeof databases.init>[0],
  entities: ReturnType<typeof catalogEntities>,
  timezone: string,
  dora: JsonObject = {},
) {
  const knex = await databases.init(id);
  const backend = await startTestBackend({
    features: [
      doraPlugin,
      mockServices.database.factory({ knex }),
      mockServices.rootConfig.factory({
        data: { dora: { timezone, ...dora } },
      }),
      catalogServiceMock.factory({ entities }),
    ],
  });
  return {
    stop: () => backend.stop(),
    post: async (body: object) => {
      const response = await request(backend.server)
        .post('/api/dora/ingest')
        .send(body);
      expect({ status: response.status, ...response.body }).toMatchObject({
        status: 200,
        rejected: [],
      });
      return response.body;
    },
    get: async (path: string, query: object) => {
      const response = await request(backend.server)
        .get(`/api/dora/${path}`)
        .query(query);
      if (response.status !== 200) {
        throw new Error(`${path}: ${JSON.stringify(response.body)}`);
      }
      return response.body;
    },
  };
}

describe.each(databases.eachSupportedId())('on %s', id => {
  it.each<[number, string, Partial<NaiveConfig>]>([
    [1, 'UTC', {}],
    [
      2,
      'America/New_York',
      { authority: ['arg*', 'ci'], severities: ['sev1', 'SEV2'] },
    ],
    [
      3,
      'Australia/Lord_Howe',
      { incidentsConnected: ['group:core'], incidentAttribution: 'all' },
    ],
  ])(
    'answers for random history %i in %s as a second implementation does',
    async (seed, timezone, more) => {
      const now = Date.now();
      const config = { ...DEFAULTS, ...more };
      const backend = await start(id, catalogEntities(), timezone, {
        deployments: { authority: config.authority },
        incidents: { connected: config.incidentsConnected },
        rules: {
          incidentAttribution: config.incidentAttribution,
          ...(config.severities && { incidentSeverities: config.severities }),
        },
      });
      const { calls, facts } = randomHistory(seed * 1000, now);
      for (const call of calls) {
        await backend.post(call);
      }
      const history = naiveHistory(facts, config, ORGANISATION);
      expect(history.releases.length).toBeGreaterThan(40);
      expect(
        history.releases.filter(({ echoes }) => echoes.length > 0).length,
      ).toBeGreaterThan(10);
      const world = { facts, history, config, organisation: ORGANISATION };

      const today = DateTime.fromMillis(now, { zone: timezone });
      const day = (ago: number) => today.minus({ days: ago }).toISODate()!;
      const windows = [
        [day(89), day(-1)],
        [day(400), day(190)],
        ...fc
          .sample(
            fc.tuple(
              fc.integer({ min: -1, max: 120 }),
              fc.integer({ min: 1, max: 90 }),
            ),
            {
              seed,
              numRuns: 6,
            },
          )
          .map(([end, length]) => [day(end + length), day(end)]),
      ];
      for (const [from, to] of windows) {
        for (const entityRef of [undefined, ...ENTITY_REFS]) {
          const answer = await backend.get('metrics', { entityRef, from, to });
          const { metrics, leftOut } = answer;
          const query = { entityRef, timezone, now, from, to };
          expect({ entityRef, from, to, metrics, leftOut }).toEqual({
            entityRef,
            from,
            to,
            metrics: withinRounding(naiveMetrics(world, query), metrics),
            leftOut: naiveLeftOut(world, query),
          });
        }
      }

      const [[from, to]] = windows;
      for (const level of ['component', 'product', 'domain', 'platform']) {
        const { items, totalItems } = await backend.get('compare', {
          level,
          from,
          to,
        });
        expect(items).toHaveLength(totalItems);
        for (const item of items) {
          const { metrics } = await backend.get('metrics', {
            entityRef: item.entityRef,
            from,
            to,
          });
          expect(item.metrics).toEqual(metrics);
        }
      }
      for (const bucket of ['day', 'week', 'month']) {
        const series: SeriesResult = await backend.get('series', {
          entityRef: 'group:company',
          bucket,
          from,
          to,
        });
        expect(series.buckets[0].from).toBe(from);
        expect(series.buckets[series.buckets.length - 1].to).toBe(to);
        for (const one of series.buckets.slice(0, 9)) {
          const { metrics } = await backend.get('metrics', {
            entityRef: 'group:company',
            from: one.from,
            to: one.to,
          });
          for (const [name, point] of Object.entries(one.metrics)) {
            const { value, sample } = metrics[name as keyof Metrics];
            expect({
              name,
              ...one,
              value: point.value,
              sample: point.sample,
            }).toEqual({
              name,
              ...one,
              value,
              sample,
            });
          }
        }
      }
      await backend.stop();
    },
  );

  const itWithRealHistories = existsSync(REAL_HISTORIES) ? it : it.skip;
  if (!existsSync(REAL_HISTORIES)) {
    process.stdout.write(
      `Real histories are not at ${REAL_HISTORIES}: skipped\n`,
    );
  }

  itWithRealHistories(
    'counts real histories as they are counted by hand',
    async () => {
      const entities = parseAllDocuments(
        readFileSync(join(REAL_HISTORIES, 'catalog-info.yaml'), 'utf8'),
      ).map(document => {
        const { spec, metadata, ...rest } = document.toJS();
        const relation = (type: string, kind: string, name?: string) =>
          name ? [{ type, targetRef: `${kind}:default/${name}` }] : [];
        return {
          ...rest,
          metadata: { namespace: 'default', ...metadata },
          spec,
          relations: [
            ...relation('ownedBy', 'group', spec.owner),
            ...relation('partOf', 'system', spec.system),
            ...relation('childOf', 'group', spec.parent),
          ],
        };
      });
      const backend = await start(id, entities, 'UTC');
      const accepted = [];
      for (const name of [
        'argo-cd',
        'argo-rollouts',
        'devlake',
        'qeta',
        'roadie-plugins',
      ]) {
        const answer = await backend.post(
          JSON.parse(
            readFileSync(join(REAL_HISTORIES, `${name}.json`), 'utf8'),
          ),
        );
        accepted.push([answer.accepted.deployments, answer.accepted.changes]);
      }
      // jq '[(.deployments|length), (.changes|length)]'
      expect(accepted).toEqual([
        [273, 8981],
        [38, 1662],
        [163, 4832],
        [318, 1451],
        [471, 1275],
      ]);

      // Worked out with Python from the files: releases of 2024 (each version was deployed once; versions of the same commit are one), changes that they are the
      // first to carry, median lead time in seconds, median batch size and the releases with a batch.
      const expected: Record<string, number[]> = {
        'argo-cd': [80, 1818, 5962164.5, 4, 80],
        qeta: [108, 509, 6871, 3, 108],
        'roadie-plugins': [154, 381, 3644, 2, 154],
        devlake: [43, 925, 666333, 12, 43],
        'argo-rollouts': [5, 278, 15980468, 5, 5],
      };
      const window = { from: '2024-01-01', to: '2025-01-01' };
      for (const [entityRef, numbers] of Object.entries(expected)) {
        const { metrics } = await backend.get('metrics', {
          entityRef,
          ...window,
        });
        expect([
          entityRef,
          metrics.deploymentFrequency.releases,
          metrics.leadTime.sample,
          metrics.leadTime.value,
          metrics.batchSize.value,
          metrics.batchSize.sample,
        ]).toEqual([entityRef, ...numbers]);
        expect(metrics.deploymentFrequency.value).toBe(numbers[0] / 366);
        // There are rollbacks and hotfixes to be seen, but no incidents.
        expect(metrics.changeFailureRate).toMatchObject({
          state: 'partial',
          tier: null,
        });
      }
      const platform = await backend.get('metrics', {
        entityRef: 'group:delivery-platform',
        ...window,
      });
      expect(platform.metrics.deploymentFrequency.releases).toBe(80 + 5);
      expect(platform.metrics.leadTime.sample).toBe(1818 + 278);
      await backend.stop();
    },
  );
});
