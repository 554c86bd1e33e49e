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

import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import path from 'node:path';
import { Hierarchy, HierarchyEntity } from '../catalog/types';
import { Derivation } from '../derivation/types';
import { DefaultCorrectionsService } from './DefaultCorrectionsService';

jest.setTimeout(120_000);

const NOW = '2026-03-01T09:30:00.123Z';

/** A catalog that has some entities. */
const having = (ids: number[], unrestricted: boolean) =>
  ({
    unrestricted,
    getById: id => (ids.includes(id) ? ({ id } as HierarchyEntity) : undefined),
  } as Pick<Hierarchy, 'getById' | 'unrestricted'> as Hierarchy);

/** A hierarchy of which the reader sees only some entities. */
const seeing = (...ids: number[]) => having(ids, false);

/** A hierarchy of some entities, all of which the reader sees. */
const seeingAllOf = (...ids: number[]) => having(ids, true);

describe('DefaultCorrectionsService', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  /** Component 1 with a release by deployment `d`, and `staging` that is none; an incident on system 2. */
  async function setup(databaseId: TestDatabaseId) {
    const knex = await databases.init(databaseId);
    await knex.migrate.latest({
      directory: path.resolve(__dirname, '../../migrations'),
    });
    await knex('entities').insert([
      { ref: 'component:default/a', kind: 'component', in_catalog: true },
      { ref: 'system:default/a', kind: 'system', in_catalog: true },
    ]);
    const deployment = {
      source: 'ci',
      entity_id: 1,
      environment: 'prod',
      status: 'success',
      workspace: 'default',
      received_at: 0,
    };
    await knex('deployments').insert([
      { ...deployment, id: 'd' },
      { ...deployment, id: 'staging', environment: 'staging' },
    ]);
    await knex('incidents').insert({
      source: 'pager',
      id: 'i',
      entity_id: 2,
      started_at: 0,
      kind: 'incident',
      received_at: 0,
    });
    const { pk: deploymentPk } = await knex('deployments')
      .where('id', 'd')
      .first('pk');
    await knex('rollouts').insert({
      deployment_pk: deploymentPk,
      release_id: deploymentPk,
      entity_id: 1,
      workspace: 'default',
      time: 0,
    });
    const { pk: incidentPk } = await knex('incidents').first('pk');

    const requests: unknown[] = [];
    const derivation: Derivation & { wake: jest.Mock } = {
      async enqueue(tx, { replaced = [], incidentPks = [] }) {
        // In the transaction of the write, or the row would not be there yet or any more.
        const [{ count }] = await tx('corrections').count({ count: '*' });
        requests.push({
          corrections: Number(count),
          entityIds: replaced.map(({ entityId }) => entityId),
          incidentPks: [...incidentPks],
        });
      },
      wake: jest.fn(),
      settled: async () => ({ pending: 0 }),
      backlog: async () => 0,
      repair: async () => {},
      isCurrent: async () => true,
    };
    const service = DefaultCorrectionsService.create({
      knex,
      derivation,
      now: () => Date.parse(NOW),
    });
    return {
      knex,
      service,
      requests,
      derivation,
      incidentPk: Number(incidentPk),
    };
  }

  const d = { source: 'ci', id: 'd' };
  const i = { source: 'pager', id: 'i' };
  const BY = 'user:default/guest';

  it.each(databases.eachSupportedId())(
    'stores corrections with author and time, and requests derivation of what they affect on %s',
    async databaseId => {
      const { knex, service, requests, derivation, incidentPk } = await setup(
        databaseId,
      );
      const attached = await service.create(
        { action: 'attach', deployment: d, incident: i, note: 'seen it' },
        BY,
        seeing(1, 2),
      );
      expect(attached).toEqual({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        action: 'attach',
        deployment: d,
        incident: i,
        note: 'seen it',
        by: BY,
        at: NOW,
      });
      const excused = await service.create(
        { action: 'not-a-failure', deployment: d },
        'external:ci',
        seeing(1),
      );
      expect(excused).toEqual({
        id: expect.any(String),
        action: 'not-a-failure',
        deployment: d,
        by: 'external:ci',
        at: NOW,
      });
      expect(requests).toEqual([
        { corrections: 1, entityIds: [1], incidentPks: [incidentPk] },
        { corrections: 2, entityIds: [1], incidentPks: [] },
      ]);
      expect(derivation.wake).toHaveBeenCalledTimes(2);
      expect(
        (await knex('corrections').orderBy('action')).map(row => ({
          ...row,
          at: Number(row.at),
        })),
      ).toEqual([
        {
          id: attached.id,
          action: 'attach',
          deployment_source: 'ci',
          deployment_id: 'd',
          incident_source: 'pager',
          incident_id: 'i',
          note: 'seen it',
          by: BY,
          at: Date.parse(NOW),
        },
        expect.objectContaining({ id: excused.id, incident_source: null }),
      ]);

      await service.delete(attached.id, seeing(1, 2));
      expect(requests.at(-1)).toEqual({
        corrections: 1,
        entityIds: [1],
        incidentPks: [incidentPk],
      });
      expect(await knex('corrections').select('id')).toEqual([
        { id: excused.id },
      ]);
      await expect(service.delete(attached.id, seeing(1, 2))).rejects.toThrow(
        `There is no correction with the id ${attached.id}`,
      );
    },
  );

  it.each(databases.eachSupportedId())(
    'refuses invalid corrections and facts that the caller may not see, on %s',
    async databaseId => {
      const { knex, service, requests } = await setup(databaseId);
      const all = seeing(1, 2);
      for (const [request, hierarchy, name, message] of [
        [
          { action: 'attach', deployment: d },
          all,
          'InputError',
          'need an incident',
        ],
        [
          { action: 'detach', deployment: d },
          all,
          'InputError',
          'need an incident',
        ],
        [
          { action: 'not-a-failure', deployment: d, incident: i },
          all,
          'InputError',
          'not-a-failure must not have one',
        ],
        [
          { action: 'attach', deployment: { ...d, id: 'x' }, incident: i },
          all,
          'NotFoundError',
          'There is no deployment x of ci',
        ],
        [
          { action: 'attach', deployment: d, incident: { ...i, id: 'x' } },
          all,
          'NotFoundError',
          'There is no incident x of pager',
        ],
        [
          { action: 'attach', deployment: d, incident: i },
          seeing(2),
          'NotFoundError',
          'There is no deployment d of ci',
        ],
        [
          { action: 'detach', deployment: d, incident: i },
          seeing(1),
          'NotFoundError',
          'There is no incident i of pager',
        ],
        [
          { action: 'not-a-failure', deployment: { ...d, id: 'staging' } },
          all,
          'InputError',
          'Deployment staging of ci is not part of a release',
        ],
      ] as const) {
        await expect(service.create(request, BY, hierarchy)).rejects.toThrow(
          expect.objectContaining({
            name,
            message: expect.stringContaining(message),
          }),
        );
      }
      expect(await knex('corrections')).toEqual([]);
      expect(requests).toEqual([]);

      const { id } = await service.create(
        { action: 'attach', deployment: d, incident: i },
        BY,
        all,
      );
      await expect(service.delete(id, seeing(1))).rejects.toThrow(
        `There is no correction with the id ${id}`,
      );
      expect(await knex('corrections')).toHaveLength(1);
    },
  );

  it.each(databases.eachSupportedId())(
    'lets callers who may read the whole catalog correct facts about entities outside it, and delete those corrections, on %s',
    async databaseId => {
      const { knex, service, requests, incidentPk } = await setup(databaseId);
      const { id } = await service.create(
        { action: 'attach', deployment: d, incident: i },
        BY,
        seeingAllOf(1),
      );
      expect(requests).toEqual([
        { corrections: 1, entityIds: [1], incidentPks: [incidentPk] },
      ]);
      await service.delete(id, seeingAllOf());
      expect(await knex('corrections')).toEqual([]);
    },
  );

  it.each(databases.eachSupportedId())(
    'deletes a correction although its facts no longer exist on %s',
    async databaseId => {
      const { knex, service, requests } = await setup(databaseId);
      const { id } = await service.create(
        { action: 'detach', deployment: d, incident: i },
        BY,
        seeing(1, 2),
      );
      await knex('deployments').delete();
      await knex('incidents').delete();
      await service.delete(id, seeing());
      expect(await knex('corrections')).toEqual([]);
      expect(requests.at(-1)).toEqual({
        corrections: 0,
        entityIds: [],
        incidentPks: [],
      });
    },
  );
});
