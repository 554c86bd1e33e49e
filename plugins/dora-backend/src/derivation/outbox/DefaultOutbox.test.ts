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
import { DAY, HOUR, MONDAY } from '../../rules/__testUtils__/facts';
import { Rules } from '../../rules/types';
import { otherRules, step } from '../__testUtils__/anyHistory';
import { clear, create, store } from '../__testUtils__/derivations';
import { event, Fact, forward } from '../__testUtils__/forwardHistory';
import { DefaultDerivation } from '../worker/DefaultDerivation';
import { Follower, storedReleases } from './__testUtils__/Follower';
import { DefaultOutbox } from './DefaultOutbox';
import { EventsRequest } from './types';

jest.setTimeout(600_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const at = (hour: number) => MONDAY + hour * HOUR;

const deployment = (id: string, hour: number, version: string, more = {}) => ({
  table: 'deployments' as const,
  id,
  row: {
    entity_id: 1,
    environment: 'prod',
    status: 'success',
    workspace: 'eu',
    finished_at: at(hour),
    version,
    ...more,
  },
});

const incident = (id: string, hour: number, resolved?: number, more = {}) => ({
  table: 'incidents' as const,
  id,
  row: {
    entity_id: 1,
    started_at: at(hour),
    resolved_at: resolved === undefined ? null : at(resolved),
    kind: 'incident',
    ...more,
  },
});

const change = (id: string, hour: number, more = {}) => ({
  table: 'changes' as const,
  id,
  row: {
    entity_id: 1,
    first_commit_at: at(hour),
    merged_at: at(hour),
    ...more,
  },
});

const gone = ({ table, id }: Fact): Fact => ({ table, id });

/** Derivation that never begins by itself. */
async function createAsleep(...args: Parameters<typeof create>) {
  const derivation = await create(...args);
  jest.spyOn(derivation, 'wake').mockReturnValue(undefined);
  return derivation;
}

async function rebuild(knex: Knex, derivation: DefaultDerivation) {
  await knex('derivation_state').where('key', 'like', 'rules%').delete();
  await derivation.followRules();
  await derivation.settled();
}

/** As where what is stored of components cannot be read. */
async function deriveFromScratch(
  knex: Knex,
  derivation: DefaultDerivation,
  entityIds: number[],
) {
  await derivation.repair(entityIds);
  await knex.transaction(tx => derivation.enqueue(tx, { entityIds }));
  await derivation.settled();
}

describe.each(databases.eachSupportedId())('DefaultOutbox on %s', id => {
  const runs = id === 'SQLITE_3' ? 30 : 10;

  async function setUp() {
    const knex = await databases.init(id);
    const derivation = await createAsleep(knex);
    const outbox = DefaultOutbox.create({ knex, now: Date.now });
    const read = (after?: string) => outbox.read({ after });
    const send = async (...facts: Fact[]) => {
      await store(knex, derivation, facts);
      await derivation.settled();
    };
    return { knex, derivation, outbox, read, send };
  }

  it('leads to what is derived, in whatever order facts come, are taken back and derived by whom', async () => {
    const { knex, derivation: usual, read } = await setUp();
    const types = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            ...{ step, rules: otherRules },
            then: fc.constantFrom(
              ...Array(12).fill('nothing'),
              ...['restart', 'rules', 'rebuild', 'scratch'],
            ),
          }),
          { minLength: 10, maxLength: 40, size: 'max' },
        ),
        async steps => {
          await clear(knex);
          const follower = new Follower();
          const final = new Map<string, Fact>();
          const redone: boolean[] = [];
          let derivation = usual;
          let rules: Partial<Rules> = {};
          const arrive = async () => {
            for (const one of await follower.follow(read)) {
              const type = one.split(' ')[0];
              types.set(type, (types.get(type) ?? 0) + 1);
            }
            expect(follower.releases).toEqual(await storedReleases(knex));
          };
          for (const { step: next, then, rules: others } of steps) {
            const { fact, takeBack, settle } = next;
            const sent = takeBack ? { ...fact, row: undefined } : fact;
            await store(knex, derivation, [sent]);
            final.delete(`${fact.table} ${fact.id}`);
            if (!takeBack) {
              final.set(`${fact.table} ${fact.id}`, fact);
            }
            if (settle) {
              await derivation.settled();
              await arrive();
            }
            if (then !== 'nothing') {
              rules = then === 'rules' ? others : rules;
              derivation = await createAsleep(knex, rules);
              await derivation.followRules();
              await derivation.settled();
              await arrive();
            }
            if (then === 'rebuild' || then === 'scratch') {
              const { cursor } = follower;
              await (then === 'rebuild'
                ? rebuild(knex, derivation)
                : deriveFromScratch(knex, derivation, [1, 2, 4, 6]));
              await arrive();
              redone.push(follower.cursor === cursor);
            }
          }
          await derivation.settled();
          await arrive();
          // A rebuild from the same facts adds no event.
          expect(redone).not.toContain(false);

          // The same facts elsewhere, in one go.
          await clear(knex);
          const elsewhere = await createAsleep(knex, rules);
          await store(knex, elsewhere, [...final.values()].reverse());
          await elsewhere.settled();
          const other = new Follower();
          await other.follow(read);
          expect(other.releases).toEqual(follower.releases);
        },
      ),
      { numRuns: runs },
    );
    // Otherwise the histories were too tame to prove anything.
    expect([...types.keys()].sort()).toEqual([
      'changed',
      'created',
      'failed',
      'recovered',
      'withdrawn',
    ]);
    await knex.destroy();
  });

  it('leads to what is derived when most facts come in order', async () => {
    const { knex, read, send } = await setUp();
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { minLength: 20, maxLength: 60, size: 'max' }),
        async events => {
          await clear(knex);
          const follower = new Follower();
          for (const fact of forward(events)) {
            await send(fact);
            await follower.follow(read);
            expect(follower.releases).toEqual(await storedReleases(knex));
          }
        },
      ),
      { numRuns: runs / 10 },
    );
    await knex.destroy();
  });

  it('says what happens, in order, and nothing twice', async () => {
    const { knex, derivation, read, send } = await setUp();
    const follower = new Follower();
    const happens = async (...facts: Fact[]) => {
      await send(...facts);
      return follower.follow(read);
    };
    const idOf = (version: string) =>
      [...follower.releases.values()].find(one => one.version === version)!.id;

    expect(await happens(deployment('d1', 10, '1'))).toEqual(['created 1']);
    expect(
      await happens(deployment('d2', 12, '1', { workspace: 'us' })),
    ).toEqual(['changed 1']);
    const first = idOf('1');
    // The release begins with another deployment now, and is the same.
    expect(
      await happens(deployment('d0', 8, '1', { workspace: 'ap' })),
    ).toEqual(['changed 1']);
    expect(follower.releases.get(first)).toMatchObject({
      entityRef: 'component:default/cart-api',
      time: new Date(at(8)).toISOString(),
      ...{ kind: 'code', rollouts: 3, workspaces: 3, changes: 0 },
      ...{ failed: false, reasons: [], recoveredAt: null },
    });
    // As often as one likes.
    expect(
      await happens(deployment('d0', 8, '1', { workspace: 'ap' })),
    ).toEqual([]);

    expect(
      await happens(
        incident('i1', 13, 15),
        deployment('d3', 20, '2'),
        incident('i2', 21),
      ),
    ).toEqual(['created 2', 'failed 2', 'failed 1', 'recovered 1']);
    // Another incident of the same kind says nothing new, as it may not be seen by all.
    expect(await happens(incident('i3', 22))).toEqual([]);
    expect(await happens(incident('i2', 21, 23))).toEqual([]);
    expect(await happens(incident('i3', 22, 25))).toEqual(['recovered 2']);
    // Open again.
    expect(await happens(incident('i3', 22))).toEqual(['changed 2']);
    expect(follower.releases.get(idOf('2'))).toMatchObject({
      failed: true,
      recoveredAt: null,
    });
    expect(await happens(deployment('d4', 26, '1'))).toEqual([
      'created 1',
      // It has another reason as well.
      'changed 2',
      'recovered 2',
    ]);
    const [again] = [...follower.releases.values()].filter(
      ({ version, id: one }) => version === '1' && one !== first,
    );
    expect(follower.releases.get(idOf('2'))).toMatchObject({
      recoveredAt: new Date(at(26)).toISOString(),
      reasons: [
        { reason: 'rolled-back', releaseId: again.id, at: again.time },
        { reason: 'window' },
      ],
    });
    const excused = {
      table: 'corrections' as const,
      id: 'x1',
      row: {
        action: 'not-a-failure',
        ...{ deployment_source: 's', deployment_id: 'd3' },
        ...{ by: 'user:default/somebody', at: 1 },
      },
    };
    expect(await happens(excused)).toEqual(['changed 2']);
    expect(follower.releases.get(idOf('2'))).toMatchObject({
      failed: false,
      recoveredAt: null,
    });
    expect(await happens(gone(excused))).toEqual(['failed 2', 'recovered 2']);

    // What it carries is shown of it as well, though events tell only how many.
    expect(
      await happens(deployment('d5', 30, '3', { changes: '[["s","p1"]]' })),
    ).toEqual(['created 3']);
    expect(await happens(change('p1', 29), change('p2', 29))).toEqual([
      'changed 3',
    ]);
    expect(
      await happens(deployment('d5', 30, '3', { changes: '[["s","p2"]]' })),
    ).toEqual(['changed 3']);

    // Another component has it now.
    expect(await happens(deployment('d5', 30, '3', { entity_id: 2 }))).toEqual([
      'withdrawn 3',
      'created 3',
    ]);
    expect(await happens(gone(deployment('d5', 30, '3')))).toEqual([
      'withdrawn 3',
    ]);
    // Without any version, it is its deployment that makes it what it is.
    expect(await happens(deployment('d6', 31, null as any))).toEqual([
      'created null',
    ]);

    const { cursor, releases } = follower;
    await knex('derivation_state').delete();
    await derivation.followRules();
    await derivation.settled();
    expect(await follower.follow(read)).toEqual([]);
    // And all of that again, to who has not heard of it yet.
    const second = new Follower();
    await second.follow(read);
    expect([second.cursor, second.releases]).toEqual([cursor, releases]);
    await knex.destroy();
  });

  it('says what has changed of a component that is derived from scratch, and nothing else', async () => {
    const { knex, derivation, read } = await setUp();
    const follower = new Follower();
    await store(knex, derivation, [
      ...Array.from({ length: 60 }, (_, n) => [
        deployment(`d${n}`, 10 * n, `1.${n}`),
        deployment(`u${n}`, 10 * n + 8, `1.${n}`, { workspace: 'us' }),
        change(`p${n}`, 10 * n - 2),
      ]).flat(),
      incident('i1', 101, 105),
    ]);
    await derivation.settled();
    expect((await follower.follow(read)).slice(-2)).toEqual([
      'failed 1.10',
      'recovered 1.10',
    ]);
    await store(knex, derivation, [
      // Neither how many changes nor how many rollouts there are, but which and when.
      change('p30', 10 * 30 - 3),
      deployment('u40', 10 * 40 + 9, '1.40', { workspace: 'us' }),
      gone(deployment('d50', 500, '1.50')),
      gone(deployment('u50', 508, '1.50')),
      // From the first on.
      deployment('d0', 1, '1.0'),
      change('p0', -3),
    ]);
    await deriveFromScratch(knex, derivation, [1]);
    expect((await follower.follow(read)).sort()).toEqual([
      'changed 1.0',
      'changed 1.30',
      'changed 1.40',
      'changed 1.51',
      'withdrawn 1.50',
    ]);
    expect(follower.releases).toEqual(await storedReleases(knex));
    await knex.destroy();
  });

  it('goes on from any cursor that is kept, shows each reader what it may see, and says when a cursor is of no use', async () => {
    const { knex, outbox, derivation, send } = await setUp();
    const read = async (request: EventsRequest) => {
      const events: string[] = [];
      const cursors: string[] = [];
      for await (const { version, cursor } of outbox.read(request)) {
        events.push(version!);
        cursors.push(cursor);
      }
      return { events, cursors };
    };
    expect(await outbox.latest()).toBe('0-0');
    expect((await read({ after: '0-0' })).events).toEqual([]);

    // More than fit in one row of the outbox, then many rows.
    const many = Array.from({ length: 1200 }, (_, n) => `${n + 1}`);
    await send(...many.map(n => deployment(`d${n}`, Number(n), n)));
    const few = Array.from({ length: 130 }, (_, n) => `${n + 2001}`);
    for (const n of few) {
      await store(knex, derivation, [
        deployment(`d${n}`, Number(n), n, { entity_id: 2 }),
      ]);
      await derivation.settled();
    }
    const all = await read({});
    expect(all.events).toEqual([...many, ...few]);
    expect(new Set(all.cursors).size).toBe(all.events.length);
    expect(await outbox.latest()).toBe(all.cursors[all.cursors.length - 1]);
    for (const last of [0, 499, 500, 777, 1199, 1200, 1328, 1329]) {
      const { events } = await read({ after: all.cursors[last], limit: 600 });
      expect(events).toEqual(all.events.slice(last + 1, last + 601));
    }
    const readable = {
      getById: (entity: number) => (entity === 2 ? {} : undefined),
    } as EventsRequest['readable'];
    expect((await read({ readable, limit: 3 })).events).toEqual(
      few.slice(0, 3),
    );
    await expect(read({ after: '999-1' })).rejects.toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringContaining('ahead of all events'),
      }),
    );

    // A week and more later.
    await knex('release_events')
      .where('position', '<=', 3)
      .update({ at: Date.now() - 8 * DAY });
    await outbox.removeOld();
    await expect(read({ after: all.cursors[499] })).rejects.toThrow(
      expect.objectContaining({
        statusCode: 410,
        message: expect.stringContaining('/releases'),
      }),
    );
    expect((await read({ after: all.cursors[1199] })).events).toEqual(few);
    await knex('release_events').update({ at: Date.now() - 8 * DAY });
    await outbox.removeOld();
    expect(await outbox.latest()).toBe(all.cursors[all.cursors.length - 1]);
    await send(deployment('d3001', 3001, '3001'));
    const newest = all.cursors[all.cursors.length - 1];
    expect((await read({ after: newest })).events).toEqual(['3001']);
    await knex.destroy();
  });
});
