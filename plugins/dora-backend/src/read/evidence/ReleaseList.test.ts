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
  ofWeek,
  seeing,
  serviceOf,
  Story,
  time,
} from './__testUtils__/story';

jest.setTimeout(120_000);

/** The worked example of docs/rules.md. */
async function workedExample(knex: Knex): Promise<Story> {
  const story = await Story.begin(knex);
  const of = 'cart-api';
  await story.release({
    id: 1,
    of,
    version: '1.0',
    rollouts: [
      ['eu', 0],
      ['us', 0.5],
    ],
  });
  await story.release({
    id: 10,
    of,
    version: '1.1',
    rollouts: [['eu', 10, 1]],
    changesFrom: 'listed',
    failed: true,
    recoveredAt: 13,
  });
  await story.release({
    id: 20,
    of,
    version: '1.0',
    rollouts: [['eu', 13, 10]],
    kind: 'rollback',
  });
  await story.release({
    id: 30,
    of,
    version: '1.2',
    rollouts: [
      ['eu', 30, 20],
      ['us', 30, 1],
    ],
    kind: 'hotfix',
    changesFrom: 'listed',
  });
  await story.change({ pk: 1, of, first_commit_at: at(4), title: 'A' });
  await story.change({ pk: 2, of, first_commit_at: at(29), title: 'B' });
  await story.carries({ release: 10, change: 1, leadTime: 6 });
  await story.carries({ release: 30, change: 2, leadTime: 1 });
  await story.carries({
    release: 30,
    change: 1,
    first: false,
    exclusion: 'carried-before',
  });
  await story.incident({
    pk: 42,
    of: 'system:cart',
    startedAt: 12,
    resolvedAt: 14,
    link: 'window',
  });
  await story.reason(10, 'window', { incident_pk: 42 });
  await story.reason(10, 'rolled-back', { fix_release_id: 20 });
  await story.reason(10, 'hotfixed', { fix_release_id: 30 });
  return story;
}

describe('releases', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  it.each(databases.eachSupportedId())(
    'shows what made each release what it is on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      await workedExample(knex);
      const { window, totalItems, items } = await serviceOf(knex).releases(
        ofWeek('system:cart'),
      );

      expect(window).toEqual({
        from: '2026-03-02',
        to: '2026-03-09',
        days: 7,
        timezone: 'UTC',
      });
      expect(totalItems).toBe(4);
      expect(items.map(({ id, version, kind }) => [id, version, kind])).toEqual(
        [
          ['30', '1.2', 'hotfix'],
          ['20', '1.0', 'rollback'],
          ['10', '1.1', 'code'],
          ['1', '1.0', 'code'],
        ],
      );
      expect(items[2]).toEqual({
        id: '10',
        entityRef: 'component:default/cart-api',
        version: '1.1',
        time: time(10),
        rollouts: [
          {
            workspace: 'eu',
            time: time(10),
            deployment: { source: 'ci', id: 'd10' },
            version: '1.1',
            replaced: '1.0',
            title: 'Deploy 10',
            url: 'https://ci/10',
          },
        ],
        echoes: [],
        names: [],
        changes: [
          {
            source: 'git',
            id: 'c1',
            title: 'A',
            url: 'https://git/1',
            first: true,
            leadTime: 6 * 3600,
            exclusion: null,
          },
        ],
        changesFrom: 'listed',
        kind: 'code',
        failed: true,
        reasons: [
          {
            reason: 'window',
            sentence:
              'failed: incident INC-42 started 2 h after the rollout of 1.1 to eu, within incidentWindow (48 h)',
            explanation: {
              code: 'withinIncidentWindow',
              values: {
                incident: 'INC-42',
                incidentKind: 'incident',
                release: '1.1',
                releaseAt: time(10),
                afterSeconds: 2 * 3600,
                workspace: 'eu',
                windowSeconds: 48 * 3600,
              },
            },
            incident: { source: 'pager', id: 'INC-42' },
            at: time(12),
          },
          {
            reason: 'rolled-back',
            sentence:
              'failed: rolled back to 1.0 after 3 h, within rollbackWindow (7 d)',
            explanation: {
              code: 'rolledBack',
              values: {
                fix: '1.0',
                fixAt: time(13),
                afterSeconds: 3 * 3600,
                windowSeconds: 7 * 24 * 3600,
              },
            },
            releaseId: '20',
            at: time(13),
          },
          {
            reason: 'hotfixed',
            sentence:
              'failed: hotfixed by 1.2 20 h later, within hotfixWindow (48 h)',
            explanation: {
              code: 'hotfixed',
              values: {
                fix: '1.2',
                fixAt: time(30),
                afterSeconds: 20 * 3600,
                windowSeconds: 48 * 3600,
              },
            },
            releaseId: '30',
            at: time(30),
          },
        ],
        incidents: [
          {
            source: 'pager',
            id: 'INC-42',
            entityRef: 'system:default/cart',
            title: 'Incident 42',
            startedAt: time(12),
            resolvedAt: time(14),
          },
        ],
        recoveredAt: time(13),
        maturing: false,
        counted: true,
        exclusion: null,
      });
      expect(
        items[0].rollouts.map(({ workspace, replaced }) => [
          workspace,
          replaced,
        ]),
      ).toEqual([
        ['eu', '1.0'],
        ['us', '1.0'],
      ]);
      expect(
        items[0].changes.map(change => [change.id, change.exclusion]),
      ).toEqual([
        ['c1', 'it belongs to 1.1, the first release to carry it'],
        ['c2', null],
      ]);
      expect(items[0].changes.map(({ explanation }) => explanation)).toEqual([
        {
          code: 'carriedBefore',
          values: { release: '1.1', releaseAt: time(10) },
        },
        undefined,
      ]);
      expect(items[3].rollouts[0].replaced).toBeUndefined();
      expect(items[3].reasons).toEqual([]);
    },
  );

  it.each(databases.eachSupportedId())(
    'filters, and counts what it filters, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const story = await workedExample(knex);
      await story.release({
        id: 40,
        of: 'pay-api',
        version: '7',
        rollouts: [['eu', 5]],
      });
      await story.release({
        id: 50,
        of: 'cart-api',
        version: '0.9',
        rollouts: [['eu', -1]],
      });
      await story.release({
        id: 60,
        of: 'cart-api',
        version: '2.0',
        rollouts: [['eu', 7 * 24]],
      });
      await story.release({
        id: 70,
        of: 'ghost',
        version: '1',
        rollouts: [['eu', 5]],
      });
      const service = serviceOf(knex);
      const found = async (query: object, entityRef?: string) => {
        const { totalItems, items } = await service.releases({
          ...ofWeek(entityRef),
          ...query,
        });
        return [totalItems, ...items.map(({ id }) => id)];
      };

      expect(await found({})).toEqual([5, '30', '20', '10', '40', '1']);
      expect(await found({}, 'group:all')).toEqual(await found({}));
      expect(await found({}, 'pay-api')).toEqual([1, '40']);
      expect(await found({}, 'cart-ui')).toEqual([0]);
      expect(await found({ only: 'failed' })).toEqual([1, '10']);
      expect(await found({ only: 'rework' })).toEqual([2, '30', '20']);
      expect(await found({ limit: 2, offset: 1 })).toEqual([5, '20', '10']);
      expect(await found({ offset: 5 })).toEqual([5]);
      expect(await found({ limit: 0 })).toEqual([5]);
      expect(await found({ hierarchy: seeing('component:pay-api') })).toEqual([
        1,
        '40',
      ]);
      await expect(found({}, 'component:nowhere')).rejects.toThrow(
        'There is no entity component:nowhere in the catalog',
      );
    },
  );

  it.each(databases.eachSupportedId())(
    'says which evidence an incident gives on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const story = await Story.begin(knex);
      const sha = '9db2c9471f6ff599c3f630b446e940d3a065620b';
      await story.release({
        id: 1,
        of: 'cart-api',
        rollouts: [
          ['eu', 1],
          ['us', 30],
        ],
        failed: true,
      });
      const incidents: [number, string, object][] = [
        [
          1,
          'caused',
          { cause_deployment_source: 'ci', cause_deployment_id: 'd1' },
        ],
        [2, 'caused', { cause_commit_sha: sha }],
        [3, 'caused', { cause_version: '1.1' }],
        [4, 'attached', {}],
        [5, 'window', { kind: 'flag-rollback' }],
      ];
      for (const [pk, link, columns] of incidents) {
        await story.incident({
          pk,
          of: 'cart-api',
          startedAt: 30.5 + pk / 10,
          link,
          ...columns,
        });
        await story.reason(1, link, { incident_pk: pk });
      }
      await story.incident({
        pk: 6,
        of: 'cart-api',
        startedAt: 2,
        link: 'window',
      });
      await story.reason(1, 'window', { incident_pk: 6 });
      await story.correction({
        id: 'a',
        action: 'attach',
        deployment: 2,
        incident: 4,
        note: 'seen in the logs',
      });
      const [release] = (
        await serviceOf(knex).releases(ofWeek('component:cart-api'))
      ).items;

      expect(release.reasons.map(({ sentence }) => sentence)).toEqual([
        'failed: incident INC-6 started 1 h after the rollout of the release of 2026-03-02 01:00 to eu, within incidentWindow (48 h)',
        'failed: incident INC-1 names its deployment ci/d1 as the cause',
        'failed: incident INC-2 names commit 9db2c94 as the cause, and this was the latest release with it when the incident started',
        'failed: incident INC-3 names version 1.1 as the cause, and this was the latest release of it when the incident started',
        'failed: incident INC-4 attached by user:default/alice on 2026-03-04 02:00: seen in the logs',
        'failed: flag rollback INC-5 (a feature flag switched off) started 1 h after the rollout of the release of 2026-03-02 01:00 to us, within incidentWindow (48 h)',
      ]);
      expect(release.version).toBeNull();
      expect(release.recoveredAt).toBeNull();
      expect(release.incidents.map(({ id }) => id)).toEqual([
        'INC-6',
        'INC-1',
        'INC-2',
        'INC-3',
        'INC-4',
        'INC-5',
      ]);
      expect(release.corrections).toEqual([
        {
          id: 'a',
          action: 'attach',
          deployment: { source: 'ci', id: 'd2' },
          incident: { source: 'pager', id: 'INC-4' },
          note: 'seen in the logs',
          by: 'user:default/alice',
          at: time(50),
        },
      ]);
    },
  );

  it.each(databases.eachSupportedId())(
    'keeps the reasons of what a person excused on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const story = await workedExample(knex);
      await knex('releases').where({ id: 10 }).update({ failed: false });
      await story.correction({
        id: 'b',
        action: 'not-a-failure',
        deployment: 10,
      });
      const { items } = await serviceOf(knex).releases(ofWeek('cart-api'));
      expect(items[2].failed).toBe(false);
      expect(items[2].reasons[1].sentence).toBe(
        'would have failed, but was marked as not a failure by user:default/alice on 2026-03-04 02:00; the reason was: rolled back to 1.0 after 3 h, within rollbackWindow (7 d)',
      );
      expect(items[2].corrections).toHaveLength(1);
    },
  );

  it.each(databases.eachSupportedId())(
    'tells until when the incident window runs on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const story = await Story.begin(knex);
      await story.release({
        id: 1,
        of: 'cart-api',
        rollouts: [
          ['eu', 1],
          ['us', 53],
        ],
      });
      await story.release({ id: 5, of: 'cart-api', rollouts: [['eu', 52]] });
      const { items } = await serviceOf(knex).releases(ofWeek());
      expect(items.map(({ id, maturing }) => [id, maturing])).toEqual([
        ['5', false],
        ['1', true],
      ]);
    },
  );

  it.each(databases.eachSupportedId())(
    'shows nothing of what the reader may not see on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const story = await workedExample(knex);
      await story.change({
        pk: 3,
        of: 'pay-api',
        title: 'Secret',
        labels: '["dependencies"]',
      });
      await story.carries({
        release: 10,
        change: 3,
        exclusion: 'excluded-label',
      });
      await story.correction({
        id: 'c',
        action: 'attach',
        deployment: 10,
        incident: 42,
        note: 'Secret',
      });
      const { items } = await serviceOf(knex).releases({
        ...ofWeek('cart-api'),
        hierarchy: seeing('component:cart-api'),
      });

      expect(items[2].failed).toBe(true);
      expect(items[2].reasons[0]).toEqual({
        reason: 'window',
        sentence:
          'failed: an incident on an entity that you may not see is linked to it',
        explanation: { code: 'unreadableIncident', values: {} },
      });
      expect(items[2].reasons).toHaveLength(3);
      expect(items[2].incidents).toEqual([]);
      expect(items[2].corrections).toBeUndefined();
      expect(items[2].changes).toContainEqual({
        source: 'git',
        id: 'c3',
        first: true,
        leadTime: null,
        exclusion: 'one of its labels is in dora.rules.excludeChanges.labels',
        explanation: { code: 'excludedByLabels', values: {} },
      });
      expect(JSON.stringify(items)).not.toMatch(/Secret|INC-42|Incident 42/);

      const all = await serviceOf(knex).releases(ofWeek('cart-api'));
      expect(JSON.stringify(all)).toMatch(/Secret.*INC-42/);
    },
  );

  it.each(databases.eachSupportedId())(
    'asks the database as often for a large page as for a small one on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      await workedExample(knex);
      let queries = 0;
      knex.on('query', () => {
        queries += 1;
      });
      const service = serviceOf(knex);
      await service.releases({ ...ofWeek(), limit: 1 });
      const forOne = queries;
      await service.releases({ ...ofWeek(), limit: 50 });
      expect(queries - forOne).toBe(forOne);
    },
  );

  it.each(databases.eachSupportedId())(
    'say which sources reported them, and under which names, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const story = await Story.begin(knex);
      await story.release({
        id: 1,
        of: 'cart-api',
        version: '1.0',
        names: '\nc0123abc\ndsha256:1\nk9999999\nv1.0\n',
        rollouts: [['eu', 1]],
      });
      await story.excluded({
        pk: 5,
        of: 'cart-api',
        source: 'argo',
        digest: 'sha256:1',
        finishedAt: 2,
        exclusion: 'config-only',
        release: 1,
        echo: true,
      });
      await story.excluded({
        pk: 6,
        of: 'cart-api',
        source: 'argo',
        finishedAt: 3,
        exclusion: 'config-only',
        release: 1,
      });
      await story.correction({
        id: 'a',
        action: 'not-a-failure',
        deployment: 5,
      });
      await knex('corrections').update({ deployment_source: 'argo' });
      const { items } = await serviceOf(knex).releases(ofWeek());
      expect(items).toEqual([
        expect.objectContaining({
          echoes: [
            {
              workspace: 'eu',
              time: time(2),
              deployment: { source: 'argo', id: 'd5' },
              digest: 'sha256:1',
            },
          ],
          names: [
            { kind: 'commit', name: '0123abc' },
            { kind: 'digest', name: 'sha256:1' },
            { kind: 'version', name: '1.0' },
          ],
          corrections: [expect.objectContaining({ id: 'a' })],
        }),
      ]);
    },
  );
});
