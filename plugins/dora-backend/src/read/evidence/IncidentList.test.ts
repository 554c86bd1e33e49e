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

/** Releases of two components, and incidents that are linked to them in every way. */
async function tell(knex: Knex): Promise<Story> {
  const story = await Story.begin(knex);
  await story.release({
    id: 1,
    of: 'cart-api',
    version: '1.1',
    rollouts: [
      ['eu', 1],
      ['us', 10],
    ],
    failed: true,
  });
  await story.release({
    id: 5,
    of: 'cart-ui',
    version: '7',
    rollouts: [['eu', 4]],
  });
  const incidents: [number, string, string, object, number[]][] = [
    [1, 'system:cart', 'window', {}, [1]],
    [2, 'system:cart', 'window', {}, [1, 5]],
    [
      3,
      'group:shop',
      'caused',
      { cause_deployment_source: 'ci', cause_deployment_id: 'd1' },
      [1],
    ],
    [4, 'system:cart', 'caused', { cause_commit_sha: 'abc' }, [1]],
    [5, 'cart-api', 'caused', { cause_version: '1.1' }, [1]],
    [6, 'cart-api', 'attached', {}, [5]],
    [7, 'cart-api', 'unattributed', {}, []],
    [8, 'system:cart', 'unattributed', { kind: 'flag-rollback' }, []],
    [9, 'group:shop', 'unattributed', {}, []],
    [10, 'cart-ui', 'unattributed', {}, []],
    [11, 'system:cart', 'cause-unknown', { cause_version: '2.3' }, []],
    [12, 'system:cart', 'cause-unknown', { cause_commit_sha: 'def' }, []],
    [
      13,
      'system:cart',
      'cause-unknown',
      { cause_deployment_source: 'ci', cause_deployment_id: 'x' },
      [],
    ],
  ];
  for (const [pk, of, link, columns, releases] of incidents) {
    await story.incident({
      pk,
      of,
      startedAt: 12 + pk,
      resolvedAt: pk === 2 ? undefined : 20 + pk,
      link,
      ...columns,
    });
    for (const release of releases) {
      await story.reason(release, link, { incident_pk: pk });
    }
  }
  await story.correction({
    id: 'a',
    action: 'attach',
    deployment: 5,
    incident: 6,
    note: 'it was the UI',
  });
  await story.correction({
    id: 'b',
    action: 'detach',
    deployment: 5,
    incident: 10,
  });
  return story;
}

describe('incidents', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  it.each(databases.eachSupportedId())(
    'say how each was linked, or why it was not, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const story = await tell(knex);
      await story.incident({
        pk: 98,
        of: 'ghost',
        startedAt: 3,
        link: 'unattributed',
      });
      await story.incident({
        pk: 99,
        of: 'cart-api',
        startedAt: -1,
        link: 'unattributed',
      });
      const { totalItems, items } = await serviceOf(knex, {
        incidentAttribution: 'all',
      }).incidents(ofWeek());

      expect(totalItems).toBe(13);
      expect(items.map(({ id, sentence }) => [id, sentence])).toEqual([
        [
          'INC-13',
          'names deployment ci/x, which is no rollout that is known (yet)',
        ],
        [
          'INC-12',
          'names commit def, which no release of Cart until then has (yet)',
        ],
        [
          'INC-11',
          'names version 2.3, which no release of Cart until then has (yet)',
        ],
        [
          'INC-10',
          'detached from its release by user:default/alice on 2026-03-04 02:00',
        ],
        [
          'INC-9',
          'names no cause, and is on a group: on anything wider than a product, time alone proves nothing',
        ],
        [
          'INC-8',
          'a feature flag switched off: no rollout of any component of Cart within incidentWindow (48 h) before it',
        ],
        [
          'INC-7',
          'no rollout of Cart API within incidentWindow (48 h) before it',
        ],
        [
          'INC-6',
          'attached to 7 of cart-ui by user:default/alice on 2026-03-04 02:00: it was the UI',
        ],
        [
          'INC-5',
          'names version 1.1, of which 1.1 of Cart API was the latest release when it started',
        ],
        [
          'INC-4',
          'names commit abc, of which 1.1 of Cart API was the latest release when it started',
        ],
        ['INC-3', 'names deployment ci/d1, which rolled out 1.1 of Cart API'],
        [
          'INC-2',
          'started 4 h after the rollout of 1.1 of Cart API to us, within incidentWindow (48 h), and after 1 more in that time (dora.rules.incidentAttribution: all)',
        ],
        [
          'INC-1',
          'started 3 h after the rollout of 1.1 of Cart API to us, within incidentWindow (48 h)',
        ],
      ]);
      expect(
        items.map(({ linkedBy, unattributed }) => [linkedBy, unattributed]),
      ).toEqual([
        ...Array(7).fill([null, true]),
        ['attached', false],
        ['caused', false],
        ['caused', false],
        ['caused', false],
        ['window', false],
        ['window', false],
      ]);
      expect(items.slice(8, 11).map(({ causedBy }) => causedBy)).toEqual([
        { version: '1.1' },
        { commitSha: 'abc' },
        { deployment: { source: 'ci', id: 'd1' } },
      ]);
      expect(items[12]).toEqual({
        source: 'pager',
        id: 'INC-1',
        entityRef: 'system:default/cart',
        title: 'Incident 1',
        kind: 'incident',
        startedAt: time(13),
        resolvedAt: time(21),
        timeToRestore: 8 * 3600,
        releases: [
          {
            id: '1',
            entityRef: 'component:default/cart-api',
            version: '1.1',
            time: time(1),
            kind: 'code',
          },
        ],
        linkedBy: 'window',
        unattributed: false,
        counted: true,
        sentence: expect.any(String),
        explanation: {
          code: 'linkedByTime',
          values: {
            incidentKind: 'incident',
            release: '1.1',
            releaseAt: time(1),
            component: 'Cart API',
            workspace: 'us',
            afterSeconds: 3 * 3600,
            windowSeconds: 48 * 3600,
          },
        },
      });
      expect(items.map(({ explanation }) => explanation.code)).toEqual([
        'unknownDeployment',
        'unknownCommit',
        'unknownVersion',
        'detached',
        'tooWide',
        'noRolloutOfProduct',
        'noRolloutOfComponent',
        'attachedTo',
        'linkedByVersion',
        'linkedByCommit',
        'linkedByDeployment',
        'linkedByTimeToSeveral',
        'linkedByTime',
      ]);
      expect(items[7].explanation.values).toEqual({
        incidentKind: 'incident',
        release: '7',
        releaseAt: time(4),
        component: 'cart-ui',
        correctedBy: 'user:default/alice',
        correctedAt: time(50),
        correctionNote: 'it was the UI',
      });
      expect(items[11]).toMatchObject({
        resolvedAt: null,
        timeToRestore: null,
      });
      expect(items[5].kind).toBe('flag-rollback');
      expect(items[7].corrections).toMatchObject([
        { action: 'attach', by: 'user:default/alice', at: time(50) },
      ]);
    },
  );

  it.each(databases.eachSupportedId())(
    'are filtered and paged on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      await tell(knex);
      const service = serviceOf(knex);
      const found = async (query: object, entityRef?: string) => {
        const { totalItems, items } = await service.incidents({
          ...ofWeek(entityRef),
          ...query,
        });
        return [totalItems, ...items.map(({ id }) => Number(id.slice(4)))];
      };
      expect(await found({ only: 'open' })).toEqual([1, 2]);
      expect(await found({ only: 'attributed' })).toEqual([
        6, 6, 5, 4, 3, 2, 1,
      ]);
      expect(await found({ only: 'unattributed' })).toEqual([
        7, 13, 12, 11, 10, 9, 8, 7,
      ]);
      // What is on the product or above it is not the component's.
      expect(await found({}, 'cart-api')).toEqual([3, 7, 6, 5]);
      expect(await found({ limit: 2, offset: 3 })).toEqual([13, 10, 9]);
      expect(await found({ offset: 13 })).toEqual([13]);
    },
  );

  it.each(databases.eachSupportedId())(
    'show no release that the reader may not see on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      await tell(knex);
      const { items } = await serviceOf(knex).incidents({
        ...ofWeek(),
        only: 'attributed',
        hierarchy: seeing('system:cart', 'component:cart-ui'),
      });
      expect(
        items.map(({ id, linkedBy, releases, sentence }) => [
          id,
          linkedBy,
          releases.length,
          sentence,
        ]),
      ).toEqual([
        ['INC-4', 'caused', 0, 'linked to a release that you may not see'],
        [
          'INC-2',
          'window',
          1,
          'started 10 h after the rollout of 7 of cart-ui to eu, within incidentWindow (48 h)',
        ],
        ['INC-1', 'window', 0, 'linked to a release that you may not see'],
      ]);

      const [attached] = (
        await serviceOf(knex).incidents({
          ...ofWeek('cart-api'),
          only: 'attributed',
          hierarchy: seeing('component:cart-api'),
        })
      ).items;
      expect(attached).toMatchObject({ id: 'INC-6', linkedBy: 'attached' });
      expect(attached.corrections).toBeUndefined();
    },
  );

  it.each(databases.eachSupportedId())(
    'are shown with others that report the same outage, and say why they do not count, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const story = await Story.begin(knex);
      await story.release({
        id: 1,
        of: 'cart-api',
        version: '1.1',
        failed: true,
        rollouts: [['eu', 1]],
      });
      await story.incident({
        pk: 1,
        of: 'cart-api',
        startedAt: 2,
        link: 'caused',
      });
      // As derived: it is resolved when its duplicate says so.
      await knex('incident_links').update({
        resolved_at: at(4),
        restore: at(4) - at(2),
      });
      await story.reason(1, 'caused', { incident_pk: 1 });
      await story.incident({
        pk: 2,
        of: 'pay-api',
        startedAt: 3,
        resolvedAt: 4,
        link: 'duplicate',
        stays: 1,
        same_as_source: 'pager',
        same_as_id: 'INC-1',
        cause_version: '1.1',
      });
      await story.incident({
        pk: 3,
        of: 'cart-api',
        startedAt: 5,
        link: 'severity',
        severity: 'minor',
      });
      const service = serviceOf(knex, { incidentSeverities: ['critical'] });
      const first = { source: 'pager', id: 'INC-1' };

      const { items } = await service.incidents(ofWeek());
      expect(items).toMatchObject([
        {
          id: 'INC-3',
          counted: false,
          sentence:
            'not counted: its severity “minor” is none of dora.rules.incidentSeverities (critical)',
        },
        {
          id: 'INC-2',
          counted: false,
          duplicateOf: first,
          sameAs: first,
          sentence: 'not counted: it reports the same outage as incident INC-1',
        },
        {
          ...first,
          counted: true,
          resolvedAt: time(4),
          timeToRestore: 2 * 3600,
          duplicates: [{ source: 'pager', id: 'INC-2' }],
          causedBy: { version: '1.1' },
          sentence: expect.stringContaining('names version 1.1'),
        },
      ]);
      const ids = async (only: 'counted' | 'excluded') =>
        (await service.incidents({ ...ofWeek(), only })).items.map(
          ({ id }) => id,
        );
      expect(await ids('counted')).toEqual(['INC-1']);
      expect(await ids('excluded')).toEqual(['INC-3', 'INC-2']);
      const { incidents } = await service.timeline(ofWeek());
      expect(incidents.items).toMatchObject([
        { ...first, resolvedAt: time(4) },
      ]);

      // Who may not see the duplicate is shown nothing of it.
      const restricted = {
        ...ofWeek(),
        hierarchy: seeing('component:cart-api'),
      };
      const seen = (await service.incidents(restricted)).items;
      expect(seen.map(({ id }) => id)).toEqual(['INC-3', 'INC-1']);
      expect(seen[1].duplicates).toBeUndefined();
      expect(seen[1].causedBy).toBeUndefined();
      expect(seen[1].sentence).toBe(
        'another report of the same outage, which you may not see, names a cause that 1.1 of Cart API has',
      );
      const { items: releases } = await service.releases(restricted);
      expect(releases[0].reasons[0].sentence).toBe(
        'failed: incident INC-1, according to another report of the same outage, which you may not see',
      );
      const other = await service.incidents({
        ...ofWeek(),
        hierarchy: seeing('component:pay-api'),
      });
      expect(other.items).toMatchObject([
        {
          id: 'INC-2',
          sentence:
            'not counted: it reports the same outage as an incident that you may not see',
        },
      ]);
      expect(other.items[0].duplicateOf).toBeUndefined();
      expect(other.items[0].sameAs).toBeUndefined();
    },
  );
});
