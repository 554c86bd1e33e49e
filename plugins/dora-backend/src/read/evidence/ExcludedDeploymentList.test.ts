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
      for (const values of [
        {
          pk: 11,
          environment: 'staging',
          finishedAt: 2,
          version: '1.1',
          exclusion: 'other-environment',
        },
        {
          pk: 12,
          status: 'failure',
          finishedAt: 3,
          kind: 'hotfix',
          exclusion: 'failed',
        },
        {
          pk: 13,
          status: 'cancelled',
          finishedAt: 4,
          exclusion: 'cancelled',
        },
        {
          pk: 16,
          kind: 'config',
          finishedAt: 7,
          version: '1.1',
          exclusion: 'config-only',
        },
        {
          pk: 17,
          finishedAt: 8,
          version: '1.0',
          environment: 'LIVE-eu',
          title: 'Again',
          url: 'https://ci/17',
          exclusion: 'config-only',
          release: 1,
        },
        {
          pk: 18,
          source: 'argo',
          finishedAt: 9,
          digest: 'sha256:1',
          kind: 'hotfix',
          exclusion: 'other-source',
          release: 1,
          echo: true,
        },
        // Outside of the window
        { pk: 21, finishedAt: -1, exclusion: 'other-environment' },
        { pk: 22, finishedAt: 7 * 24, exclusion: 'other-environment' },
      ]) {
        await story.excluded({ of, ...values });
      }
      for (const values of [
        { pk: 14, started_at: at(5) },
        { pk: 15, received_at: at(6) },
        { pk: 23, started_at: at(-1) },
      ]) {
        await story.deployment({ of, status: 'in_progress', ...values });
      }
      await story.excluded({
        pk: 31,
        of: 'ghost',
        finishedAt: 2,
        exclusion: 'other-environment',
      });
      const service = serviceOf(knex, { authority: ['ci*'] });
      const query = { ...ofWeek(), only: 'excluded' as const };
      const { totalItems, items } = await service.releases(query);

      expect(totalItems).toBe(8);
      expect(
        items.map(item => [
          item.rollouts[0].deployment.id,
          item.kind,
          item.exclusion,
        ]),
      ).toEqual([
        [
          'd18',
          'hotfix',
          'reported by “argo”, which did not count at that time (dora.deployments.authority: ci*); as a second report of 1.0, by “argo”, its changes, commit and kind count there',
        ],
        ['d17', 'config', 'config-only: 1.0 already ran in workspace “eu”'],
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
        id: expect.stringMatching(/^[\w-]{20}$/),
        entityRef: 'component:default/cart-api',
        version: '1.0',
        time: time(8),
        rollouts: [
          {
            workspace: 'eu',
            time: time(8),
            deployment: { source: 'ci', id: 'd17' },
            version: '1.0',
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
        reportedRelease: {
          id: '1',
          entityRef: 'component:default/cart-api',
          version: '1.0',
          time: time(1),
          kind: 'code',
        },
        exclusion: 'config-only: 1.0 already ran in workspace “eu”',
        explanation: {
          code: 'sameVersion',
          values: { release: '1.0', releaseAt: time(1), workspace: 'eu' },
        },
      });
      expect(items.map(({ explanation }) => explanation?.code)).toEqual([
        'otherSource',
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
