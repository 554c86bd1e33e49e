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

import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';
import { Deployment, Facts } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { EntityStore } from '../catalog/EntityStore';
import { enqueueWork } from '../derivation/DerivationQueue';
import { DefaultFactsService } from './DefaultFactsService';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const deployment = (id: string, more: object = {}): Deployment => ({
  source: 'ci',
  id,
  entityRef: 'cart-api',
  environment: 'prod',
  status: 'success',
  finishedAt: '2026-03-01T09:30:00.123Z',
  ...more,
});

async function create(knex: Knex) {
  await knex.migrate.latest({
    directory: resolvePackagePath(
      '@backstage-dora/plugin-dora-backend',
      'migrations',
    ),
  });
  const derivation = {
    enqueue: enqueueWork,
    wake: jest.fn(),
    settled: async () => undefined,
  };
  const service = DefaultFactsService.create({
    knex,
    entities: EntityStore.create({ knex }),
    derivation,
    now: () => 1000,
  });
  /** What is to be derived, and nothing of it left. */
  const takeQueue = async () => {
    const rows = await knex('derivation_queue as q')
      .leftJoin('entities as e', 'e.id', 'q.entity_id')
      .leftJoin('changes as c', 'c.pk', 'q.change_pk')
      .leftJoin('incidents as i', 'i.pk', 'q.incident_pk')
      .select('e.ref', 'c.id as change', 'i.id as incident');
    await knex('derivation_queue').delete();
    return rows
      .map(row => row.ref ?? row.change ?? row.incident ?? 'gone')
      .sort();
  };
  return { service, takeQueue };
}

const FACTS: Required<Facts> = {
  deployments: [
    deployment('d1', {
      changes: ['c1', { source: 'scm', id: 'c1' }, 'c1'],
      workspace: 'eu',
      version: '1.0',
      url: 'https://ci.example.com/1',
      startedAt: '2026-03-01T10:00:00+01:00',
    }),
    deployment('d2', { entityRef: 'System:Default/Cart' }),
  ],
  changes: [
    {
      source: 'scm',
      id: 'c1',
      firstCommitAt: '2026-03-01T08:00:00Z',
      commitShas: ['a', 'b'],
      labels: ['hotfix'],
      size: 12,
    },
  ],
  incidents: [
    {
      source: 'itsm',
      id: 'i1',
      entityRef: 'system:cart',
      startedAt: '2026-03-01T11:00:00Z',
      causedBy: { deployment: { source: 'ci', id: 'd1' } },
    },
  ],
  signals: [
    {
      source: 'flags',
      id: 's1',
      entityRef: 'group:shop',
      type: 'freeze',
      at: '2026-03-01T11:00:00Z',
      value: 0.5,
      attributes: { reason: 'year-end' },
    },
  ],
};

describe.each(databases.eachSupportedId())('DefaultFactsService on %s', id => {
  it('stores facts, asks for derivation, and does neither again for the same facts', async () => {
    const knex = await databases.init(id);
    const { service, takeQueue } = await create(knex);
    const answer = await service.ingest(FACTS);
    expect(answer).toEqual({
      accepted: { deployments: 2, changes: 1, incidents: 1, signals: 1 },
      rejected: [],
      unmapped: [
        'component:default/cart-api',
        'group:default/shop',
        'system:default/cart',
      ],
    });
    expect(await takeQueue()).toEqual([
      'c1',
      'component:default/cart-api',
      'i1',
      'system:default/cart',
    ]);
    const rows = await knex('deployments').orderBy('id');
    expect(rows.map(row => ({ ...row, pk: 0, entity_id: 0 }))[0]).toMatchObject(
      {
        source: 'ci',
        workspace: 'eu',
        version: '1.0',
        changes: '[["ci","c1"],["scm","c1"],["ci","c1"]]',
        url: 'https://ci.example.com/1',
      },
    );
    expect(Number(rows[0].finished_at)).toBe(
      Date.UTC(2026, 2, 1, 9, 30, 0, 123),
    );
    expect(rows[1]).toMatchObject({ workspace: 'default', changes: null });
    expect(
      await knex('deployment_changes')
        .orderBy('change_source')
        .select('change_source', 'change_id'),
    ).toEqual([
      { change_source: 'ci', change_id: 'c1' },
      { change_source: 'scm', change_id: 'c1' },
    ]);
    expect(await knex('signals').first('value', 'attributes')).toEqual({
      value: 0.5,
      attributes: '{"reason":"year-end"}',
    });

    await service.ingest(FACTS);
    expect(await takeQueue()).toEqual([]);
    await knex.destroy();
  });

  it('replaces a fact under its key, and derives what it belonged to', async () => {
    const knex = await databases.init(id);
    const { service, takeQueue } = await create(knex);
    await service.ingest({
      deployments: [
        deployment('d1', {
          status: 'in_progress',
          finishedAt: undefined,
          changes: ['a'],
        }),
      ],
    });
    const before = await knex('deployments').first();
    await takeQueue();
    await service.ingest({
      deployments: [deployment('d1', { changes: ['b'], version: '2' })],
    });
    const after = await knex('deployments').first();
    expect(after).toMatchObject({
      pk: before.pk,
      status: 'success',
      version: '2',
    });
    expect(await knex('deployment_changes').select('change_id')).toEqual([
      { change_id: 'b' },
    ]);
    expect(await takeQueue()).toEqual(['component:default/cart-api']);
    await knex.destroy();
  });

  it('takes the valid ones among the others, and says what is wrong with each of these', async () => {
    const knex = await databases.init(id);
    const { service } = await create(knex);
    const answer = await service.ingest({
      deployments: [
        deployment('good'),
        deployment('bad', { status: 'done' }),
        null,
        deployment('twice', { version: '1' }),
        deployment('nul\u0000', {}),
        deployment('twice', { version: '2', wrong: 1 }),
        deployment('sql', {
          title: `'); drop table deployments; --`,
          version: '<b>"\\u0000 $1 ?? :x',
        }),
      ] as Deployment[],
    });
    expect(answer.accepted.deployments).toBe(3);
    expect(answer.rejected).toEqual([
      {
        path: '/deployments/1',
        source: 'ci',
        id: 'bad',
        reason: expect.stringContaining('status "done"'),
      },
      { path: '/deployments/2', reason: 'A fact must be an object, not null' },
      {
        path: '/deployments/4',
        source: 'ci',
        id: 'nul\u0000',
        reason: expect.stringContaining('id "nul\\u0000" is no text'),
      },
      {
        path: '/deployments/3',
        source: 'ci',
        id: 'twice',
        reason:
          'id "twice" of source "ci" occurs again at /deployments/5, which replaces this one',
      },
    ]);
    expect(answer.ignored).toEqual([
      {
        path: '/deployments/5/wrong',
        reason: expect.stringContaining(
          'deployments have no "wrong", only source',
        ),
      },
    ]);
    expect(
      await knex('deployments').orderBy('id').select('id', 'version', 'title'),
    ).toEqual([
      { id: 'good', version: null, title: null },
      {
        id: 'sql',
        version: '<b>"\\u0000 $1 ?? :x',
        title: `'); drop table deployments; --`,
      },
      { id: 'twice', version: '2', title: null },
    ]);

    const rejected = () =>
      knex('rejected_facts').orderBy('id').select('source', 'id');
    expect(await rejected()).toEqual(
      [
        { source: '', id: '' },
        { source: 'ci', id: '' },
        { source: 'ci', id: 'bad' },
        { source: 'ci', id: 'twice' },
      ].sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
    await service.ingest({
      deployments: [deployment('bad'), deployment('twice')],
    });
    expect((await rejected()).map(row => row.id)).toEqual(['', '']);
    await knex.destroy();
  });

  it('takes facts back', async () => {
    const knex = await databases.init(id);
    const { service, takeQueue } = await create(knex);
    await service.ingest(FACTS);
    await takeQueue();
    for (const [kind, source, factId, queued] of [
      ['deployments', 'ci', 'd1', 'component:default/cart-api'],
      ['changes', 'scm', 'c1', 'gone'],
      ['incidents', 'itsm', 'i1', 'gone'],
      ['signals', 'flags', 's1', undefined],
    ] as const) {
      expect(await service.delete(kind, { source, id: factId })).toBe(true);
      expect(await takeQueue()).toEqual(queued ? [queued] : []);
      expect(await service.delete(kind, { source, id: factId })).toBe(false);
      expect(await takeQueue()).toEqual([]);
    }
    expect(await knex('deployment_changes').select()).toEqual([]);
    await knex.destroy();
  });

  it('takes back all that a source has reported', async () => {
    const knex = await databases.init(id);
    const { service, takeQueue } = await create(knex);
    await service.ingest(FACTS);
    await service.ingest({
      deployments: [
        deployment('kept', { source: 'other' }),
        deployment('bad', { status: 'x' }),
      ],
    });
    await takeQueue();
    expect(await service.deleteSource('ci')).toBe(2);
    expect(await takeQueue()).toEqual([
      'component:default/cart-api',
      'system:default/cart',
    ]);
    expect(await knex('deployments').select('id')).toEqual([{ id: 'kept' }]);
    expect(await knex('deployment_changes').select()).toEqual([]);
    expect(await knex('rejected_facts').select()).toEqual([]);
    expect(await service.deleteSource('ci')).toBe(0);
    expect(await service.deleteSource('scm')).toBe(1);
    expect(await takeQueue()).toEqual(['gone']);
    await knex.destroy();
  });

  it('stores all or nothing', async () => {
    const knex = await databases.init(id);
    const { service, takeQueue } = await create(knex);
    await knex.schema.renameTable('incidents', 'elsewhere');
    await expect(service.ingest(FACTS)).rejects.toThrow(/incidents/);
    await knex.schema.renameTable('elsewhere', 'incidents');
    expect(await knex('deployments').select()).toEqual([]);
    expect(await knex('entities').select()).toEqual([]);
    expect(await takeQueue()).toEqual([]);
    await knex.destroy();
  });

  it('takes calls at the same time with the same facts in other orders', async () => {
    const knex = await databases.init(id);
    const { service } = await create(knex);
    const facts = Array.from({ length: 200 }, (_, n) =>
      deployment(`d${n}`, { entityRef: `c${n % 17}`, changes: [`x${n % 5}`] }),
    );
    await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        service.ingest({
          deployments: [...facts.slice(n * 20), ...facts.slice(0, n * 20)].map(
            fact => ({ ...fact, version: `${n}` }),
          ),
        }),
      ),
    );
    expect(await knex('deployments').select()).toHaveLength(200);
    expect(await knex('entities').select()).toHaveLength(17);
    const versions = await knex('deployments').distinct('version');
    expect(versions).toHaveLength(1);
    await knex.destroy();
  });
});
