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
import { Knex } from 'knex';
import { HOUR, MONDAY } from '../../rules/__testUtils__/facts';
import { Rules } from '../../rules/types';
import { create, derived, store } from '../__testUtils__/derivations';
import { Fact } from '../__testUtils__/forwardHistory';
import { DefaultDerivation } from './DefaultDerivation';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_18'],
});

const OLD: Partial<Rules> = {};
const NEW: Partial<Rules> = {
  incidentWindow: 10 * HOUR,
  timezone: 'Pacific/Auckland',
};

const TAKES_OVER = expect.stringContaining('takes over');
const IS_OUTDATED = expect.stringContaining('started with other rules');

const at = (hour: number) => MONDAY + hour * HOUR;

/** A deployment, and an incident that it is the cause of by the old rules alone. */
const failure = (entityId: number, hour: number): Fact[] => [
  {
    table: 'deployments',
    id: `d${entityId}.${hour}`,
    row: {
      entity_id: entityId,
      environment: 'prod',
      status: 'success',
      workspace: 'eu',
      finished_at: at(hour),
      version: `${hour}`,
    },
  },
  {
    table: 'incidents',
    id: `i${entityId}.${hour}`,
    row: { entity_id: entityId, started_at: at(hour + 20), kind: 'incident' },
  },
];

/** A backend process, as far as derivation goes. */
interface Replica {
  derivation: DefaultDerivation;
  /** What it does every minute */
  minute: () => Promise<unknown>;
  warnings: () => string[];
}

async function start(knex: Knex, rules: Partial<Rules>): Promise<Replica> {
  const logger = mockServices.logger.mock();
  const derivation = await create(knex, rules, { logger });
  // It derives when the test says so, and no sooner.
  jest.spyOn(derivation, 'wake').mockReturnValue(undefined);
  const scheduler = mockServices.scheduler.mock();
  await derivation.schedule(scheduler);
  const [[{ fn }]] = scheduler.scheduleTask.mock.calls;
  await derivation.followRules();
  return {
    derivation,
    minute: async () => fn(new AbortController().signal),
    warnings: () => logger.warn.mock.calls.map(([message]) => message),
  };
}

async function minutes(count: number, ...replicas: Replica[]) {
  for (let minute = 0; minute < count; minute++) {
    for (const replica of replicas) {
      await replica.minute();
    }
  }
}

/** What one process alone makes of facts, on a database of its own. */
async function derivedBy(rules: Partial<Rules>, facts: Fact[]) {
  const knex = await databases.init('SQLITE_3');
  const { derivation } = await start(knex, rules);
  await store(knex, derivation, facts);
  await derivation.settled();
  const rows = await derived(knex);
  await knex.destroy();
  return rows;
}

const isWaiting = async (knex: Knex) =>
  (await knex('derivation_queue').first()) !== undefined;

describe.each(databases.eachSupportedId())(
  'Replicas with different rules on %s',
  id => {
    let knex: Knex;

    beforeEach(async () => {
      knex = await databases.init(id);
    });

    afterEach(async () => {
      await knex.destroy();
    });

    it('leave the work to those that have the rules of the last to start', async () => {
      const facts = failure(1, 0);
      const older = await start(knex, OLD);
      await store(knex, older.derivation, facts);
      await older.derivation.settled();
      const before = await derived(knex);
      expect(before).toEqual(await derivedBy(OLD, facts));

      const newer = await start(knex, NEW);
      await older.derivation.settled();
      await older.minute();
      expect(await derived(knex)).toEqual(before);
      expect(await isWaiting(knex)).toBe(true);
      // It accepts facts, and its readers wait until the other has derived them.
      const later = failure(4, 30);
      await store(knex, older.derivation, later);
      await Promise.all([
        older.derivation.settled(),
        newer.derivation.settled(),
      ]);
      expect(await isWaiting(knex)).toBe(false);
      const after = await derived(knex);
      expect(after).not.toEqual(await derivedBy(OLD, [...facts, ...later]));
      expect(after).toEqual(await derivedBy(NEW, [...facts, ...later]));
      expect(older.warnings()).toEqual([IS_OUTDATED]);
      expect(newer.warnings()).toEqual([]);
    });

    it('leave it to them where only the links of incidents differ', async () => {
      const facts = failure(1, 0);
      const older = await start(knex, OLD);
      const newer = await start(knex, { incidentWindow: 10 * HOUR });
      await store(knex, older.derivation, facts);
      await older.derivation.settled();
      expect(await knex('releases').first()).toBeUndefined();
      await newer.derivation.settled();
      expect(await derived(knex)).toEqual(
        await derivedBy({ incidentWindow: 10 * HOUR }, facts),
      );
    });

    it('take over by rules of their own when those that were to derive are gone', async () => {
      const facts = failure(1, 0);
      const [first, second] = [await start(knex, OLD), await start(knex, OLD)];
      const gone = await start(knex, NEW);
      await store(knex, first.derivation, facts);
      await gone.minute();
      const byNewer = await derived(knex);
      expect(byNewer).toEqual(await derivedBy(NEW, facts));

      // Nothing waits, and still these are not the results of those that are left.
      await minutes(5, first, second);
      expect(await derived(knex)).toEqual(byNewer);
      const later = failure(4, 30);
      await store(knex, second.derivation, later);
      // Something has happened: it is five minutes again.
      await minutes(5, first, second);
      expect(await derived(knex)).toEqual(byNewer);
      await minutes(1, first, second);
      expect(await derived(knex)).toEqual(
        await derivedBy(OLD, [...facts, ...later]),
      );
      await minutes(10, first, second);
      expect(first.warnings()).toEqual([IS_OUTDATED, TAKES_OVER]);
      expect(second.warnings()).toEqual([IS_OUTDATED]);

      // The one that was away for long, and not gone, is now the outdated one.
      const last = failure(2, 60);
      await store(knex, gone.derivation, last);
      await gone.derivation.settled();
      expect(await isWaiting(knex)).toBe(true);
      await first.minute();
      expect(await derived(knex)).toEqual(
        await derivedBy(OLD, [...facts, ...later, ...last]),
      );
    });

    it('take over even where nothing is left to derive', async () => {
      const facts = failure(1, 0);
      const older = await start(knex, OLD);
      const newer = await start(knex, NEW);
      await store(knex, newer.derivation, facts);
      await newer.derivation.settled();
      await minutes(6, older);
      expect(older.warnings()).toEqual([IS_OUTDATED, TAKES_OVER]);
      expect(await derived(knex)).toEqual(await derivedBy(OLD, facts));
    });

    it('do not take over from one that lives, though it cannot derive', async () => {
      const older = await start(knex, OLD);
      const newer = await start(knex, NEW);
      await knex('deployments').insert({
        source: 's',
        id: 'd1',
        received_at: 0,
        entity_id: 1,
        environment: 'prod',
        status: 'success',
        workspace: 'eu',
        finished_at: at(0),
        changes: 'no JSON',
      });
      await knex.transaction(tx =>
        newer.derivation.enqueue(tx, { entityIds: [1] }),
      );
      for (let minute = 0; minute < 20; minute++) {
        await older.minute();
        await newer.minute();
      }
      expect(older.warnings()).toEqual([IS_OUTDATED]);
      expect(newer.warnings()).toEqual([
        expect.stringContaining('set aside: InvalidJson'),
      ]);
    });

    it('do not take over while the queue moves', async () => {
      const older = await start(knex, OLD);
      const newer = await start(knex, NEW);
      for (let minute = 0; minute < 20; minute++) {
        await store(knex, older.derivation, failure(1, minute));
        await older.minute();
        // In the midst of a minute of its own that does not end.
        await newer.derivation.settled();
      }
      expect(older.warnings()).toEqual([IS_OUTDATED]);
      expect(newer.warnings()).toEqual([]);
    });

    it('derive where no rules are stored', async () => {
      const facts = failure(1, 0);
      const older = await start(knex, OLD);
      await start(knex, NEW);
      await knex('derivation_state').delete();
      await store(knex, older.derivation, facts);
      await older.derivation.settled();
      expect(await derived(knex)).toEqual(await derivedBy(OLD, facts));
    });
  },
);

if (databases.supports('POSTGRES_18')) {
  describe('Replicas with different rules at the same time', () => {
    let knex: Knex;

    beforeEach(async () => {
      knex = await databases.init('POSTGRES_18');
    });

    afterEach(async () => {
      await knex.destroy();
    });

    async function untilSomebodyWaitsFor(table: string) {
      const deadline = Date.now() + 30_000;
      while (Date.now() < deadline) {
        const { rows } = await knex.raw(
          `select 1 from pg_locks join pg_database as d on d.oid = database
           where datname = current_database() and relation = ?::regclass and not granted`,
          [table],
        );
        if (rows.length > 0) {
          return;
        }
      }
      throw new Error(`Nobody waits for ${table}`);
    }

    /** Does something while others come no further than to a table. */
    async function holding<T>(lock: string, act: () => Promise<T>): Promise<T> {
      const hold = await knex.transaction();
      try {
        await hold.raw(`lock table ${lock} mode`);
        return await act();
      } finally {
        await hold.rollback();
      }
    }

    it('derive again what one was deriving when the other started', async () => {
      const facts = [...failure(1, 0), ...failure(4, 0)];
      const older = await start(knex, OLD);
      await store(knex, older.derivation, facts);
      const { deriving, starting } = await holding(
        'releases in share',
        async () => {
          const underWay = { deriving: older.derivation.settled() };
          await untilSomebodyWaitsFor('releases');
          const both = { ...underWay, starting: start(knex, NEW) };
          await untilSomebodyWaitsFor('derivation_state');
          return both;
        },
      );
      await deriving;
      const newer = await starting;
      await newer.derivation.settled();
      expect(await derived(knex)).toEqual(await derivedBy(NEW, facts));
    });

    it('derive by the later rules what came while these were being claimed', async () => {
      const before = failure(1, 0);
      // In the evening, which is the next day already by the later rules.
      const [deployment] = failure(4, 18);
      const older = await start(knex, OLD);
      await store(knex, older.derivation, before);
      await older.derivation.settled();
      const { deriving, starting } = await holding(
        'incidents in access exclusive',
        async () => {
          const underWay = { starting: start(knex, NEW) };
          // By now it has asked for the components that there are.
          await untilSomebodyWaitsFor('incidents');
          await store(knex, older.derivation, [deployment]);
          const both = { ...underWay, deriving: older.derivation.settled() };
          await untilSomebodyWaitsFor('derivation_state');
          return both;
        },
      );
      const newer = await starting;
      await deriving;
      await newer.derivation.settled();
      expect(await derived(knex)).toEqual(
        await derivedBy(NEW, [...before, deployment]),
      );
    });

    it('do not take over from one that has been deriving for long', async () => {
      const facts = failure(1, 0);
      const older = await start(knex, OLD);
      const newer = await start(knex, NEW);
      await store(knex, newer.derivation, facts);
      const pending = await holding('releases in share', async () => {
        const deriving = newer.derivation.settled();
        await untilSomebodyWaitsFor('releases');
        await minutes(5, older);
        const watching = minutes(1, older);
        await untilSomebodyWaitsFor('derivation_state');
        return [deriving, watching, older.derivation.settled()];
      });
      await Promise.all(pending);
      expect(older.warnings()).toEqual([IS_OUTDATED]);
      expect(await isWaiting(knex)).toBe(false);
      expect(await derived(knex)).toEqual(await derivedBy(NEW, facts));
    });
  });
}
