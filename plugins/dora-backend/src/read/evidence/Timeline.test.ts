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
  at,
  hierarchy,
  ofWeek,
  seeing,
  serviceOf,
  Story,
  time,
} from './__testUtils__/story';

jest.setTimeout(120_000);

describe('timeline', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  it.each(databases.eachSupportedId())(
    'marks incidents, failed releases and signals, in order of time, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const story = await Story.begin(knex);
      const of = 'cart-api';
      await story.release({
        id: 1,
        of,
        version: '1.0',
        rollouts: [['eu', 5]],
        failed: true,
        recoveredAt: 7,
      });
      await story.release({ id: 2, of, rollouts: [['eu', 6]] });
      await story.release({
        id: 3,
        of: 'pay-api',
        rollouts: [['eu', 3]],
        kind: 'hotfix',
        failed: true,
      });
      await story.release({
        id: 4,
        of,
        rollouts: [['eu', -1]],
        failed: true,
      });
      await story.incident({
        pk: 1,
        of: 'system:cart',
        startedAt: 9,
        resolvedAt: 11,
        link: 'unattributed',
        severity: 'SEV-1',
        url: 'https://pager/1',
      });
      await story.incident({
        pk: 2,
        of: 'pay-api',
        startedAt: 8,
        link: 'unattributed',
        kind: 'flag-rollback',
      });
      await story.signal({ id: 'freeze', of: 'group:all', from: -9, until: 1 });
      await story.signal({ id: 'note', of, from: 4, type: 'note' });
      const service = serviceOf(knex);
      const { window, ...marks } = await service.timeline(ofWeek());

      expect(window.from).toBe('2026-03-02');
      expect(marks).toEqual({
        incidents: {
          totalItems: 2,
          items: [
            {
              source: 'pager',
              id: 'INC-2',
              entityRef: 'component:default/pay-api',
              title: 'Incident 2',
              kind: 'flag-rollback',
              startedAt: time(8),
              resolvedAt: null,
              timeToRestore: null,
            },
            {
              source: 'pager',
              id: 'INC-1',
              entityRef: 'system:default/cart',
              title: 'Incident 1',
              url: 'https://pager/1',
              kind: 'incident',
              severity: 'SEV-1',
              startedAt: time(9),
              resolvedAt: time(11),
              timeToRestore: 2 * 3600,
            },
          ],
        },
        failedReleases: {
          totalItems: 2,
          items: [
            {
              id: '3',
              entityRef: 'component:default/pay-api',
              version: null,
              time: time(3),
              kind: 'hotfix',
              recoveredAt: null,
              recoveryTime: null,
            },
            {
              id: '1',
              entityRef: 'component:default/cart-api',
              version: '1.0',
              time: time(5),
              kind: 'code',
              recoveredAt: time(7),
              recoveryTime: 2 * 3600,
            },
          ],
        },
        signals: (({ totalItems, items }) => ({ totalItems, items }))(
          await service.signals(ofWeek()),
        ),
      });
      expect(marks.signals.items.map(({ id }) => id)).toEqual([
        'freeze',
        'note',
      ]);

      const ids = async (query: object) => {
        const found = await service.timeline({ ...ofWeek(), ...query });
        return [found.incidents, found.failedReleases, found.signals].map(
          ({ totalItems, items }) => [totalItems, ...items.map(({ id }) => id)],
        );
      };
      expect(await ids({ entityRef: 'cart-api' })).toEqual([
        [0],
        [1, '1'],
        [2, 'freeze', 'note'],
      ]);
      expect(await ids({ hierarchy: seeing('component:pay-api') })).toEqual([
        [1, 'INC-2'],
        [1, '3'],
        [0],
      ]);
      await expect(ids({ entityRef: 'system:nowhere' })).rejects.toThrow(
        'There is no entity system:nowhere in the catalog',
      );
    },
  );

  it.each(databases.eachSupportedId())(
    'keeps to the newest 500 of a kind on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      await Story.begin(knex);
      const numbers = Array.from({ length: 503 }, (_, index) => index + 1);
      const entityId = hierarchy.get('cart-api')!.id;
      const day = Math.floor(at(0) / (24 * 3_600_000));
      await knex.batchInsert(
        'incidents',
        numbers.map(pk => ({
          pk,
          source: 'pager',
          id: `${pk}`,
          entity_id: entityId,
          started_at: at(0) + pk,
          kind: 'incident',
          received_at: 0,
        })),
        50,
      );
      await knex.batchInsert(
        'incident_links',
        numbers.map(pk => ({
          incident_pk: pk,
          entity_id: entityId,
          day,
          link: 'unattributed',
        })),
        50,
      );
      await knex.batchInsert(
        'signals',
        numbers.map(pk => ({
          source: 'ops',
          id: `${pk}`,
          entity_id: entityId,
          type: 'note',
          at: at(0) + pk,
          received_at: 0,
        })),
        50,
      );
      await knex.batchInsert(
        'deployments',
        numbers.map(pk => ({
          pk,
          source: 'ci',
          id: `${pk}`,
          entity_id: entityId,
          environment: 'prod',
          status: 'success',
          workspace: 'eu',
          finished_at: at(0) + pk,
          received_at: 0,
        })),
        50,
      );
      await knex.batchInsert(
        'releases',
        numbers.map(id => ({
          id,
          public_id: String(id),
          entity_id: entityId,
          occurrence: 1,
          time: at(0) + id,
          day,
          kind: 'code',
          rollouts: 1,
          workspaces: 1,
          last_rollout_at: at(0) + id,
          changes_from: 'none',
          batch_size: 0,
          failed: true,
        })),
        50,
      );
      const { window, ...marks } = await serviceOf(knex).timeline(ofWeek());
      for (const { totalItems, items } of Object.values(marks)) {
        expect(totalItems).toBe(503);
        expect(items.map(({ id }) => Number(id))).toEqual(numbers.slice(3));
      }
      expect(Object.keys(marks)).toHaveLength(3);
    },
  );
});
