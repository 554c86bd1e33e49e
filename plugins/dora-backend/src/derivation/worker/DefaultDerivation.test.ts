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
import fc from 'fast-check';
import { Knex } from 'knex';
import { isDeepStrictEqual } from 'node:util';
import { ColumnType } from '../../database/rows';
import { DAY, HOUR, MONDAY } from '../../rules/__testUtils__/facts';
import { Rules } from '../../rules/types';
import { at, lastOfEach, otherRules, step } from '../__testUtils__/anyHistory';
import { clear, create, derived, store } from '../__testUtils__/derivations';
import { event, Fact, forward } from '../__testUtils__/forwardHistory';
import { DERIVED_TABLES } from '../store/derivedTables';

jest.setTimeout(600_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_18'],
});

/** What the tables that readers keep in memory have of each entity and 32 days. */
async function rowsByBlock(knex: Knex): Promise<Map<string, string>> {
  const rows = new Map<string, string[]>();
  for (const [table, query] of Object.entries({
    releases: knex('releases').select(),
    changes: knex('release_changes').select(),
    links: knex('incident_links').select(),
    rollouts: knex('rollouts as o')
      .join('releases as r', 'r.id', 'o.release_id')
      .select('o.*', 'r.day'),
  })) {
    for (const row of await query) {
      const block = `${row.entity_id} ${Math.floor(row.day / 32)}`;
      rows.set(block, [
        ...(rows.get(block) ?? []),
        `${table} ${JSON.stringify(row)}`,
      ]);
    }
  }
  return new Map([...rows].map(([block, all]) => [block, all.sort().join()]));
}

async function blockVersions(knex: Knex): Promise<Map<string, number>> {
  const rows = await knex('derived_blocks').select();
  return new Map(
    rows.map(row => [`${row.entity_id} ${row.block}`, Number(row.version)]),
  );
}

function otherValue(type: ColumnType, value: unknown) {
  switch (type) {
    case 'text':
      return value === 'other' ? 'another' : 'other';
    case 'boolean':
      return !value;
    default:
      return value === null ? 1 : Number(value) + 1_000_000;
  }
}

describe.each(databases.eachSupportedId())('DefaultDerivation on %s', id => {
  const runs = id === 'SQLITE_3' ? 30 : 20;

  it('gives the same rows step by step, in one go, when sent twice, and rebuilt', async () => {
    const knex = await databases.init(id);
    const derivation = await create(knex);
    let failed = 0;
    let linked = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 30, maxLength: 50 }),
        async steps => {
          await clear(knex);
          const final = new Map<string, Fact>();
          for (const { fact, takeBack, settle } of steps) {
            const sent = takeBack ? { ...fact, row: undefined } : fact;
            await store(knex, derivation, [sent]);
            final.delete(`${fact.table} ${fact.id}`);
            if (!takeBack) {
              final.set(`${fact.table} ${fact.id}`, fact);
            }
            if (settle) {
              await derivation.settled();
            }
          }
          await derivation.settled();
          const stepByStep = await derived(knex);
          failed += Number(
            stepByStep.releases.some(row => row.includes('"failed":true')),
          );
          linked += Number(
            stepByStep.release_reasons.some(row => /caused|window/.test(row)),
          );

          await store(knex, derivation, [...final.values()]);
          await derivation.settled();
          expect(await derived(knex)).toEqual(stepByStep);

          await clear(knex);
          await store(knex, derivation, [...final.values()].reverse());
          await knex('derivation_queue').delete();
          await derivation.followRules();
          await derivation.settled();
          expect(await derived(knex)).toEqual(stepByStep);
        },
      ),
      { numRuns: runs },
    );
    // Otherwise the histories were too tame to prove anything.
    expect(failed).toBeGreaterThan(runs / 20);
    expect(linked).toBeGreaterThan(0);
    await knex.destroy();
  });

  it('rebuilds with other rules what these make of the facts', async () => {
    const knex = await databases.init(id);
    // Each waits for what it asks for; a timer of one could derive what the next one has asked for, with rules of its own.
    const createAsleep = async (rules?: Partial<Rules>) => {
      const derivation = await create(knex, rules);
      jest.spyOn(derivation, 'wake').mockReturnValue(undefined);
      return derivation;
    };
    const usual = await createAsleep();
    let different = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 10, maxLength: 40, size: 'max' }),
        otherRules,
        async (steps, rules) => {
          await clear(knex);
          await store(knex, usual, lastOfEach(steps));
          await usual.followRules();
          await usual.settled();
          const before = await derived(knex);

          const other = await createAsleep(rules);
          await other.followRules();
          await other.settled();
          const rebuilt = await derived(knex);
          for (const table of [...Object.keys(before), 'derivation_state']) {
            await knex(table).delete();
          }
          await other.followRules();
          await other.settled();
          expect(rebuilt).toEqual(await derived(knex));
          different += Number(
            JSON.stringify(before) !== JSON.stringify(rebuilt),
          );
        },
      ),
      { numRuns: (2 * runs) / 5 },
    );
    expect(different).toBeGreaterThan(0);
    await knex.destroy();
  });

  it('rewrites what is not stored as it should be, in whichever column', async () => {
    const knex = await databases.init(id);
    const derivation = await create(knex);
    const histories = fc.sample(
      fc.array(step, { minLength: 60, maxLength: 60, size: 'max' }),
      runs / 10,
    );
    const results: { altered: string; isRight: boolean }[] = [];
    for (const steps of histories) {
      await clear(knex);
      await store(knex, derivation, lastOfEach(steps));
      await derivation.settled();
      const right = await derived(knex);
      for (const [, { name, columns, group, unique }] of DERIVED_TABLES) {
        for (const column of Object.keys(columns)) {
          // What is stored of another component, or by another key, is its own matter.
          const isKey =
            column === 'entity_id' ||
            column === 'incident_pk' ||
            (unique && column === group);
          const rows = isKey ? [] : await knex(name).whereNotNull(group);
          const row = rows.find(one => !one.incident_pk);
          if (row) {
            const where = Object.fromEntries(
              Object.keys(columns).map(key => [key, row[key]]),
            );
            await knex(name)
              .where(where)
              .update({ [column]: otherValue(columns[column], row[column]) });
            await knex.transaction(tx =>
              derivation.enqueue(tx, { entityIds: [1, 2, 4, 6] }),
            );
            await derivation.settled();
            results.push({
              altered: `${name} ${column}`,
              isRight: isDeepStrictEqual(await derived(knex), right),
            });
          }
        }
      }
    }
    expect(results.filter(({ isRight }) => !isRight)).toEqual([]);
    expect(new Set(results.map(({ altered }) => altered)).size).toBeGreaterThan(
      20,
    );
    await knex.destroy();
  });

  it('numbers the blocks whose rows have changed, higher than all before', async () => {
    const knex = await databases.init(id);
    const derivation = await create(knex);
    let numbered = 0;
    let left = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { minLength: 20, maxLength: 40, size: 'max' }),
        async events => {
          await clear(knex);
          const changed: { block: string; isNumbered: boolean }[] = [];
          let before = await rowsByBlock(knex);
          for (const fact of forward(events)) {
            const last = Math.max(0, ...(await blockVersions(knex)).values());
            await store(knex, derivation, [fact]);
            await derivation.settled();
            const after = await rowsByBlock(knex);
            const versions = await blockVersions(knex);
            for (const block of new Set([...before.keys(), ...after.keys()])) {
              const isNumbered = (versions.get(block) ?? 0) > last;
              if (before.get(block) !== after.get(block)) {
                changed.push({ block, isNumbered });
              } else if (!isNumbered) {
                left += 1;
              }
            }
            before = after;
          }
          expect(changed.filter(({ isNumbered }) => !isNumbered)).toEqual([]);
          numbered += changed.length;
        },
      ),
      { numRuns: runs / 5 },
    );
    expect(numbered).toBeGreaterThan(30);
    expect(left).toBeGreaterThan(30);
    await knex.destroy();
  });

  it('rebuilds the past when a rule has changed, and only then', async () => {
    const knex = await databases.init(id);
    const first = await create(knex);
    await store(knex, first, [
      {
        table: 'deployments',
        id: 'd1',
        row: {
          entity_id: 1,
          environment: 'prod',
          status: 'success',
          workspace: 'eu',
          finished_at: at(0),
          version: '1',
        },
      },
      {
        table: 'incidents',
        id: 'i1',
        row: {
          entity_id: 3,
          started_at: at(20),
          resolved_at: at(24 * 40),
          kind: 'incident',
        },
      },
    ]);
    await first.followRules();
    await first.settled();
    expect(await knex('releases').select('failed', 'recovered_at')).toEqual([
      {
        failed: id === 'SQLITE_3' ? 1 : true,
        recovered_at: id === 'SQLITE_3' ? at(24 * 40) : String(at(24 * 40)),
      },
    ]);

    const same = await create(knex);
    await same.followRules();
    expect(await knex('derivation_queue').select()).toEqual([]);

    const other = await create(knex, {
      incidentWindow: 10 * HOUR,
      timezone: 'Pacific/Auckland',
    });
    await other.followRules();
    await other.settled();
    expect(await knex('releases').first('failed', 'recovered_at')).toEqual({
      failed: id === 'SQLITE_3' ? 0 : false,
      recovered_at: null,
    });
    expect(await knex('incident_links').first('link', 'day')).toEqual({
      link: 'unattributed',
      day: MONDAY / DAY + 1,
    });
    await knex.destroy();
  });
});
