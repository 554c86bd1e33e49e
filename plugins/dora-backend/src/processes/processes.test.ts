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

import { catalogEntities } from '../conformance/__testUtils__/randomOrganisation';
import { BackendProcess } from './__testUtils__/BackendProcess';
import {
  catalogIsRead,
  eventually,
  expectMetricsOf,
  INGEST,
  ingest,
  metrics,
} from './__testUtils__/calls';
import {
  LASTING_DATABASES,
  LastingDatabase,
} from './__testUtils__/lastingDatabases';
import {
  manyCalls,
  sendAll,
  storedOf,
  together,
} from './__testUtils__/manyCalls';
import { TOKENS, Workplace } from './__testUtils__/Workplace';

jest.setTimeout(300_000);

const deployment = (entityRef: string, finishedAt: string) => ({
  source: 'ci',
  id: `${entityRef}@${finishedAt}`,
  entityRef,
  environment: 'prod',
  status: 'success',
  version: finishedAt,
  finishedAt,
});

describe.each(LASTING_DATABASES)('on %s', (_name, createDatabase) => {
  const now = Date.now();
  let workplace: Workplace;
  let database: LastingDatabase;
  let backend: BackendProcess;

  beforeAll(async () => {
    database = await createDatabase();
    workplace = await Workplace.create();
    await workplace.writeCatalog(catalogEntities());
    backend = await workplace.launch(database.config, {});
    await backend.waitUntilReady();
    await catalogIsRead(backend);
  });

  afterAll(async () => {
    await workplace?.remove();
    await database?.remove();
  });

  async function restart(dora: object) {
    await backend.kill();
    backend = await workplace.launch(database.config, dora);
    await backend.waitUntilReady();
  }

  it('admits callers who may send facts, and nobody else', async () => {
    const send = (token?: string) =>
      backend.send('POST', INGEST, { token, body: {} });
    await expect(send()).resolves.toMatchObject({ status: 401 });
    await expect(send('a-token-of-nobody')).resolves.toMatchObject({
      status: 401,
    });
    await expect(send(TOKENS.correct)).resolves.toMatchObject({
      status: 403,
      body: { error: { name: 'NotAllowedError' } },
    });
    await expect(send(TOKENS.ingest)).resolves.toMatchObject({ status: 200 });
  });

  it('keeps every call that it answered, and each call whole, when it is killed', async () => {
    const calls = manyCalls({ histories: 4, factsPerCall: 40, now });
    const answered = new Set<number>();
    let killing: Promise<void> | undefined;
    await sendAll(calls, 8, async (call, index) => {
      if (killing) {
        return;
      }
      try {
        await ingest(backend, call);
        answered.add(index);
      } catch (error) {
        if (!killing) {
          throw error;
        }
      }
      if (answered.size === Math.ceil(calls.length / 2)) {
        killing ??= backend.kill();
      }
    });
    await killing;
    expect(answered.size).toBeLessThan(calls.length);

    await restart({});
    const knex = database.open();
    const stored = await storedOf(knex, calls).finally(() => knex.destroy());
    expect(stored.filter(call => ![0, call.of].includes(call.stored))).toEqual(
      [],
    );
    expect([...answered].filter(index => stored[index].stored === 0)).toEqual(
      [],
    );
    await expectMetricsOf(
      backend,
      together(calls.filter((_, index) => stored[index].stored > 0)),
      now,
    );

    // A sender that got no answer sends again, and so may all others.
    await sendAll(calls, 8, async call => {
      await ingest(backend, call);
    });
    await expectMetricsOf(backend, together(calls), now);
  });

  it('counts facts that came before their entity once the catalog has it', async () => {
    const window = { from: '2020-03-01', to: '2020-04-01' };
    const { unmapped } = await ingest(backend, {
      deployments: [deployment('newcomer', '2020-03-10T10:00:00Z')],
    });
    expect(unmapped).toEqual(['component:default/newcomer']);
    await workplace.writeCatalog([
      ...catalogEntities(),
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name: 'newcomer' },
        relations: [{ type: 'ownedBy', targetRef: 'group:default/identity' }],
      },
    ]);
    await eventually(async () => {
      for (const entityRef of ['newcomer', 'group:company']) {
        const { deploymentFrequency } = await metrics(backend, {
          entityRef,
          ...window,
        });
        expect(deploymentFrequency).toMatchObject({ releases: 1 });
      }
    });
  });

  it('derives the past again if a rule has changed at the next start', async () => {
    await ingest(backend, {
      deployments: [deployment('login', '2020-01-10T10:00:00Z')],
      incidents: [
        {
          source: 'pager',
          id: '30 hours later',
          entityRef: 'login',
          startedAt: '2020-01-11T16:00:00Z',
        },
      ],
    });
    const rate = async () => {
      const { changeFailureRate } = await metrics(backend, {
        entityRef: 'login',
        from: '2020-01-01',
        to: '2020-02-01',
      });
      return changeFailureRate.value;
    };
    await expect(rate()).resolves.toBe(1);
    await restart({ rules: { incidentWindow: '29 hours' } });
    await expect(rate()).resolves.toBe(0);
  });
});

it('does not start with an invalid configuration value, and says which', async () => {
  const workplace = await Workplace.create();
  try {
    await workplace.writeCatalog([]);
    const backend = await workplace.launch(
      { client: 'better-sqlite3', connection: ':memory:' },
      { rules: { incidentWindow: '2 moons' } },
    );
    await expect(backend.waitUntilReady()).rejects.toThrow(
      // A production build writes its log as JSON, with a backslash before each quote.
      /dora\.rules\.incidentWindow is \\*"2 moons\\*", but must be a duration above zero/,
    );
  } finally {
    await workplace.remove();
  }
});
