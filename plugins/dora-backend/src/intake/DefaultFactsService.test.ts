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
  Deployment,
  Facts,
  Incident,
} from '@backstage-dora/plugin-dora-common';
import { FactsService } from '@backstage-dora/plugin-dora-node';
import { countWaiting } from '../derivation/worker/waitingWork';
import { createConnection } from '../sources/createConnection';
import { SynchronisationStore } from '../sources/SynchronisationStore';
import { createService } from './__testUtils__/service';

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
  artifacts: [
    {
      source: 'registry',
      id: 'a1',
      entityRef: 'cart-api',
      builtAt: '2026-03-01T08:30:00Z',
      version: '1.0',
      digest: 'sha256:1',
    },
  ],
};

describe.each(databases.eachSupportedId())('DefaultFactsService on %s', id => {
  it('records the sender of a fact; sending it again unchanged changes nothing', async () => {
    const knex = await databases.init(id);
    const { service } = await createService(knex);
    const subjects = async () =>
      Promise.all(
        Object.keys(FACTS).map(kind => knex(kind).distinct().pluck('subject')),
      );
    await service.ingest(FACTS, { subject: 'external:pipelines' });
    expect(await subjects()).toEqual(
      Array.from({ length: 5 }, () => ['external:pipelines']),
    );
    await service.ingest(FACTS, { subject: 'module:github' });
    expect(await subjects()).toEqual(
      Array.from({ length: 5 }, () => ['external:pipelines']),
    );
    await service.ingest(
      { deployments: [deployment('d2')], changes: FACTS.changes },
      { subject: 'user:default/alice' },
    );
    expect(
      await knex('deployments').orderBy('id').select('id', 'subject'),
    ).toEqual([
      { id: 'd1', subject: 'external:pipelines' },
      { id: 'd2', subject: 'user:default/alice' },
    ]);
    await knex.destroy();
  });

  it('rejects times more than a day in the future, with the reason', async () => {
    const knex = await databases.init(id);
    const { service } = await createService(knex);
    const finishedAt = '2099-01-01T00:00:00Z';
    expect(
      await service.ingest({
        deployments: [deployment('d1'), deployment('d2', { finishedAt })],
      }),
    ).toMatchObject({
      accepted: { deployments: 1 },
      rejected: [
        {
          path: '/deployments/1',
          reason: `finishedAt "${finishedAt}" is more than a day in the future`,
        },
      ],
    });
    expect(await knex('deployments').pluck('id')).toEqual(['d1']);
    await knex.destroy();
  });

  it('stores facts and requests derivation, and does neither again for the same facts', async () => {
    const knex = await databases.init(id);
    const { service, takeQueue } = await createService(knex);
    const answer = await service.ingest(FACTS);
    expect(answer).toEqual({
      accepted: {
        deployments: 2,
        changes: 1,
        incidents: 1,
        signals: 1,
        artifacts: 1,
      },
      rejected: [],
      ignored: [],
      unmapped: [
        'component:default/cart-api',
        'group:default/shop',
        'system:default/cart',
      ],
    });
    expect(await takeQueue()).toEqual([
      'c1',
      'component:default/cart-api',
      // For the artifact.
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

  it('reports as unmapped what the catalog still does not have after a refresh', async () => {
    const knex = await databases.init(id);
    const { service } = await createService(knex, {
      catchUp: async () => {
        await knex('entities')
          .where('ref', 'component:default/new')
          .update({ in_catalog: true });
      },
    });
    expect(
      await service.ingest({
        deployments: [
          deployment('d3', { entityRef: 'New' }),
          deployment('d4', { entityRef: 'still-unknown' }),
        ],
      }),
    ).toMatchObject({ unmapped: ['component:default/still-unknown'] });
    await knex.destroy();
  });

  it('replaces a fact under its key, and derives the component it belonged to', async () => {
    const knex = await databases.init(id);
    const { service, takeQueue } = await createService(knex);
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

  it('moves a fact to another entity, under the key that its derived rows have', async () => {
    const knex = await databases.init(id);
    const { service, takeQueue } = await createService(knex);
    await service.ingest(FACTS);
    await takeQueue();
    const before = await knex('deployments').orderBy('id').pluck('pk');
    const moved = { ...FACTS.deployments[0], entityRef: 'cart-web' };
    await service.ingest({ deployments: [moved] });
    expect(await knex('deployments').orderBy('id').pluck('pk')).toEqual(before);
    expect(await takeQueue()).toEqual([
      'component:default/cart-api',
      'component:default/cart-web',
    ]);
    expect(await knex('deployment_changes').select()).toHaveLength(2);
    await knex.destroy();
  });

  it('asks for the components of artifacts and of deployments in any environment, before and after', async () => {
    const knex = await databases.init(id);
    const { service } = await createService(knex);
    const [artifact] = FACTS.artifacts;
    const tested = deployment('t', { environment: 'test', commitSha: 'a' });
    const later = '2026-03-02T00:00:00Z';
    const queued = async () => {
      const rows = await knex('derivation_queue as q')
        .join('entities as e', 'e.id', 'q.entity_id')
        .orderBy('e.ref')
        .select('e.ref', 'q.facts');
      await knex('derivation_queue').delete();
      return rows.map(({ ref, facts }) => [
        ref.slice('component:default/'.length),
        facts,
      ]);
    };
    const after = async (facts: Facts) => {
      await service.ingest(facts);
      return queued();
    };
    const { digest, ...rest } = artifact;
    for (const [facts, expected] of [
      [{ artifacts: [artifact, { ...artifact, id: 'a2' }] }, [['cart-api', 2]]],
      [{ artifacts: [{ ...artifact, builtAt: later }] }, [['cart-api', 1]]],
      [{ artifacts: [{ ...rest, commitSha: 'a' }] }, [['cart-api', 1]]],
      [
        { artifacts: [{ ...rest, commitSha: 'a', entityRef: 'cart-web' }] },
        [
          ['cart-api', 1],
          ['cart-web', 1],
        ],
      ],
      // Whatever the environment.
      [{ deployments: [tested] }, [['cart-api', 1]]],
      [
        { deployments: [{ ...tested, finishedAt: later, title: 'x' }] },
        [['cart-api', 1]],
      ],
      [{ deployments: [{ ...tested, commitSha: 'b' }] }, [['cart-api', 1]]],
      [
        { deployments: [{ ...tested, commitSha: 'b', status: 'failure' }] },
        [['cart-api', 1]],
      ],
      [
        { deployments: [{ ...tested, entityRef: 'cart-web' }] },
        [
          ['cart-api', 1],
          ['cart-web', 1],
        ],
      ],
      [
        { deployments: [tested] },
        [
          ['cart-api', 1],
          ['cart-web', 1],
        ],
      ],
    ] as [Facts, unknown[]][]) {
      expect(await after(facts)).toEqual(expected);
    }
    await service.delete('deployments', tested);
    expect(await queued()).toEqual([['cart-api', 1]]);
    await service.deleteSource(artifact.source);
    expect(await queued()).toEqual([
      ['cart-api', 1],
      ['cart-web', 1],
    ]);
    await knex.destroy();
  });

  it('asks with an incident for all that tell of the same outage, and of the one that it told of before', async () => {
    const knex = await databases.init(id);
    const { service, takeQueue } = await createService(knex);
    const incident = (of: string, sameAs?: string, more: object = {}) => ({
      ...FACTS.incidents[0],
      id: of,
      sameAs: sameAs === undefined ? undefined : { source: 'itsm', id: sameAs },
      ...more,
    });
    const after = async (...incidents: Incident[]) => {
      await service.ingest({ incidents });
      return takeQueue();
    };
    expect(await after(incident('a', 'b'), incident('x'))).toEqual(['a', 'x']);
    expect(await after(incident('c', 'a'))).toEqual(['a', 'c']);
    // It was named before it came, and closes a circle.
    expect(await after(incident('b', 'c'))).toEqual(['a', 'b', 'c']);
    expect(await after(incident('b', 'b'))).toEqual(['a', 'b', 'c']);
    expect(await after(incident('c', 'a', { title: 'x' }))).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(await after(incident('c', 'a', { title: 'x' }))).toEqual([]);
    // It no longer tells of the same as the others, which do without it.
    expect(await after(incident('c', 'x'))).toEqual(['a', 'b', 'c', 'x']);
    expect(await after(incident('c', 'x', { title: 'y' }))).toEqual(['c', 'x']);
    expect(
      await knex('incidents')
        .where({ id: 'c' })
        .first('same_as_source', 'same_as_id'),
    ).toEqual({ same_as_source: 'itsm', same_as_id: 'x' });
    await service.delete('incidents', { source: 'itsm', id: 'b' });
    expect(await takeQueue()).toEqual(['a', 'gone']);
    await service.delete('incidents', { source: 'itsm', id: 'c' });
    expect(await takeQueue()).toEqual(['gone', 'x']);
    await knex.destroy();
  });

  it('takes facts back', async () => {
    const knex = await databases.init(id);
    const { service, takeQueue } = await createService(knex);
    await service.ingest(FACTS);
    await takeQueue();
    for (const [kind, source, factId, queued] of [
      // With the incident that names it.
      ['deployments', 'ci', 'd1', ['component:default/cart-api', 'i1']],
      ['changes', 'scm', 'c1', ['gone']],
      ['incidents', 'itsm', 'i1', ['gone']],
      ['signals', 'flags', 's1', []],
      ['artifacts', 'registry', 'a1', ['component:default/cart-api']],
    ] as const) {
      expect(await service.delete(kind, { source, id: factId })).toBe(true);
      expect(await takeQueue()).toEqual(queued);
      expect(await service.delete(kind, { source, id: factId })).toBe(false);
      expect(await takeQueue()).toEqual([]);
    }
    expect(await knex('deployment_changes').select()).toEqual([]);
    await knex.destroy();
  });

  it('deletes everything that a source has reported', async () => {
    const knex = await databases.init(id);
    const { service, takeQueue } = await createService(knex);
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
      'i1',
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
    const { service, takeQueue } = await createService(knex);
    await knex.schema.renameTable('incidents', 'elsewhere');
    await expect(service.ingest(FACTS)).rejects.toMatchObject({
      message: expect.stringContaining('incidents'),
    });
    await knex.schema.renameTable('elsewhere', 'incidents');
    expect(await knex('deployments').select()).toEqual([]);
    expect(await knex('entities').select()).toEqual([]);
    expect(await takeQueue()).toEqual([]);
    await knex.destroy();
  });

  it('accepts concurrent calls, whatever facts they share', async () => {
    const knex = await databases.init(id);
    const { service } = await createService(knex);
    const numbers = Array.from({ length: 200 }, (_, n) => n);
    const call = (nth: number): Facts => {
      const order = [...numbers.slice(nth * 20), ...numbers.slice(0, nth * 20)];
      const time = '2026-03-01T08:00:00Z';
      return {
        deployments: order.map(n =>
          deployment(`d${n}`, {
            entityRef: `c${n % 17}`,
            changes: [`x${nth}`],
            version: `${nth}`,
            // Each of them refuses other ones.
            ...(n % 8 === nth ? { status: 'done' } : {}),
          }),
        ),
        changes: order.map(n => ({
          source: 'ci',
          id: `x${n}`,
          firstCommitAt: time,
          title: `${nth}`,
        })),
        incidents: order.map(n => ({
          source: 'ci',
          id: `i${n}`,
          entityRef: `c${n % 17}`,
          startedAt: time,
          title: `${nth}`,
        })),
      };
    };
    await Promise.all(
      Array.from({ length: 8 }, async (_, nth) => {
        await service.ingest(call(nth));
        await service.delete('changes', { source: 'ci', id: `x${nth}` });
        await service.ingest(call(nth));
      }),
    );
    expect(await knex('deployments').select()).toHaveLength(200);
    expect(await knex('entities').select()).toHaveLength(17);
    expect(await knex('incidents').distinct('title')).toHaveLength(1);
    const lists = await knex('deployments as d')
      .join('deployment_changes as l', 'l.deployment_pk', 'd.pk')
      .select('d.version', 'l.change_id');
    expect(lists).toHaveLength(200);
    expect(lists.filter(row => row.change_id !== `x${row.version}`)).toEqual(
      [],
    );
    await knex.destroy();
  });

  it('makes large calls wait while derivation is behind, those of source modules too, and single facts never', async () => {
    const knex = await databases.init(id);
    const { service, takeQueue } = await createService(knex, undefined, {
      limits: { calls: 2, underived: 2000 },
      backlog: () => countWaiting(knex),
    });
    const { facts: ofModule } = createConnection('ci', {
      knex,
      facts: service,
      synchronisations: SynchronisationStore.create({ knex }),
      now: Date.now,
    });
    const bulk = async (source: string, { ingest }: FactsService) => {
      for (let call = 0; call < 10; call++) {
        const { accepted } = await ingest({
          deployments: Array.from({ length: 700 }, (_, index) =>
            deployment(`${call}-${index}`, { source }),
          ),
        });
        expect(accepted.deployments).toBe(700);
      }
    };
    const stored = async () =>
      Number((await knex('deployments').count({ n: '*' }))[0].n);
    let isSending = true;
    const sent = Promise.all([
      bulk('module', ofModule),
      bulk('pipeline', service),
    ]).then(() => {
      isSending = false;
    });

    // For as long as derivation takes: what has begun by then is stored.
    const sleep = () => new Promise(resolve => setTimeout(resolve, 500));
    let before = -1;
    while ((await stored()) !== before) {
      before = await stored();
      await sleep();
    }
    expect(before).toBeGreaterThan(2000);
    expect(before).toBeLessThan(5000);
    await service.ingest({ deployments: [deployment('single')] });
    await ofModule.ingest({ deployments: [deployment('single-2')] });
    expect(await stored()).toBe(before + 2);

    while (isSending) {
      await takeQueue();
      await sleep();
    }
    await sent;
    expect(await stored()).toBe(14_002);
    await knex.destroy();
  });
});

if (databases.supports('POSTGRES_18')) {
  describe('DefaultFactsService in a deadlock', () => {
    it('tries again', async () => {
      const knex = await databases.init('POSTGRES_18');
      const { service } = await createService(knex);
      await service.ingest({ deployments: [deployment('a'), deployment('b')] });
      // The first to detect a deadlock gives way: long enough that both wait by then, however busy the machine.
      const { rows: current } = await knex.raw('select current_database()');
      await knex.raw(`alter database ?? set deadlock_timeout to '5s'`, [
        current[0].current_database,
      ]);
      await knex.destroy();
      knex.initialize();
      const blocked = async () => {
        const { rows } = await knex.raw(
          `select 1 from pg_stat_activity
           where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return rows.length > 0;
      };
      let ingested = Promise.resolve<unknown>(undefined);
      await knex.transaction(async tx => {
        const lock = (of: string) =>
          tx('deployments').where({ id: of }).forUpdate().first();
        await tx.raw(`set local deadlock_timeout to '1min'`);
        await lock('b');
        ingested = service.ingest({
          deployments: [
            deployment('a', { version: '2' }),
            deployment('b', { version: '2' }),
          ],
        });
        while (!(await blocked())) {
          await new Promise(resolve => setTimeout(resolve, 10));
        }
        // The other one has this, and gives way.
        await lock('a');
      });
      await ingested;
      expect(await knex('deployments').pluck('version')).toEqual(['2', '2']);
      await knex.destroy();
    });
  });
}
