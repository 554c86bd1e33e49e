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

import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  FactChange,
  Facts,
  ReleaseEvent,
  ReleasesResult,
} from '@backstage-dora/plugin-dora-common';
import {
  DORA_RELEASES_TOPIC,
  doraEventsExtensionPoint,
  doraSourcesExtensionPoint,
  FactsService,
} from '@backstage-dora/plugin-dora-node';
import { JsonObject } from '@backstage/types';
import { setTimeout as sleep } from 'node:timers/promises';
import request from 'supertest';
import { doraPlugin } from './plugin';
import { operations } from './router/operations';
import { findFault } from './router/validation';

jest.setTimeout(60_000);

const MONDAY = Date.parse('2026-03-02T00:00:00Z');
const HOUR = 3600;

/** Hours from Monday 00:00, as the worked example counts. */
const at = (hours: number) =>
  new Date(MONDAY + hours * HOUR * 1000).toISOString();

const entity = (
  kind: string,
  name: string,
  relations: Record<string, string> = {},
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name },
  relations: Object.entries(relations).map(([type, targetRef]) => ({
    type,
    targetRef,
  })),
});

const ENTITIES = [
  entity('Group', 'commerce'),
  entity('Group', 'checkout', { childOf: 'group:default/commerce' }),
  entity('System', 'cart', { ownedBy: 'group:default/checkout' }),
  entity('Component', 'cart-api', { partOf: 'system:default/cart' }),
  entity('Component', 'lonely', { ownedBy: 'group:default/checkout' }),
];

const deploy = (
  hours: number,
  version: string,
  workspace: string,
  more: object = {},
) => ({
  source: 'ci',
  id: `${version}-${workspace}-${hours}`,
  entityRef: 'cart-api',
  environment: 'production',
  status: 'success' as const,
  finishedAt: at(hours),
  version,
  workspace,
  ...more,
});

/** The worked example of docs/rules.md. */
const EXAMPLE = {
  deployments: [
    deploy(0, '1.0', 'eu'),
    deploy(0.5, '1.0', 'us'),
    deploy(10, '1.1', 'eu', { changes: ['A'] }),
    deploy(13, '1.0', 'eu'),
    deploy(20, '1.0', 'us'),
    deploy(30, '1.2', 'eu', { changes: ['A', 'B'] }),
    deploy(30, '1.2', 'us', { changes: ['A', 'B'] }),
  ],
  changes: [
    { source: 'ci', id: 'A', firstCommitAt: at(4) },
    { source: 'ci', id: 'B', firstCommitAt: at(29), labels: ['Hotfix'] },
  ],
  incidents: [
    {
      source: 'pager',
      id: 'I',
      entityRef: 'system:cart',
      startedAt: at(12),
      resolvedAt: at(14),
    },
  ],
  signals: [
    { source: 'ci', id: 'S', entityRef: 'cart-api', type: 'note', at: at(1) },
  ],
} satisfies Facts;

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

async function start(options?: {
  databaseId?: TestDatabaseId;
  dora?: JsonObject;
  entities?: Entity[];
  permission?: AuthorizeResult.ALLOW | AuthorizeResult.DENY;
  features?: Parameters<typeof startTestBackend>[0]['features'];
}) {
  const { server } = await startTestBackend({
    features: [
      doraPlugin,
      mockServices.database.factory({
        knex: await databases.init(options?.databaseId ?? 'SQLITE_3'),
      }),
      mockServices.rootConfig.factory({ data: { dora: options?.dora ?? {} } }),
      catalogServiceMock.factory({ entities: options?.entities ?? ENTITIES }),
      ...(options?.permission
        ? [mockServices.permissions.factory({ result: options.permission })]
        : []),
      ...(options?.features ?? []),
    ],
  });
  const get = (path: string) => request(server).get(`/api/dora${path}`);
  return {
    server,
    get,
    body: async (path: string) => (await get(path).expect(200)).body,
    ingest: (facts: object) =>
      request(server).post('/api/dora/ingest').send(facts),
  };
}

const WEEK = 'from=2026-03-02&to=2026-03-09';

describe('doraPlugin', () => {
  it.each(databases.eachSupportedId())(
    'turns the worked example into its numbers on %s',
    async databaseId => {
      const { ingest, body } = await start({ databaseId });
      const { body: ingested } = await ingest(EXAMPLE).expect(200);
      expect(ingested).toEqual({
        accepted: {
          deployments: 7,
          changes: 2,
          incidents: 1,
          signals: 1,
          artifacts: 0,
        },
        rejected: [],
        ignored: [],
        unmapped: [],
      });

      for (const ref of [
        'component:default/cart-api',
        'system:default/cart',
        'group:default/checkout',
        'group:default/commerce',
        undefined,
      ]) {
        const { entityRef, window, metrics } = await body(
          `/metrics?${WEEK}${ref ? `&entityRef=${ref}` : ''}`,
        );
        expect(entityRef).toBe(ref ?? null);
        expect(window).toEqual({
          from: '2026-03-02',
          to: '2026-03-09',
          days: 7,
          timezone: 'UTC',
        });
        expect(metrics.deploymentFrequency).toMatchObject({
          value: 4 / 7,
          sample: 4,
          state: 'ok',
          tier: /^(component|system):/.test(ref ?? '') ? 'high' : null,
          releases: 4,
          rollouts: 6,
          deployDays: 2,
          weeklyDeployDays: 2,
        });
        expect(metrics.leadTime).toMatchObject({
          value: 3.5 * HOUR,
          sample: 2,
          p75: 4.75 * HOUR,
          p90: 5.5 * HOUR,
          p95: 5.75 * HOUR,
          mean: 3.5 * HOUR,
          ci: null,
          stages: { coding: null, pickup: null, review: null, deploy: null },
        });
        expect(metrics.changeFailureRate).toMatchObject({
          value: 0.25,
          sample: 4,
          ci: [expect.closeTo(0.045587, 5), expect.closeTo(0.699358, 5)],
          failed: 1,
          maturing: 0,
        });
        expect(metrics.recoveryTime).toMatchObject({
          value: 3 * HOUR,
          sample: 1,
          mean: 3 * HOUR,
          open: 0,
        });
        // An incident on the product is none of the component below it.
        expect(metrics.timeToRestore).toMatchObject(
          ref === 'component:default/cart-api'
            ? { value: null, sample: 0, state: 'no-data' }
            : { value: 2 * HOUR, sample: 1, open: 0 },
        );
        expect(metrics.reworkRate).toMatchObject({
          value: 0.5,
          rollbacks: 1,
          hotfixes: 1,
        });
        expect(metrics.rolloutSpread).toMatchObject({
          value: 0.25 * HOUR,
          sample: 2,
        });
        expect(metrics.batchSize).toMatchObject({ value: 1, sample: 2 });
      }

      const { totalItems, items }: ReleasesResult = await body(
        `/releases?${WEEK}`,
      );
      expect(totalItems).toBe(4);
      expect(
        items.map(({ version, time, kind, failed, reasons, recoveredAt }) => ({
          version,
          time,
          kind,
          failed,
          reasons: reasons.map(({ reason }) => reason).sort(),
          recoveredAt,
        })),
      ).toEqual([
        {
          version: '1.2',
          time: at(30),
          kind: 'hotfix',
          failed: false,
          reasons: [],
          recoveredAt: null,
        },
        {
          version: '1.0',
          time: at(13),
          kind: 'rollback',
          failed: false,
          reasons: [],
          recoveredAt: null,
        },
        {
          version: '1.1',
          time: at(10),
          kind: 'code',
          failed: true,
          reasons: ['hotfixed', 'rolled-back', 'window'],
          recoveredAt: at(13),
        },
        {
          version: '1.0',
          time: at(0),
          kind: 'code',
          failed: false,
          reasons: [],
          recoveredAt: null,
        },
      ]);
      const excluded = await body(`/releases?${WEEK}&only=excluded`);
      expect(excluded.totalItems).toBe(1);
      expect(excluded.items[0]).toMatchObject({
        version: '1.0',
        time: at(20),
        counted: false,
        exclusion: expect.stringContaining('1.0'),
      });
    },
  );

  it('answers as the OpenAPI document says, with data and without', async () => {
    const { ingest, get } = await start();
    const paths = operations.filter(
      ({ method, streams }) => method === 'get' && !streams,
    );
    for (const facts of [undefined, EXAMPLE]) {
      if (facts) {
        await ingest(facts).expect(200);
      }
      for (const { path, answer, parameters } of paths) {
        const names = parameters.map(({ name }) => name);
        const query = names.includes('from') ? WEEK : '';
        for (const more of [
          '',
          ...(names.includes('entityRef') ? ['&entityRef=system:cart'] : []),
          ...(names.includes('level')
            ? ['&level=component&under=cart-api']
            : []),
          ...(names.includes('weekly')
            ? ['&weekly=leadTime&sort=batchSize&by=change&state=ok&type=x']
            : []),
          ...(names.includes('sort') ? ['&order=asc&filter=a'] : []),
          ...(names.includes('only') ? ['&only=excluded'] : []),
        ].filter(some => !(path === '/incidents' && some.includes('only')))) {
          const response = await get(`${path}?${query}${more}`);
          expect([path, more, response.status]).toEqual([path, more, 200]);
          expect([path, more, findFault(answer ?? '', response.body)]).toEqual([
            path,
            more,
            undefined,
          ]);
        }
      }
    }
  });

  it('fails to start if the configuration is invalid', async () => {
    await expect(
      start({ dora: { rules: { incidentWindow: '2 moons' } } }),
    ).rejects.toThrow(
      'Invalid configuration: dora.rules.incidentWindow is "2 moons", but must be a duration above zero',
    );
  });

  it('follows the configuration', async () => {
    const { ingest, body } = await start({
      dora: {
        timezone: 'Pacific/Auckland',
        minimumSample: 1,
        environments: { production: ['eu-*'] },
        tiers: { preset: 'dora-2022' },
      },
    });
    await ingest({
      deployments: [deploy(12, '1', 'eu', { environment: 'EU-live' })],
    });
    const { window, metrics } = await body(
      '/metrics?from=2026-03-03&to=2026-03-04&entityRef=cart-api',
    );
    expect(window.timezone).toBe('Pacific/Auckland');
    expect(metrics.deploymentFrequency).toMatchObject({
      value: 1,
      state: 'ok',
      tier: 'high',
    });
    const { timezone, tiers } = await body('/definitions');
    expect({ timezone, tiers: tiers.name }).toEqual({
      timezone: 'Pacific/Auckland',
      tiers: 'dora-2022',
    });
  });

  it('lets nobody in without credentials', async () => {
    const { server } = await start();
    for (const { method, path } of operations) {
      const { body } = await request(server)
        [method](`/api/dora${path.replace('{factKind}', 'changes')}`)
        .set('authorization', mockCredentials.none.header())
        .expect(401);
      expect(body.error.name).toBe('AuthenticationError');
    }
  });

  it('shows and accepts nothing if permissions are denied', async () => {
    const { ingest, get, body } = await start({
      permission: AuthorizeResult.DENY,
    });
    await ingest(EXAMPLE).expect(403);
    await get(`/metrics?${WEEK}&entityRef=cart-api`).expect(404);
    const { metrics } = await body(`/metrics?${WEEK}`);
    expect(metrics.deploymentFrequency.state).toBe('not-connected');
  });

  it.each([
    [`/metrics?${WEEK}&entityRef=unknown`, 404, 'no entity unknown'],
    [`/metrics?${WEEK}&entityRef=user:guest`, 400, 'user:guest'],
    [`/compare?${WEEK}&under=unknown`, 404, 'no entity unknown'],
    ['/metrics?from=2026-03-02&to=2026-03-02', 400, 'from must be before to'],
    ['/metrics?from=2026-03-03&to=2026-03-02', 400, 'from must be before to'],
    ['/series?from=2015-01-01&to=2026-01-01', 400, 'the limit is 3660'],
    ['/metrics?from=0001-01-01&to=0001-02-01', 400, 'to must be between'],
    ['/metrics?from=9999-12-30&to=9999-12-31', 400, 'must be between'],
    ['/nothing', 404, ''],
  ])('refuses %s with %d', async (path, status, message) => {
    const { get } = await start();
    const { body } = await get(path).expect(status);
    expect(body.error?.message ?? '').toContain(message);
  });

  it('accepts 10,000 facts per call, and none of a larger call', async () => {
    const { ingest, body } = await start();
    const signals = Array.from({ length: 10_001 }, (_, index) => ({
      ...EXAMPLE.signals[0],
      id: `${index}`,
    }));
    const { body: refused } = await ingest({
      signals: signals.slice(0, 10_000),
      changes: EXAMPLE.changes,
    }).expect(413);
    expect(refused.error.message).toContain('10002 facts exceed');
    await ingest({ signals }).expect(413);
    expect((await body(`/signals?${WEEK}&limit=0`)).totalItems).toBe(0);

    await ingest({ signals: signals.slice(1) }).expect(200);
    expect((await body(`/signals?${WEEK}&limit=0`)).totalItems).toBe(10_000);
  });

  it('deletes facts and corrections, and audits every change', async () => {
    const auditor = mockServices.auditor.mock();
    const audited: unknown[] = [];
    auditor.createEvent.mockImplementation(async event => {
      const { eventId, severityLevel } = event;
      return {
        success: async () => {
          audited.push([eventId, severityLevel, 'success']);
        },
        fail: async () => {
          audited.push([eventId, severityLevel, 'fail']);
        },
      };
    });
    const { server, ingest, body } = await start({
      features: [auditor.factory],
    });
    const failed = async () =>
      (await body(`/metrics?${WEEK}`)).metrics.changeFailureRate.failed;
    await ingest(EXAMPLE).expect(200);
    expect(await failed()).toBe(1);

    const { body: correction } = await request(server)
      .post('/api/dora/corrections')
      .send({
        action: 'not-a-failure',
        deployment: { source: 'ci', id: '1.1-eu-10' },
        note: 'A drill',
      })
      .expect(201);
    expect(correction).toEqual({
      id: expect.any(String),
      action: 'not-a-failure',
      deployment: { source: 'ci', id: '1.1-eu-10' },
      note: 'A drill',
      by: 'user:default/mock',
      at: expect.any(String),
    });
    expect(await failed()).toBe(0);
    const { items }: ReleasesResult = await body(`/releases?${WEEK}`);
    expect(
      items.filter(({ corrections }) => corrections?.length),
    ).toMatchObject([{ version: '1.1', corrections: [correction] }]);

    const back = `/api/dora/corrections/${correction.id}`;
    await request(server).delete(back).expect(204);
    await request(server).delete(back).expect(404);
    expect(await failed()).toBe(1);

    const rollback = '/api/dora/facts/deployments/ci/1.0-eu-13';
    await request(server).delete(rollback).expect(204);
    await request(server).delete(rollback).expect(404);
    const { metrics } = await body(`/metrics?${WEEK}`);
    expect(metrics.reworkRate.rollbacks).toBe(0);

    expect(audited).toEqual([
      ['ingest', 'low', 'success'],
      ['correct', 'medium', 'success'],
      ['delete-correction', 'medium', 'success'],
      ['delete-correction', 'medium', 'fail'],
      ['delete-fact', 'medium', 'success'],
      ['delete-fact', 'medium', 'fail'],
    ]);
  });

  it('connects the sources of modules, which hand in facts by the same service, and shows who sent what', async () => {
    const connected: FactsService[] = [];
    const { body, get, ingest } = await start({
      features: [
        createBackendModule({
          pluginId: 'dora',
          moduleId: 'test',
          register(reg) {
            reg.registerInit({
              deps: { sources: doraSourcesExtensionPoint },
              async init({ sources }) {
                sources.addSource({
                  getSourceName: () => 'test',
                  async connect({ facts }) {
                    connected.push(facts);
                    await facts.ingest(EXAMPLE);
                  },
                });
              },
            });
          },
        }),
      ],
    });
    expect(connected).toHaveLength(1);
    const { metrics } = await body(`/metrics?${WEEK}&entityRef=cart-api`);
    expect(metrics.deploymentFrequency.releases).toBe(4);
    await ingest({
      deployments: [deploy(0.5, '1.0', 'us', { title: 'Another' })],
    }).expect(200);
    const senders = async (list: string): Promise<[string, string][]> => {
      const { items } = await body(`/${list}?${WEEK}&limit=1000`);
      return items.map((item: { id: string; sentBy: string }) => [
        item.id,
        item.sentBy,
      ]);
    };
    const { items }: ReleasesResult = await body(`/releases?${WEEK}`);
    const user = mockCredentials.user().principal.userEntityRef;
    expect(
      items
        .at(-1)!
        .rollouts.map(({ deployment, sentBy }) => [deployment.id, sentBy]),
    ).toEqual([
      ['1.0-eu-0', 'module:test'],
      ['1.0-us-0.5', user],
    ]);
    const excluded: ReleasesResult = await body(
      `/releases?${WEEK}&only=excluded`,
    );
    expect(excluded.items[0].rollouts[0].sentBy).toBe('module:test');
    expect(await senders('changes')).toEqual([
      ['B', 'module:test'],
      ['A', 'module:test'],
    ]);
    expect(await senders('incidents')).toEqual([['I', 'module:test']]);
    expect(await senders('signals')).toEqual([['S', 'module:test']]);
    const { text } = await get('/facts').expect(200);
    const feed: FactChange[] = text
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    // The changes name no entity, and a user reads nothing of those.
    expect(feed).toHaveLength(9);
    expect(
      feed.filter(change => 'sentBy' in change && change.sentBy === user),
    ).toEqual([
      expect.objectContaining({
        fact: expect.objectContaining({ id: '1.0-us-0.5' }),
      }),
    ]);
    await expect(
      connected[0].delete('deployments', { source: 'ci', id: 'none' }),
    ).resolves.toBe(false);
  });

  it.each(databases.eachSupportedId())(
    'publishes what becomes true of releases to readers, consumers and subscribers on %s',
    async databaseId => {
      const handled: ReleaseEvent[] = [];
      const heard: ReleaseEvent[] = [];
      const { body, get, ingest } = await start({
        databaseId,
        features: [
          createBackendModule({
            pluginId: 'dora',
            moduleId: 'test',
            register(reg) {
              reg.registerInit({
                deps: {
                  consumers: doraEventsExtensionPoint,
                  events: eventsServiceRef,
                },
                async init({ consumers, events }) {
                  consumers.addConsumer({
                    name: 'test',
                    handle: async batch => void handled.push(...batch),
                  });
                  await events.subscribe({
                    id: 'test',
                    topics: [DORA_RELEASES_TOPIC],
                    onEvent: async ({ eventPayload }) =>
                      void heard.push(eventPayload as ReleaseEvent),
                  });
                },
              });
            },
          }),
        ],
      });
      const { cursor } = await body('/events/cursor');
      const recent = new Date(Date.now() - 1000 * HOUR);
      await ingest(EXAMPLE).expect(200);
      await ingest({
        deployments: [
          deploy(50, '2.0', 'eu', { finishedAt: recent.toISOString() }),
          deploy(60, '7', 'eu', { entityRef: 'component:default/nowhere' }),
        ],
      }).expect(200);
      for (
        const end = Date.now() + 30_000;
        Date.now() < end &&
        !(
          heard.length > 0 &&
          ['2.0', '7'].every(version =>
            handled.some(event => event.version === version),
          )
        );

      ) {
        await sleep(20);
      }
      // All the others were long ago.
      expect(heard.map(({ type, version }) => [type, version])).toEqual([
        ['release.created', '2.0'],
      ]);

      const linesFor = async (authorization: string) => {
        const { text } = await get(`/events?after=${cursor}`)
          .set('authorization', authorization)
          .buffer(true)
          .expect(200);
        return text
          .trim()
          .split('\n')
          .map((line): ReleaseEvent => JSON.parse(line));
      };
      const all = await linesFor(mockCredentials.service.header());
      expect(all).toEqual(handled);
      const { answer } = operations.find(({ id }) => id === 'getEvents')!;
      expect(all.flatMap(event => findFault(answer!, event) ?? [])).toEqual([]);

      // A user reads what the catalog lets them.
      const own = await linesFor(mockCredentials.user.header());
      expect(own).toEqual(all.filter(({ version }) => version !== '7'));
      const last = new Map(own.map(event => [event.id, event]));
      const tomorrow = new Date(Date.now() + 24_000 * HOUR);
      const { items }: ReleasesResult = await body(
        `/releases?from=2026-03-02&to=${tomorrow.toISOString().slice(0, 10)}`,
      );
      expect(last.size).toBe(5);
      expect(
        items.map(one => [
          ...[one.id, one.entityRef, one.version, one.time, one.kind],
          ...[one.rollouts.length, one.changes.length],
          ...[one.failed, one.recoveredAt],
          new Set(one.reasons.map(({ reason }) => reason)),
        ]),
      ).toEqual(
        items.map(({ id }) => {
          const event = last.get(id)!;
          return [
            ...[event.id, event.entityRef, event.version, event.time],
            ...[event.kind, event.rollouts, event.changes],
            ...[event.failed, event.recoveredAt],
            new Set(event.reasons.map(({ reason }) => reason)),
          ];
        }),
      );
      await get('/events?after=1').expect(400);
      await get('/events?after=99999-1').expect(400);
    },
  );
});
