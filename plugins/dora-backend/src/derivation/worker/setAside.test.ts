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

import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import { Knex } from 'knex';
import { HOUR } from '../../rules/__testUtils__/facts';
import { deriveComponent } from '../../rules/component';
import { linkIncident } from '../../rules/incidents';
import { clear, create, derived, store } from '../__testUtils__/derivations';
import { Fact } from '../__testUtils__/forwardHistory';
import { at, step } from '../__testUtils__/anyHistory';
import { DefaultDerivation } from './DefaultDerivation';

jest.mock('../../rules/component', () => ({ deriveComponent: jest.fn() }));
jest.mock('../../rules/incidents', () => ({
  ...jest.requireActual('../../rules/incidents'),
  linkIncident: jest.fn(),
}));

jest.setTimeout(600_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/** Ids of facts that a rule throws for. */
const failing = new Set<string>();
/** How long deriving a history takes, in ms. */
let slowness = 0;

class RuleError extends Error {
  name = 'RuleError';
}

const check = (id: string) => {
  if (failing.has(id)) {
    throw new RuleError(`Names ${id}`);
  }
};

beforeEach(() => {
  failing.clear();
  slowness = 0;
  jest.mocked(deriveComponent).mockImplementation((facts, ...others) => {
    facts.deployments.forEach(({ id }) => check(id));
    const end = Date.now() + slowness;
    while (Date.now() < end);
    return jest
      .requireActual('../../rules/component')
      .deriveComponent(facts, ...others);
  });
  jest.mocked(linkIncident).mockImplementation((incident, ...others) => {
    check(incident.id);
    return jest
      .requireActual('../../rules/incidents')
      .linkIncident(incident, ...others);
  });
});

const deployment = (entityId: number, id: string, hour = 0): Fact => ({
  table: 'deployments',
  id,
  row: {
    entity_id: entityId,
    environment: 'prod',
    status: 'success',
    workspace: 'eu',
    finished_at: at(hour),
    version: id,
  },
});

/** What runs every minute, to be run at any time. */
async function everyMinute(derivation: DefaultDerivation) {
  const scheduler = mockServices.scheduler.mock();
  await derivation.schedule(scheduler);
  const [[task]] = scheduler.scheduleTask.mock.calls;
  return () => task.fn(new AbortController().signal);
}

const makeDue = (knex: Knex) =>
  knex('derivation_queue').whereNotNull('error').update({ retry_at: 0 });

describe.each(databases.eachSupportedId())('what fails on %s', id => {
  it('is set aside, retried ever less often, and says so', async () => {
    const knex = await databases.init(id);
    const logger = mockServices.logger.mock();
    const derivation = await create(knex, {}, { logger });
    const run = await everyMinute(derivation);
    const entry = async () =>
      knex('derivation_queue').whereNotNull('error').first();
    failing.add('d1').add('i1');
    await store(knex, derivation, [
      deployment(1, 'd1'),
      deployment(2, 'd2'),
      {
        table: 'incidents',
        id: 'i1',
        row: { entity_id: 2, started_at: at(1), kind: 'incident' },
      },
    ]);
    expect(await derivation.settled()).toEqual({ pending: 0 });
    expect(await knex('releases').pluck('entity_id')).toEqual([2]);
    expect(await derivation.setAside()).toBe(2);
    expect(await derivation.backlog()).toBe(0);
    expect(logger.warn.mock.calls).toEqual([
      [
        'component:default/cart-api cannot be derived and is set aside: RuleError',
      ],
      [
        'Incident 1 on component:default/cart-ui cannot be derived and is set aside: RuleError',
      ],
    ]);

    failing.delete('i1');
    await makeDue(knex);
    await run();
    expect(logger.info.mock.calls).toEqual([
      ['Incident 1 on component:default/cart-ui can be derived again'],
    ]);
    const { failed_since: since } = await entry();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 6; attempt++) {
      const { retry_at: retryAt, failed_since: same } = await entry();
      waits.push(Math.round((Number(retryAt) - Date.now()) / 1000));
      expect(same).toBe(since);
      await run();
      expect((await entry()).retry_at).toBe(retryAt);
      await makeDue(knex);
      await run();
    }
    const DAY = 24 * 3600;
    expect(waits).toEqual([5, 30, 300, 3600, DAY, DAY]);
    expect(logger.warn).toHaveBeenCalledTimes(2);

    // By other facts of it, too.
    failing.clear();
    await store(knex, derivation, [deployment(1, 'd3', 5)]);
    await derivation.settled();
    expect(await derivation.setAside()).toBe(0);
    expect((await knex('releases').pluck('entity_id')).sort()).toEqual([
      1, 1, 2,
    ]);

    failing.add('d3');
    await store(knex, derivation, [deployment(1, 'd3', 6)]);
    await derivation.settled();
    expect(await derivation.setAside()).toBe(1);
    expect(await knex('releases').pluck('entity_id')).toHaveLength(3);
    failing.clear();
    const other = await create(knex, { incidentWindow: HOUR, timezone: 'CET' });
    await other.followRules();
    await other.settled();
    expect(await derivation.setAside()).toBe(0);
    await knex.destroy();
  });

  it('delays neither readers of other components nor those of its own', async () => {
    const knex = await databases.init(id);
    const derivation = await create(knex);
    await store(knex, derivation, [deployment(2, 'd2')]);
    await derivation.settled();
    slowness = 60;
    await store(knex, derivation, [deployment(2, 'd3', 1)]);
    await store(knex, derivation, [deployment(1, 'd1')]);
    expect(await derivation.settled({ entityIds: [1] })).toEqual({
      pending: 0,
    });
    expect(await knex('releases').where('entity_id', 1)).toHaveLength(1);
    expect(await knex('derivation_queue').pluck('entity_id')).toEqual([2]);
    expect(await derivation.settled({ entityIds: [2], wait: 0 })).toEqual({
      pending: 1,
    });

    slowness = 0;
    expect(await derivation.settled()).toEqual({ pending: 0 });
    await knex.destroy();
  });

  it('leaves the same rows in the end, whatever fails for a while and is read meanwhile', async () => {
    const knex = await databases.init(id);
    const derivation = await create(knex);
    const run = await everyMinute(derivation);
    const deploymentIds = Array.from({ length: 14 }, (_, n) => `d${n + 1}`);
    const troubled = fc.record({
      ...{ step, wait: fc.constantFrom(0, 5, 50, 5000) },
      fails: fc.option(
        fc.subarray([...deploymentIds, 'i1', 'i2', 'i3', 'i4'], {
          maxLength: 3,
        }),
        { nil: undefined },
      ),
      reader: fc.option(fc.subarray([1, 2, 3, 4, 5, 6], { minLength: 1 }), {
        nil: undefined,
      }),
      isDue: fc.boolean(),
    });
    const runs = id === 'SQLITE_3' ? 20 : 10;
    let failed = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(troubled, { maxLength: 40, size: 'max' }),
        async steps => {
          await clear(knex);
          failing.clear();
          const readers: Promise<{ pending: number }>[] = [];
          const unsettled: number[] = [];
          const final = new Map<string, Fact>();
          for (const { step: one, fails, reader, wait, isDue } of steps) {
            const { fact, takeBack, settle } = one;
            if (fails) {
              failing.clear();
              fails.forEach(failure => failing.add(failure));
            }
            await store(knex, derivation, [
              takeBack ? { ...fact, row: undefined } : fact,
            ]);
            final.delete(`${fact.table} ${fact.id}`);
            if (!takeBack) {
              final.set(`${fact.table} ${fact.id}`, fact);
            }
            if (isDue) {
              await makeDue(knex);
            }
            readers.push(derivation.settled({ entityIds: reader, wait }));
            if (settle) {
              unsettled.push((await derivation.settled()).pending);
              failed += await derivation.setAside();
            }
          }
          expect(unsettled.every(pending => pending === 0)).toBe(true);
          for (const { pending } of await Promise.all(readers)) {
            expect(pending).toBeGreaterThanOrEqual(0);
          }
          failing.clear();
          await makeDue(knex);
          // The first may have been under way already, and past those.
          await run();
          await run();
          expect(await derivation.settled()).toEqual({ pending: 0 });
          expect(await knex('derivation_queue').select()).toEqual([]);
          const inTheEnd = await derived(knex);

          await clear(knex);
          await store(knex, derivation, [...final.values()]);
          await knex('derivation_queue').delete();
          await derivation.followRules();
          await derivation.settled();
          expect(await derived(knex)).toEqual(inTheEnd);
        },
      ),
      { numRuns: runs },
    );
    // Otherwise hardly anything has failed.
    expect(failed).toBeGreaterThan(0);
    await knex.destroy();
  });
});
