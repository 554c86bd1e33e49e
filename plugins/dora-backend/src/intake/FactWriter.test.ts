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
import { createService } from './__testUtils__/service';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const deployment = (id: string, more: object = {}) => ({
  source: 'ci',
  id,
  entityRef: 'cart-api',
  environment: 'prod',
  status: 'success' as const,
  finishedAt: '2026-03-02T10:00:00Z',
  ...more,
});

const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => index);

describe.each(databases.eachSupportedId())('FactWriter on %s', id => {
  it('answers many concurrent calls in fewer transactions', async () => {
    const knex = await databases.init(id);
    const { service } = await createService(knex);
    const statements: string[] = [];
    knex.on('query', ({ sql }) => statements.push(sql));
    const answers = await Promise.all(
      numbered(40).map(index =>
        service.ingest(
          {
            deployments: [
              deployment(`d${index}`, { entityRef: `cart-${index % 3}` }),
              ...(index === 7 ? [deployment('bad', { status: 'x' })] : []),
            ],
          },
          { subject: `external:${index}` },
        ),
      ),
    );
    answers.forEach((answer, index) => {
      expect(answer).toMatchObject({
        accepted: { deployments: 1 },
        rejected: index === 7 ? [{ id: 'bad' }] : [],
        unmapped: [`component:default/cart-${index % 3}`],
      });
    });
    const rows = await knex('deployments').select('id', 'subject');
    expect(new Map(rows.map(row => [row.id, row.subject]))).toEqual(
      new Map(numbered(40).map(index => [`d${index}`, `external:${index}`])),
    );
    expect(await knex('rejected_facts').pluck('id')).toEqual(['bad']);
    expect(
      statements.filter(sql => sql.startsWith('BEGIN')).length,
    ).toBeLessThan(10);
    await knex.destroy();
  });

  it('keeps one version of a fact that several calls send at once', async () => {
    const knex = await databases.init(id);
    const { service, takeQueue } = await createService(knex);
    await Promise.all(
      numbered(20).map(index =>
        service.ingest({
          deployments: [deployment('same', { version: `${index}` })],
        }),
      ),
    );
    expect(await knex('deployments').select('id', 'version')).toEqual([
      { id: 'same', version: '19' },
    ]);
    expect(new Set(await takeQueue())).toEqual(
      new Set(['component:default/cart-api']),
    );
    await knex.destroy();
  });

  it('records a fact as rejected only if the last version sent was invalid', async () => {
    const knex = await databases.init(id);
    const { service } = await createService(knex);
    await Promise.all(
      [
        deployment('now wrong'),
        deployment('now right', { status: 'x' }),
        deployment('now wrong', { status: 'x' }),
        deployment('now right'),
      ].map(one => service.ingest({ deployments: [one] })),
    );
    expect(await knex('rejected_facts').pluck('id')).toEqual(['now wrong']);
    expect((await knex('deployments').pluck('id')).sort()).toEqual([
      'now right',
      'now wrong',
    ]);
    await knex.destroy();
  });

  it('keeps each change once that a deployment lists', async () => {
    const knex = await databases.init(id);
    const { service } = await createService(knex);
    await service.ingest({
      deployments: [
        deployment('d', {
          changes: ['1', { source: 'ci', id: '1' }, { source: 'scm', id: '1' }],
        }),
        deployment('e', { changes: ['1'] }),
      ],
    });
    expect(
      await knex('deployment_changes as l')
        .join('deployments as d', 'd.pk', 'l.deployment_pk')
        .orderBy(['d.id', 'change_source'])
        .select('d.id', 'change_source', 'change_id'),
    ).toEqual([
      { id: 'd', change_source: 'ci', change_id: '1' },
      { id: 'd', change_source: 'scm', change_id: '1' },
      { id: 'e', change_source: 'ci', change_id: '1' },
    ]);
    await knex.destroy();
  });

  it('does not fail other calls with one that cannot be stored', async () => {
    const knex = await databases.init(id);
    const { service } = await createService(knex);
    await knex.schema.renameTable('signals', 'elsewhere');
    const answers = await Promise.allSettled(
      numbered(10).map(index =>
        service.ingest(
          index === 5
            ? {
                signals: [
                  {
                    source: 'flags',
                    id: 's',
                    entityRef: 'cart-api',
                    type: 'note',
                    at: '2026-03-02T10:00:00Z',
                  },
                ],
              }
            : { deployments: [deployment(`d${index}`)] },
        ),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(
      numbered(10).map(index => (index === 5 ? 'rejected' : 'fulfilled')),
    );
    expect(await knex('deployments').pluck('id')).toHaveLength(9);

    await knex.schema.renameTable('elsewhere', 'signals');
    await service.ingest({ deployments: [deployment('later')] });
    expect(await knex('deployments').pluck('id')).toHaveLength(10);
    await knex.destroy();
  });
});
