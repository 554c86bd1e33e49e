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
import { Knex } from 'knex';
import {
  at,
  hierarchy,
  seeing,
  serviceOf,
  Story,
  time,
} from './__testUtils__/story';

jest.setTimeout(120_000);

async function tell(knex: Knex): Promise<Story> {
  const story = await Story.begin(knex);
  await story.release({ id: 1, of: 'cart-api', rollouts: [['eu', 10]] });
  await story.release({ id: 2, of: 'cart-ui', rollouts: [['eu', 12]] });
  await story.deployment({
    pk: 3,
    of: 'cart-api',
    source: 'argo',
    status: 'in_progress',
    started_at: at(20),
  });
  await story.deployment({
    pk: 4,
    of: 'ghost',
    environment: 'dev',
    finished_at: at(30),
  });
  await story.deployment({
    pk: 5,
    of: 'pay-api',
    source: 'sample',
    status: 'in_progress',
  });
  // One that names its component, one that two components carry, one that nobody does.
  await story.change({ pk: 1, of: 'cart-api', first_commit_at: at(1) });
  await story.change({ pk: 2, first_commit_at: at(2), merged_at: at(9) });
  await story.change({ pk: 3, first_commit_at: at(3) });
  for (const [release, change] of [
    [1, 1],
    [1, 2],
    [2, 2],
  ]) {
    await story.carries({ release, change, leadTime: 1 });
    await knex('deployment_changes').insert({
      change_source: 'git',
      change_id: `c${change}`,
      deployment_pk: release,
    });
    await knex('deployments')
      .where({ pk: release })
      .update({ changes: `[["git","c${change}"]]` });
  }
  await story.incident({
    pk: 1,
    of: 'system:cart',
    startedAt: 40,
    link: 'window',
  });
  await story.signal({ id: 's', of: 'group:shop', from: 50 });
  await story.rejected('deployments', 'ci', 'x', 'status: unknown', 60);
  await story.rejected('changes', 'svn', 'y', 'firstCommitAt: missing', 61);
  await story.rejected('changes', '', '', 'not an object', 62);
  return story;
}

describe('coverage', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  it.each(databases.eachSupportedId())(
    'tells what has come of each source on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      await tell(knex);
      const { sources, unmapped, rejected } = await serviceOf(knex).coverage({
        hierarchy,
      });
      const none = { unmapped: 0, rejected: 0, sampleData: false };
      const never = { facts: 0, first: null, last: null };
      expect(sources).toEqual([
        { ...none, ...never, source: '', kind: 'changes', rejected: 1 },
        {
          ...none,
          source: 'argo',
          kind: 'deployments',
          facts: 1,
          first: time(20),
          last: time(20),
        },
        {
          ...none,
          source: 'ci',
          kind: 'deployments',
          facts: 3,
          first: time(10),
          last: time(30),
          unmapped: 1,
          rejected: 1,
        },
        {
          ...none,
          source: 'git',
          kind: 'changes',
          facts: 3,
          first: time(1),
          last: time(9),
        },
        {
          ...none,
          source: 'ops',
          kind: 'signals',
          facts: 1,
          first: time(50),
          last: time(50),
        },
        {
          ...none,
          source: 'pager',
          kind: 'incidents',
          facts: 1,
          first: time(40),
          last: time(40),
        },
        {
          ...none,
          source: 'sample',
          kind: 'deployments',
          facts: 1,
          first: null,
          last: null,
          sampleData: true,
        },
        { ...none, ...never, source: 'svn', kind: 'changes', rejected: 1 },
      ]);
      expect(unmapped).toEqual([
        { entityRef: 'component:default/ghost', facts: 1 },
      ]);
      expect(rejected).toEqual([
        {
          source: null,
          kind: 'changes',
          id: null,
          reason: 'not an object',
          at: time(62),
        },
        {
          source: 'svn',
          kind: 'changes',
          id: 'y',
          reason: 'firstCommitAt: missing',
          at: time(61),
        },
        {
          source: 'ci',
          kind: 'deployments',
          id: 'x',
          reason: 'status: unknown',
          at: time(60),
        },
      ]);
    },
  );

  it.each(databases.eachSupportedId())(
    'tells what is connected of each product and component on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      await tell(knex);
      const { entities } = await serviceOf(knex).coverage({ hierarchy });
      expect(
        entities.map(entity => [
          entity.title,
          entity.parentRef,
          entity.deployments.facts,
          entity.changes.facts,
          entity.incidents.facts,
          entity.connected.join(),
          entity.missing.join(),
        ]),
      ).toEqual([
        [
          'alone',
          'group:default/shop',
          ...[0, 0, 0],
          '',
          'deployments,changes,incidents',
        ],
        [
          'Cart',
          'group:default/shop',
          ...[3, 2, 1],
          'deployments,changes,incidents',
          '',
        ],
        [
          'pay',
          'group:default/shop',
          ...[1, 0, 0],
          'deployments',
          'changes,incidents',
        ],
        [
          'Cart API',
          'system:default/cart',
          ...[2, 2, 0],
          'deployments,changes,incidents',
          '',
        ],
        [
          'cart-ui',
          'system:default/cart',
          ...[1, 1, 0],
          'deployments,changes,incidents',
          '',
        ],
        [
          'pay-api',
          'system:default/pay',
          ...[1, 0, 0],
          'deployments',
          'changes,incidents',
        ],
      ]);
      expect(entities[1]).toMatchObject({
        entityRef: 'system:default/cart',
        deployments: { facts: 3, first: time(10), last: time(20) },
        changes: { facts: 2, first: time(1), last: time(9) },
        incidents: { facts: 1, first: time(40), last: time(40) },
      });
    },
  );

  it.each(databases.eachSupportedId())(
    'keeps to an entity, and to what the reader may see, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      await tell(knex);
      const report = async (options: object) => {
        const { sources, entities, ...rest } = await serviceOf(knex).coverage({
          hierarchy,
          ...options,
        });
        return {
          sources: sources.map(row => [
            row.source,
            row.kind,
            row.facts,
            row.unmapped,
            row.rejected,
          ]),
          entities: entities.map(({ title, connected }) => [
            title,
            connected.join(),
          ]),
          ...rest,
        };
      };

      expect(await report({ entityRef: 'cart-ui' })).toMatchObject({
        sources: [
          ['ci', 'deployments', 1, 0, 0],
          ['git', 'changes', 1, 0, 0],
        ],
        // The incident on the product.
        entities: [['cart-ui', 'deployments,changes,incidents']],
        setAside: [],
        unmapped: [],
        rejected: [],
        synchronisations: [],
      });
      expect(await report({ entityRef: 'group:shop' })).toMatchObject({
        sources: [
          ['argo', 'deployments', 1, 0, 0],
          ['ci', 'deployments', 2, 0, 0],
          ['git', 'changes', 2, 0, 0],
          ['ops', 'signals', 1, 0, 0],
          ['pager', 'incidents', 1, 0, 0],
          ['sample', 'deployments', 1, 0, 0],
        ],
        unmapped: [],
        rejected: [],
      });
      expect(
        await report({ hierarchy: seeing('component:cart-api') }),
      ).toMatchObject({
        sources: [
          ['argo', 'deployments', 1, 0, 0],
          ['ci', 'deployments', 1, 0, 0],
          ['git', 'changes', 2, 0, 0],
        ],
        entities: [['Cart API', 'deployments,changes']],
        setAside: [],
        unmapped: [],
        rejected: [],
        synchronisations: [],
      });
    },
  );

  it.each(databases.eachSupportedId())(
    'tells of names that move or join versions, and of sources that are silent, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const story = await Story.begin(knex);
      const of = 'cart-api';
      await story.release({
        id: 1,
        of,
        version: '1.0',
        names: '\nc0123abc\nv1.0\nv1.1\nv1.2\n',
        rollouts: [['eu', -31 * 24]],
      });
      for (const [pk, commit] of [
        [5, 'aaa'],
        [6, 'bbb'],
      ] as const) {
        await story.excluded({
          pk,
          of,
          source: 'argo',
          version: 'rolling',
          commit_sha: commit,
          finishedAt: pk,
          exclusion: 'other-source',
        });
      }
      const { names, silentSources } = await serviceOf(knex, {
        authority: ['c*'],
      }).coverage({ hierarchy });
      expect(names).toEqual({
        moving: [
          { entityRef: 'component:default/cart-api', version: 'rolling' },
        ],
        joined: [
          {
            entityRef: 'component:default/cart-api',
            versions: 3,
            names: [
              { kind: 'commit', name: '0123abc' },
              { kind: 'version', name: '1.0' },
              { kind: 'version', name: '1.1' },
              { kind: 'version', name: '1.2' },
            ],
          },
        ],
      });
      expect(silentSources).toEqual([
        {
          entityRef: 'component:default/cart-api',
          sources: ['ci'],
          last: time(-31 * 24),
          others: ['argo'],
        },
      ]);
    },
  );
});
