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
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  Artifact,
  Deployment,
  FactChange,
} from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { DateTime } from 'luxon';
import request from 'supertest';
import {
  catalogEntities,
  ENTITY_REFS,
  ORGANISATION,
  randomHistory,
} from '../conformance/__testUtils__/randomOrganisation';
import { enqueueWork } from '../derivation/worker/DerivationQueue';
import { defaultRules } from '../rules/__testUtils__/facts';
import { DefaultFeedService } from '../intake/feed/DefaultFeedService';
import { doraPlugin } from '../plugin';
import { DefaultRetention } from './DefaultRetention';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const TABLES = [
  ...(['deployments', 'changes', 'incidents', 'signals', 'artifacts'] as const),
];

/** A deployment, and the report of a cluster that knows its digest only. */
const withReport = (deployment: Deployment): Deployment[] => {
  const { source, version, finishedAt, workspace } = deployment;
  return source === 'ci' && version && finishedAt
    ? [
        deployment,
        {
          source: 'cluster',
          id: deployment.id,
          entityRef: deployment.entityRef,
          environment: deployment.environment,
          status: deployment.status,
          workspace,
          digest: `sha256:${version}`,
          finishedAt: DateTime.fromISO(finishedAt).plus({ hours: 1 }).toISO()!,
        },
      ]
    : [deployment];
};

/** Artifacts that join the versions and digests of random histories, and one of a version that is nowhere. */
const artifactsOf = (entityRef: string, builtAt: string): Artifact[] =>
  ['1.2', '1.4', '1.6', '1.8', '0.1'].map(version => ({
    source: 'build',
    id: `${entityRef} ${version}`,
    entityRef,
    builtAt,
    version: `v${version}`,
    digest: `sha256:${version}`,
  }));

/** What the catalog says about the components. */
async function readSettings(knex: Knex) {
  const rows: { id: number; ref: string }[] = await knex('entities').select(
    'id',
    'ref',
  );
  const refs = new Map(rows.map(({ id, ref }) => [id, ref]));
  return {
    settingsOf: (id: number) => {
      const { production, deploymentsFrom } = ORGANISATION.annotations(
        refs.get(id)!,
      );
      return { productionEnvironments: production, deploymentsFrom };
    },
  };
}

async function start(knex: Knex) {
  const backend = await startTestBackend({
    features: [
      doraPlugin,
      mockServices.database.factory({ knex }),
      mockServices.rootConfig.factory({ data: {} }),
      catalogServiceMock.factory({ entities: catalogEntities() }),
    ],
  });
  const get = async (path: string, query: object) => {
    const { status, body } = await request(backend.server)
      .get(`/api/dora/${path}`)
      .query(query);
    expect({ path, status, ...body }).toMatchObject({ status: 200 });
    return body;
  };
  return {
    stop: () => backend.stop(),
    get,
    ingest: async (body: object) => {
      const answer = await request(backend.server)
        .post('/api/dora/ingest')
        .send(body);
      expect({ status: answer.status, ...answer.body }).toMatchObject({
        status: 200,
        rejected: [],
      });
    },
    taken: async (source: string, name: string) => {
      await request(backend.server)
        .delete(`/api/dora/facts/signals/${source}/${name}`)
        .expect(204);
    },
    retain: async (months: number, now: number, isCurrent = true) => {
      const settings = await readSettings(knex);
      const retention = DefaultRetention.create({
        knex,
        config: {
          months,
          schedule: { frequency: { hours: 1 }, timeout: { hours: 1 } },
        },
        rules: defaultRules,
        hierarchy: async () => settings,
        derivation: {
          enqueue: enqueueWork,
          wake: () => undefined,
          settled: () => get('metrics', {}),
          backlog: async () => 0,
          repair: async () => undefined,
          isCurrent: async () => isCurrent,
        },
        logger: mockServices.logger.mock(),
        now: () => now,
      });
      return retention.run();
    },
  };
}

async function countFacts(knex: Knex) {
  const counts = await Promise.all(
    TABLES.map(async table => {
      const row = await knex(table).count('* as facts').first();
      return [table, Number(row?.facts)];
    }),
  );
  return Object.fromEntries(counts);
}

async function readFeed(knex: Knex, after?: string) {
  const changes: FactChange[] = [];
  for await (const change of DefaultFeedService.create({ knex }).read({
    after,
  })) {
    changes.push(change);
  }
  return changes;
}

describe.each(databases.eachSupportedId())('DefaultRetention on %s', id => {
  it.each([11, 12])(
    'keeps everything visible within the retention period of random history %i',
    async seed => {
      const knex = await databases.init(id);
      const backend = await start(knex);
      const now = Date.now();
      const { calls } = randomHistory(seed * 1000, now);
      const day = (ago: number) =>
        DateTime.fromMillis(now, { zone: 'UTC' })
          .minus({ days: ago })
          .toISODate()!;
      for (const call of calls) {
        await backend.ingest({
          ...call,
          deployments: call.deployments.flatMap(withReport),
        });
      }
      await backend.ingest({
        signals: [day(150), day(1)].map(date => ({
          source: 'notes',
          id: date,
          entityRef: 'cart-api',
          type: 'note',
          at: `${date}T00:00:00Z`,
        })),
        artifacts: ['cart-api', 'login', 'search-api'].flatMap(entityRef =>
          artifactsOf(entityRef, `${day(170)}T00:00:00Z`),
        ),
      });
      const seen = async () => {
        const answers: unknown[] = [];
        // With the windows before them, all within two months.
        for (const [from, to] of [
          [day(28), day(-1)],
          [day(20), day(12)],
          [day(45), day(33)],
        ]) {
          for (const entityRef of [undefined, ...ENTITY_REFS]) {
            const query = { entityRef, from, to };
            answers.push(
              await backend.get('metrics', query),
              await backend.get('releases', query),
              await backend.get('changes', { ...query, only: 'counted' }),
              await backend.get('incidents', query),
              await backend.get('signals', query),
            );
          }
        }
        return answers;
      };
      const before = await seen();
      expect(
        await knex('excluded_deployments').where({ echo: true }),
      ).not.toEqual([]);
      const { cursor } = (await readFeed(knex)).slice(-1)[0];
      const facts = await countFacts(knex);

      const removed = await backend.retain(2, now);
      for (const table of TABLES) {
        expect([table, removed[table] > 0]).toEqual([table, true]);
      }
      expect(await countFacts(knex)).toEqual(
        Object.fromEntries(
          TABLES.map(table => [table, facts[table] - removed[table]]),
        ),
      );
      expect(await seen()).toEqual(before);
      expect(
        await knex('deployment_changes')
          .whereNotIn('deployment_pk', knex('deployments').select('pk'))
          .select(),
      ).toEqual([]);

      await expect(backend.retain(2, now)).resolves.toEqual({
        deployments: 0,
        changes: 0,
        incidents: 0,
        signals: 0,
        artifacts: 0,
      });
      // Nobody has taken anything back; who begins now gets what is left.
      await expect(readFeed(knex, cursor)).resolves.toEqual([]);
      const feed = await readFeed(knex);
      const left = Object.values(await countFacts(knex)) as number[];
      expect(feed).toHaveLength(left.reduce((sum, count) => sum + count, 0));
      await backend.stop();
    },
  );

  it('keeps components connected, and the version running in a workspace', async () => {
    const knex = await databases.init(id);
    const backend = await start(knex);
    const now = Date.now();
    const time = (days: number) =>
      DateTime.fromMillis(now, { zone: 'UTC' }).minus({ days }).toISO()!;
    const deployment = (version: string, days: number, more = {}) => ({
      source: 'ci',
      id: `${version} ${days}`,
      entityRef: 'login',
      environment: 'prod',
      status: 'success',
      version,
      finishedAt: time(days),
      ...more,
    });
    await backend.ingest({
      deployments: [
        deployment('1.0', 700),
        deployment('1.1', 690, { changes: ['c1'] }),
        deployment('1.2', 680),
        deployment('1.0', 670, { workspace: 'eu' }),
        deployment('2.0', 660, { entityRef: 'cart-ui', environment: 'test' }),
        deployment('2.1', 650, { entityRef: 'cart-ui', environment: 'test' }),
      ],
      changes: [
        { source: 'ci', id: 'c1', firstCommitAt: time(695) },
        { source: 'scm', id: 'c2', firstCommitAt: time(698) },
      ],
      incidents: [1, 2].map(n => ({
        source: 'pager',
        id: `${n}`,
        entityRef: 'quiet',
        startedAt: time(700 - n),
      })),
    });
    const states = async () => {
      const found: unknown[] = [];
      for (const entityRef of ['login', 'cart-ui', 'group:company']) {
        const { metrics } = await backend.get('metrics', { entityRef });
        found.push(
          Object.values(metrics).map(
            metric => (metric as { state: string }).state,
          ),
        );
      }
      return found;
    };
    const before = await states();
    await expect(backend.retain(12, now)).resolves.toEqual({
      deployments: 1,
      changes: 1,
      incidents: 1,
      signals: 0,
      artifacts: 0,
    });
    expect(await states()).toEqual(before);
    expect((await knex('deployments').pluck('id')).sort()).toEqual([
      '1.0 670',
      '1.0 700',
      '1.1 690',
      '1.2 680',
      '2.1 650',
    ]);

    // 1.0 stands in eu since long ago: in another workspace it is no release of today.
    await backend.ingest({
      deployments: [deployment('1.0', 1, { workspace: 'us' })],
    });
    const { metrics } = await backend.get('metrics', { entityRef: 'login' });
    expect(metrics.deploymentFrequency).toMatchObject({ releases: 0 });

    await backend.stop();
  });

  it('keeps the artifacts that join names of what stays, and incidents of the same outage as one that does', async () => {
    const knex = await databases.init(id);
    const backend = await start(knex);
    const now = Date.now();
    const old = '2020-01-01T00:00:00Z';
    const recent = new Date(now - 1000).toISOString();
    const about = { source: 'ci', entityRef: 'cart-api' };
    const artifact = (name: string, names: object, builtAt = old) => ({
      ...about,
      ...names,
      id: name,
      builtAt,
    });
    const incident = (name: string, startedAt: string, sameAs?: string) => ({
      ...about,
      id: name,
      startedAt,
      ...(sameAs && { sameAs: { source: 'ci', id: sameAs } }),
    });
    await backend.ingest({
      deployments: [
        {
          ...about,
          id: 'd',
          environment: 'prod',
          status: 'success',
          finishedAt: recent,
          version: 'v1.0',
        },
      ],
      artifacts: [
        artifact('of it', { version: '1.0', commitSha: 'ABCDEF012' }),
        artifact('through that', { commitSha: 'abcdef0', digest: 'sha256:1' }),
        artifact('of nothing', { version: '0.9', commitSha: 'fedcba0' }),
        artifact('with that', { version: '0.9', digest: 'sha256:0' }),
        artifact('new', { version: '2.0', digest: 'sha256:2' }, recent),
      ],
      incidents: [
        incident('alone', old),
        incident('again', old, 'alone too'),
        incident('alone too', old),
        incident('first', old, 'second'),
        incident('second', old, 'third'),
        incident('third', recent),
      ],
    });
    const removed = await backend.retain(12, now);
    expect(removed).toMatchObject({ artifacts: 2, incidents: 3 });
    const ids = (table: string) => knex(table).orderBy('pk').pluck('id');
    expect((await ids('artifacts')).sort()).toEqual([
      'new',
      'of it',
      'through that',
    ]);
    expect((await ids('incidents')).sort()).toEqual([
      'first',
      'second',
      'third',
    ]);
    await backend.stop();
  });

  it('forgets in the log of facts what is gone, and never what was taken back', async () => {
    const knex = await databases.init(id);
    const backend = await start(knex);
    const note = (name: string, at: string) => ({
      source: 'notes',
      id: name,
      entityRef: 'cart-api',
      type: 'note',
      at,
    });
    const old = '2020-01-01T00:00:00Z';
    await backend.ingest({
      signals: [note('a', old), note('b', new Date().toISOString())],
    });
    await backend.ingest({ signals: [note('c', old)] });
    await backend.ingest({ signals: [note('d', old)] });
    await backend.taken('notes', 'd');
    const [{ cursor }] = await readFeed(knex);
    // As if all of it had come long ago.
    for (const table of ['signals', 'fact_log']) {
      await knex(table).update({ received_at: Date.parse(old) });
    }
    const now = Date.now();
    await backend.retain(12, now);
    expect(
      await knex('fact_log')
        .orderBy('seq')
        .select('facts', 'stored', 'deleted'),
    ).toEqual([
      { facts: 1, stored: expect.stringMatching(/^\[\d+\]$/), deleted: null },
      { facts: 1, stored: null, deleted: expect.stringContaining('"d"') },
    ]);
    const left = [
      expect.objectContaining({
        fact: expect.objectContaining({ id: 'b' }),
      }),
      expect.objectContaining({ deleted: { source: 'notes', id: 'd' } }),
    ];
    await expect(readFeed(knex)).resolves.toEqual(left);
    await expect(readFeed(knex, cursor)).resolves.toEqual(left);

    // The last place in the feed stays, as the next is counted from it.
    await backend.ingest({ signals: [note('e', old)] });
    const [last] = (await readFeed(knex)).slice(-1);
    await knex('fact_log').update({ received_at: Date.parse(old) });
    await backend.retain(12, now);
    await expect(readFeed(knex, last.cursor)).resolves.toEqual([]);
    await backend.ingest({ signals: [note('f', old)] });
    await expect(readFeed(knex, last.cursor)).resolves.toEqual([
      expect.objectContaining({ fact: expect.objectContaining({ id: 'f' }) }),
    ]);
    await backend.stop();
  });

  it('removes nothing if another replica has activated different rules', async () => {
    const knex = await databases.init(id);
    const backend = await start(knex);
    await backend.ingest({
      signals: [
        {
          ...{ source: 'notes', id: 'a', entityRef: 'cart-api', type: 'note' },
          at: '2020-01-01T00:00:00Z',
        },
      ],
    });
    const before = await countFacts(knex);
    await backend.retain(12, Date.now(), false);
    expect(await countFacts(knex)).toEqual(before);
    await backend.retain(12, Date.now());
    expect(await countFacts(knex)).toEqual({ ...before, signals: 0 });
    await backend.stop();
  });
});
