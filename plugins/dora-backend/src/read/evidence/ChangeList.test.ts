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

/** Two components that share changes, and changes that no release carries. */
async function tell(knex: Knex): Promise<Story> {
  const story = await Story.begin(knex);
  await story.release({
    id: 1,
    of: 'cart-api',
    version: '1.0',
    rollouts: [['eu', 10]],
  });
  await story.release({
    id: 2,
    of: 'cart-api',
    version: '1.1',
    rollouts: [['eu', 20]],
    changesFrom: 'listed',
  });
  await story.release({
    id: 3,
    of: 'cart-ui',
    version: '5',
    rollouts: [['eu', 20]],
    changesFrom: 'listed',
  });
  await story.release({
    id: 4,
    of: 'cart-api',
    version: '1.0',
    rollouts: [['eu', 30]],
    kind: 'rollback',
  });
  await story.change({
    pk: 1,
    first_commit_at: at(1),
    opened_at: at(2),
    first_review_at: at(3),
    approved_at: at(4),
    merged_at: at(5),
    repository: 'org/cart',
    commit_sha: 'abc',
    labels: '["feature"]',
    size: 12,
  });
  await story.carries({ release: 2, change: 1, leadTime: 19 });
  await story.carries({ release: 3, change: 1, leadTime: 19 });
  await story.carries({
    release: 4,
    change: 1,
    first: false,
    exclusion: 'carried-before',
  });
  return story;
}

describe('changes', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  it.each(databases.eachSupportedId())(
    'come once for each component, with the first release that carries them, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      await tell(knex);
      const { totalItems, items, window } = await serviceOf(knex).changes(
        ofWeek('group:shop'),
      );
      expect(totalItems).toBe(2);
      expect(window.from).toBe('2026-03-02');
      expect(items.map(item => [item.entityRef, item.release?.id])).toEqual([
        ['component:default/cart-api', '2'],
        ['component:default/cart-ui', '3'],
      ]);
      expect(items[0]).toEqual({
        source: 'git',
        id: 'c1',
        entityRef: 'component:default/cart-api',
        repository: 'org/cart',
        commitSha: 'abc',
        title: 'Change 1',
        url: 'https://git/1',
        labels: ['feature'],
        size: 12,
        firstCommitAt: time(1),
        openedAt: time(2),
        firstReviewAt: time(3),
        approvedAt: time(4),
        mergedAt: time(5),
        leadTime: 19 * 3600,
        stages: { coding: 3600, pickup: null, review: null, deploy: null },
        release: {
          id: '2',
          entityRef: 'component:default/cart-api',
          version: '1.1',
          time: time(20),
          kind: 'code',
        },
        counted: true,
        exclusion: null,
      });
    },
  );

  it.each(databases.eachSupportedId())(
    'say why a release does not count them on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const story = await tell(knex);
      const excluded: [number, string, object][] = [
        [11, 'excluded-label', { labels: '["x","dependencies"]' }],
        [12, 'excluded-title', { title: 'Chore: tidy' }],
        [13, 'no-start', {}],
        [14, 'negative', { opened_at: at(22) }],
      ];
      for (const [pk, exclusion, columns] of excluded) {
        await story.change({ pk, ...columns });
        await story.carries({ release: 2, change: pk, exclusion });
      }
      const service = serviceOf(knex, { leadTimeStart: 'opened' });
      const query = { ...ofWeek('cart-api'), only: 'excluded' as const };
      const { totalItems, items } = await service.changes(query);
      expect(totalItems).toBe(4);
      expect(
        items.map(item => [item.id, item.counted, item.exclusion]),
      ).toEqual([
        [
          'c11',
          false,
          'its label “dependencies” is in dora.rules.excludeChanges.labels',
        ],
        [
          'c12',
          false,
          'its title matches “^chore” of dora.rules.excludeChanges.titles',
        ],
        [
          'c13',
          false,
          'it has no openedAt, where lead time starts (dora.rules.leadTimeStart: opened)',
        ],
        [
          'c14',
          false,
          'its openedAt, where lead time starts (dora.rules.leadTimeStart: opened), is 2 h after the release',
        ],
      ]);
      expect(items.map(({ explanation }) => explanation)).toEqual([
        { code: 'excludedLabel', values: { label: 'dependencies' } },
        { code: 'excludedTitle', values: { pattern: '^chore' } },
        {
          code: 'noStart',
          values: { start: 'openedAt', leadTimeStart: 'opened' },
        },
        {
          code: 'startAfterRelease',
          values: {
            start: 'openedAt',
            leadTimeStart: 'opened',
            lateSeconds: 2 * 3600,
          },
        },
      ]);
      expect(items[0].release?.version).toBe('1.1');
      expect(items[0].leadTime).toBeNull();

      const counted = await service.changes({ ...query, only: 'counted' });
      expect(counted.items.map(({ id }) => id)).toEqual(['c1']);
      expect(counted.totalItems).toBe(1);
    },
  );

  it.each(databases.eachSupportedId())(
    'say why no release carries them on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const story = await tell(knex);
      const waiting: [number, string | undefined, object][] = [
        [21, 'cart-api', { merged_at: at(40) }],
        [22, 'cart-api', { merged_at: at(15), first_commit_at: at(-99) }],
        [23, 'cart-api', { first_commit_at: at(5) }],
        [24, 'pay-api', { merged_at: at(15) }],
        [25, undefined, { merged_at: at(14) }],
        // Outside of the window, or of the catalog
        [26, 'cart-api', { merged_at: at(-1) }],
        [27, 'cart-api', { first_commit_at: at(7 * 24) }],
        [28, 'ghost', { merged_at: at(15) }],
      ];
      for (const [pk, of, columns] of waiting) {
        await story.change({ pk, of, ...columns });
      }
      const service = serviceOf(knex);
      const { totalItems, items } = await service.changes(ofWeek());
      expect(totalItems).toBe(7);
      expect(
        items.map(item => [item.id, item.entityRef, item.exclusion]),
      ).toEqual([
        [
          'c21',
          'component:default/cart-api',
          'not released yet: it came after the latest production release of Cart API',
        ],
        ['c1', 'component:default/cart-api', null],
        ['c1', 'component:default/cart-ui', null],
        [
          'c22',
          'component:default/cart-api',
          'not released: 1.1, the next release of Cart API, lists its changes, and neither it nor a later one names this',
        ],
        [
          'c24',
          'component:default/pay-api',
          'not released: no production release of pay-api is known',
        ],
        ['c25', null, 'it names no component, and no release lists it'],
        [
          'c23',
          'component:default/cart-api',
          'it was there before 1.0 of 2026-03-02 10:00, the first known release of Cart API',
        ],
      ]);
      expect(items.map(({ explanation }) => explanation?.code)).toEqual([
        'notReleasedYet',
        undefined,
        undefined,
        'notListed',
        'neverReleased',
        'noComponent',
        'beforeFirstRelease',
      ]);
      expect(items[6].explanation?.values).toEqual({
        component: 'Cart API',
        release: '1.0',
        releaseAt: time(10),
      });
      expect(items[0]).toMatchObject({
        leadTime: null,
        release: null,
        counted: false,
        stages: { coding: null, pickup: null, review: null, deploy: null },
      });

      const ids = async (query: object) =>
        (await service.changes({ ...ofWeek(), ...query })).items.map(
          ({ id }) => id,
        );
      expect(await ids({ only: 'counted' })).toEqual(['c1', 'c1']);
      expect(await ids({ only: 'excluded' })).toEqual([
        'c21',
        'c22',
        'c24',
        'c25',
        'c23',
      ]);
      expect(await ids({ limit: 3, offset: 2 })).toEqual(['c1', 'c22', 'c24']);
      // A change of nothing in particular is for those who may see everything.
      expect(await ids({ entityRef: 'group:all' })).not.toContain('c25');
      expect(await ids({ hierarchy: seeing('component:pay-api') })).toEqual([
        'c24',
      ]);
    },
  );

  it.each(databases.eachSupportedId())(
    'of an entity that the reader may not see say no more than their release on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const story = await tell(knex);
      await story.change({
        pk: 9,
        of: 'pay-api',
        title: 'Secret',
        labels: '["secret"]',
        repository: 'secret',
        commit_sha: 'secret',
        subject: 'user:default/secret',
        size: 1,
      });
      await story.carries({ release: 2, change: 9, leadTime: 3 });
      const { items } = await serviceOf(knex).changes({
        ...ofWeek(),
        hierarchy: seeing('component:cart-api'),
      });
      expect(items.map(({ id }) => id)).toEqual(['c1', 'c9']);
      expect(items[1]).toEqual({
        source: 'git',
        id: 'c9',
        entityRef: 'component:default/cart-api',
        firstCommitAt: time(0),
        leadTime: 3 * 3600,
        stages: { coding: 3600, pickup: null, review: null, deploy: null },
        release: expect.objectContaining({ id: '2' }),
        counted: true,
        exclusion: null,
      });
    },
  );
});
