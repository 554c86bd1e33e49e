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
import { releaseId } from '../../rules/releaseId';
import {
  at,
  ofWeek,
  seeing,
  serviceOf,
  Story,
  time,
} from './__testUtils__/story';

jest.setTimeout(120_000);

describe('deployments that are part of no release', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  it.each(databases.eachSupportedId())(
    'are listed by time with the rule that leaves them out on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const story = await Story.begin(knex);
      const of = 'cart-api';
      await story.release({
        id: 1,
        of,
        version: '1.0',
        rollouts: [['eu', 1]],
      });
      const excluded: [number, object][] = [
        [11, { environment: 'staging', finished_at: at(2), version: '1.1' }],
        [12, { status: 'failure', finished_at: at(3), kind: 'hotfix' }],
        [13, { status: 'cancelled', finished_at: at(4) }],
        [14, { status: 'in_progress', started_at: at(5) }],
        [15, { status: 'in_progress', received_at: at(6) }],
        [16, { kind: 'config', finished_at: at(7), version: '1.1' }],
        [
          17,
          {
            finished_at: at(8),
            version: '1.0',
            environment: 'LIVE-eu',
            title: 'Again',
            url: 'https://ci/17',
          },
        ],
        [18, { status: 'failure', environment: 'dev', finished_at: at(9) }],
        // Outside of the window
        [21, { environment: 'dev', finished_at: at(-1) }],
        [22, { environment: 'dev', finished_at: at(7 * 24) }],
        [23, { status: 'in_progress', started_at: at(-1) }],
      ];
      for (const [pk, columns] of excluded) {
        await story.deployment({ pk, of, ...columns });
      }
      await story.deployment({
        pk: 31,
        of: 'ghost',
        environment: 'dev',
        finished_at: at(2),
      });
      const service = serviceOf(knex);
      const query = { ...ofWeek(), only: 'excluded' as const };
      const { totalItems, items } = await service.releases(query);

      expect(totalItems).toBe(8);
      expect(
        items.map(({ rollouts: [{ deployment }], kind, exclusion }) => [
          deployment.id,
          kind,
          exclusion,
        ]),
      ).toEqual([
        [
          'd18',
          'code',
          'environment “dev” is none of dora.environments.production (prod, live-*)',
        ],
        [
          'd17',
          'config',
          'config-only: 1.0 was what ran in workspace “eu” already',
        ],
        ['d16', 'config', 'config-only: its sender says “kind: config”'],
        [
          'd15',
          'code',
          'still in progress: status is “in_progress”, and only “success” is a release',
        ],
        [
          'd14',
          'code',
          'still in progress: status is “in_progress”, and only “success” is a release',
        ],
        [
          'd13',
          'code',
          'cancelled: status is “cancelled”, and only “success” is a release',
        ],
        [
          'd12',
          'hotfix',
          'a failed attempt: status is “failure”, and only “success” is a release',
        ],
        [
          'd11',
          'code',
          'environment “staging” is none of dora.environments.production (prod, live-*)',
        ],
      ]);
      expect(items[1]).toEqual({
        id: releaseId('component:default/cart-api', {
          source: 'ci',
          id: 'd17',
          occurrence: 0,
        }),
        entityRef: 'component:default/cart-api',
        version: '1.0',
        time: time(8),
        rollouts: [
          {
            workspace: 'eu',
            time: time(8),
            deployment: { source: 'ci', id: 'd17' },
            title: 'Again',
            url: 'https://ci/17',
          },
        ],
        changes: [],
        kind: 'config',
        failed: false,
        reasons: [],
        incidents: [],
        recoveredAt: null,
        counted: false,
        exclusion: 'config-only: 1.0 was what ran in workspace “eu” already',
        explanation: {
          code: 'sameVersion',
          values: { version: '1.0', workspace: 'eu' },
        },
      });
      expect(items.map(({ explanation }) => explanation?.code)).toEqual([
        'otherEnvironment',
        'sameVersion',
        'configByKind',
        'deploymentInProgress',
        'deploymentInProgress',
        'deploymentCancelled',
        'deploymentFailed',
        'otherEnvironment',
      ]);
      expect(items.map(item => item.time).slice(3, 5)).toEqual([null, time(5)]);
      expect(items[3].rollouts[0].time).toBe(time(6));

      const oldest = await service.releases({
        ...query,
        sort: 'recoveryTime',
        order: 'asc',
      });
      expect(oldest.items).toEqual([...items].reverse());

      const pages = [];
      for (let offset = 0; offset < 9; offset += 3) {
        const page = await service.releases({ ...query, limit: 3, offset });
        expect(page.totalItems).toBe(8);
        pages.push(...page.items);
      }
      expect(pages).toEqual(items);
      expect(
        await service.releases({
          ...query,
          hierarchy: seeing('component:pay-api'),
        }),
      ).toMatchObject({ totalItems: 0, items: [] });
    },
  );
});
