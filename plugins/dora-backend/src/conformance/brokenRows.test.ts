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
import { Coverage } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import request from 'supertest';
import { doraPlugin } from '../plugin';

jest.setTimeout(600_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const MONDAY = Date.parse('2026-03-02T00:00:00Z');
const at = (hour: number) => new Date(MONDAY + hour * 3_600_000).toISOString();
const WINDOW = 'from=2026-03-02&to=2026-03-12';

const entity = (kind: string, name: string, relations: [string, string][]) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name },
  relations: relations.map(([type, targetRef]) => ({ type, targetRef })),
});

const ENTITIES = [
  entity('Group', 'shop', []),
  ...['good', 'bad'].flatMap(name => [
    entity('System', name, [['ownedBy', 'group:default/shop']]),
    entity('Component', name, [['partOf', `system:default/${name}`]]),
  ]),
];

/** A deployment that is no release: to have a component derived from the beginning. */
const nudge = (name: string, version: number) => ({
  source: name,
  id: 'nudge',
  entityRef: name,
  environment: 'staging',
  status: 'success',
  finishedAt: at(0),
  version: `${version}`,
});

/** The same history for each: releases that carry changes, a rollback, incidents, and a change in no release. */
function history(name: string) {
  const deploy = (hour: number, version: string, more: object = {}) => ({
    source: name,
    id: `d${hour}`,
    entityRef: name,
    environment: 'production',
    status: 'success',
    finishedAt: at(hour),
    version,
    ...more,
  });
  const change = (id: string, hour: number, more: object = {}) => ({
    source: name,
    id,
    entityRef: name,
    firstCommitAt: at(hour),
    openedAt: at(hour + 1),
    mergedAt: at(hour + 2),
    title: id,
    labels: ['a-label'],
    ...more,
  });
  const incident = (id: string, hour: number, more: object = {}) => ({
    source: name,
    id,
    entityRef: name,
    startedAt: at(hour),
    resolvedAt: at(hour + 2),
    ...more,
  });
  return {
    deployments: [
      deploy(10, '1', { changes: ['c1'] }),
      deploy(30, '2', { changes: ['c2'] }),
      deploy(40, '1'),
      deploy(60, '3'),
      deploy(80, '4'),
    ],
    changes: [
      change('c1', 2),
      change('c2', 20),
      change('c3', 44),
      change('c4', 200),
    ],
    incidents: [
      incident('i1', 61),
      incident('i2', 84, {
        causedBy: { deployment: { source: name, id: 'd80' } },
      }),
    ],
    signals: [
      {
        source: name,
        id: 's1',
        entityRef: name,
        type: 'note',
        at: at(50),
      },
    ],
  };
}

/** Whatever reads, about one entity or the organisation. */
function reads(entityRef?: string): string[] {
  const of = entityRef ? `&entityRef=${entityRef}` : '';
  const under = entityRef ? `&under=${entityRef}` : '';
  return [
    `/metrics?${WINDOW}${of}`,
    `/series?${WINDOW}&bucket=day${of}`,
    `/compare?${WINDOW}&level=component${under}`,
    `/compare?${WINDOW}&level=product${under}`,
    ...['', '&only=failed', '&only=excluded', '&filter=1'].map(
      more => `/releases?${WINDOW}${of}${more}`,
    ),
    ...['', '&only=excluded', '&sort=leadTime', '&filter=c1'].map(
      more => `/changes?${WINDOW}${of}${more}`,
    ),
    `/incidents?${WINDOW}${of}`,
    `/signals?${WINDOW}${of}`,
    `/timeline?${WINDOW}${of || '&entityRef=group:shop'}`,
    `/workspaces?${WINDOW}${of || '&entityRef=group:shop'}`,
    '/definitions',
    `/coverage?${of}`,
  ];
}

const GOOD = reads('component:good');
const ANY = [...reads('component:bad'), ...reads(), '/facts'];

type Damage = 'number' | 'text' | 'small number';

/** What is broken: in the rows of the tables that meet the condition. */
const FACTS: [table: string, column: string, damage: Damage][] = [
  ['deployments', 'finished_at', 'number'],
  ['deployments', 'changes', 'text'],
  ['changes', 'first_commit_at', 'number'],
  ['changes', 'merged_at', 'number'],
  ['changes', 'labels', 'text'],
  ['incidents', 'started_at', 'number'],
  ['incidents', 'resolved_at', 'number'],
];

const OTHERS: [table: string, column: string, damage: Damage][] = [
  ['corrections', 'at', 'number'],
  ['corrections', 'action', 'text'],
  ['entities', 'relations', 'text'],
  ['releases', 'time', 'number'],
  ['releases', 'day', 'small number'],
  ['releases', 'kind', 'text'],
  ['releases', 'occurrence', 'small number'],
  ['releases', 'batch_size', 'small number'],
  ['releases', 'changes', 'small number'],
  ['releases', 'changes_from', 'text'],
  ['releases', 'last_rollout_at', 'number'],
  ['releases', 'recovered_at', 'number'],
  ['rollouts', 'time', 'number'],
  ['rollouts', 'release_id', 'number'],
  ['rollouts', 'replaced_release_id', 'number'],
  ['release_changes', 'day', 'small number'],
  ['release_changes', 'lead_time', 'number'],
  ['release_reasons', 'reason', 'text'],
  ['release_reasons', 'fix_release_id', 'number'],
  ['incident_links', 'day', 'small number'],
  ['incident_links', 'restore', 'number'],
  ['incident_links', 'link', 'text'],
  ['unreleased_changes', 'time', 'number'],
  ['derived_blocks', 'version', 'number'],
];

describe.each(databases.eachSupportedId())('broken rows on %s', id => {
  const isSqlite = id === 'SQLITE_3';
  let knex: Knex;
  let stop: () => Promise<void>;
  let server: Parameters<typeof request>[0];
  let before: Map<string, object>;
  let nudges = 0;

  /** SQLite keeps anything in any column; PostgreSQL numbers that cannot be right. */
  const damaged = (damage: Damage) => {
    if (damage === 'text') {
      return 'no such thing';
    }
    if (isSqlite) {
      return 'broken';
    }
    return damage === 'number' ? 9_000_000_000_000_000 : 2_147_483_647;
  };

  const post = async (facts: object) =>
    request(server)
      .post('/api/dora/ingest')
      .send(facts)
      .expect(200)
      .then(({ body }) => expect(body).toMatchObject({ rejected: [] }));

  async function answers(paths: string[]) {
    const result = new Map<string, object>();
    for (const path of paths) {
      const { status, body } = await request(server).get(`/api/dora${path}`);
      result.set(path, status === 200 ? body : { status, error: body.error });
    }
    return result;
  }

  const setAside = async (path = '/coverage') =>
    (
      (await request(server).get(`/api/dora${path}`).expect(200))
        .body as Coverage
    ).setAside;

  /** The rows of the broken component in a table. */
  function rowsOf(table: string) {
    switch (table) {
      case 'deployments':
        return knex(table).where({ source: 'bad', id: 'd30' });
      case 'changes':
        return knex(table).where({ source: 'bad', id: 'c2' });
      case 'incidents':
        return knex(table).where({ source: 'bad', id: 'i1' });
      case 'corrections':
        return knex(table).where({ deployment_source: 'bad' });
      case 'entities':
        return knex(table).where({ ref: 'component:default/bad' });
      default:
        return knex(table).where(
          'entity_id',
          knex('entities').where({ ref: 'component:default/bad' }).select('id'),
        );
    }
  }

  const failures = (all: Map<string, object>) =>
    [...all].flatMap(([path, answer]) =>
      'status' in answer ? `${path}: ${JSON.stringify(answer)}` : [],
    );

  beforeAll(async () => {
    knex = await databases.init(id);
    const backend = await startTestBackend({
      features: [
        doraPlugin,
        mockServices.database.factory({ knex }),
        mockServices.rootConfig.factory({ data: { dora: {} } }),
        catalogServiceMock.factory({ entities: ENTITIES }),
      ],
    });
    ({ server } = backend);
    stop = () => backend.stop();
    for (const name of ['good', 'bad']) {
      await post({ ...history(name), deployments: [nudge(name, 0)] });
      await post(history(name));
      await request(server)
        .post('/api/dora/corrections')
        .send({
          action: 'attach',
          deployment: { source: name, id: 'd30' },
          incident: { source: name, id: 'i1' },
        })
        .expect(201);
    }
    before = await answers([...GOOD, ...ANY]);
  });

  afterAll(() => stop());

  /** Has the component derived from the beginning, and its incidents linked again. */
  const nudgeBad = async () => {
    nudges += 1;
    await knex('derivation_queue').insert(
      (
        await knex('incidents').where({ source: 'bad' }).pluck('pk')
      ).map(pk => ({ incident_pk: pk })),
    );
    await post({ deployments: [nudge('bad', nudges)] });
  };

  it.each(FACTS)(
    'of %s (%s): sets the component aside until the fact is sent again',
    async (table, column, damage) => {
      expect(await rowsOf(table).update({ [column]: damaged(damage) })).toBe(1);
      expect(failures(await answers(ANY))).toEqual([]);

      await nudgeBad();
      const during = await answers([...ANY, ...GOOD]);
      expect(failures(during)).toEqual([]);
      for (const path of GOOD) {
        expect([path, during.get(path)]).toEqual([path, before.get(path)]);
      }
      const broken = await setAside();
      expect(broken).toEqual([
        {
          entityRef: 'component:default/bad',
          ...(table === 'incidents' && {
            incident: { source: 'bad', id: 'i1' },
          }),
          error: `Invalid${
            damage === 'text' ? 'Json' : 'Number'
          } in ${table}.${column}`,
          since: expect.any(String),
          nextTryAt: expect.any(String),
        },
      ]);
      expect(await setAside('/coverage?entityRef=system:bad')).toEqual(broken);

      await post(history('bad'));
      expect(await setAside()).toEqual([]);
      const healed = await answers(
        ['/metrics', '/incidents'].flatMap(route =>
          ANY.filter(path => path.startsWith(`${route}?`)),
        ),
      );
      for (const [path, answer] of healed) {
        expect([path, answer]).toEqual([path, before.get(path)]);
      }
    },
  );

  it.each(OTHERS)(
    'of %s (%s): fails nothing, and is healed',
    async (table, column, damage) => {
      const key = table === 'corrections' ? 'id' : column;
      const stored = await rowsOf(table)
        .whereNotNull(column)
        .select(key, column);
      expect(stored).not.toEqual([]);
      await rowsOf(table)
        .whereNotNull(column)
        .update({ [column]: damaged(damage) });
      if (table === 'corrections') {
        await nudgeBad();
      }
      const during = await answers([...ANY, ...GOOD]);
      expect(failures(during)).toEqual([]);
      for (const path of GOOD) {
        expect([path, during.get(path)]).toEqual([path, before.get(path)]);
      }

      if (table === 'corrections') {
        await rowsOf(table).update({ [column]: stored[0][column] });
      }
      await nudgeBad();
      expect(await setAside()).toEqual([]);
      const healed = await answers(ANY);
      expect(failures(healed)).toEqual([]);
      const whole = ANY.filter(path =>
        /^\/(metrics|incidents|changes|series)\?/.test(path),
      );
      for (const path of whole) {
        expect([path, healed.get(path)]).toEqual([path, before.get(path)]);
      }
    },
  );
});
