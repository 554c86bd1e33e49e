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
import { Knex } from 'knex';
import { migrate } from '../../catalog/__testUtils__/database';
import { BlockCache } from './BlockCache';
import { firstDayOf } from './blocks';
import { Content } from './Content';
import { INCIDENTS, LEAD_TIMES, Part, WORKSPACES } from './parts';
import { Runs } from './Runs';
import { countDistinct, gatherAll } from './runValues';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const BLOCK = 640;
const DAY = firstDayOf(BLOCK) + 5;
const PLENTY = 2 ** 30;

/** Says that blocks have changed, as derivation does. */
const touch = (knex: Knex, entityId: number, block: number) =>
  knex.raw(
    `insert into derived_blocks (entity_id, block, version)
     select ?, ?, coalesce(max(version), 0) + 1 from derived_blocks where true
     on conflict (entity_id, block) do update set version = excluded.version`,
    [entityId, block],
  );

let changes = 0;

/** Writes a lead time as derivation does: with its block, in one transaction. */
async function write(knex: Knex, entityId: number, day: number, value: number) {
  await knex.transaction(async tx => {
    changes += 1;
    await tx('release_changes').insert({
      release_id: changes,
      change_pk: changes,
      entity_id: entityId,
      day,
      first: true,
      lead_time: value,
    });
    await touch(tx, entityId, day >> 5);
  });
}

function valuesOf(content: Content, members: number[]): number[] {
  const runs = new Runs();
  const days = { fromDay: DAY - 100, toDay: DAY + 100 };
  content.visit(members, days, (data, place, number) => {
    const at = place + data[place + 1];
    if (data[at] !== 0) {
      runs.add(data, at, number, days);
    }
  });
  const values = new Float64Array(runs.size);
  gatherAll(runs, true, values);
  return [...values].sort((a, b) => a - b);
}

describe.each(databases.eachSupportedId())('BlockCache on %s', databaseId => {
  let knex: Knex;
  let queries: string[];

  const read = async (
    cache: BlockCache,
    ids: number[],
    blocks = [BLOCK - 1, BLOCK],
    part: Part = LEAD_TIMES,
  ) => {
    await cache.refresh();
    return cache.read(part, ids, blocks);
  };
  const leadTimes = async (cache: BlockCache, ids: number[]) =>
    valuesOf(await read(cache, ids), [...ids.keys()]);
  const readsOf = (table: string) =>
    queries.filter(sql => sql.includes(`from ${table} `)).length;

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    await migrate(knex);
    knex.on('query', ({ sql }: { sql: string }) => queries.push(sql));
  });

  beforeEach(async () => {
    queries = [];
    await knex('release_changes').delete();
    await touch(knex, 0, 0);
    await write(knex, 1, DAY, 10);
    await write(knex, 1, DAY - 32, 20);
    await write(knex, 2, DAY, 5000);
  });

  it('reads once what does not change, and again only what does', async () => {
    const cache = BlockCache.create({ knex, capacity: PLENTY });
    expect(await leadTimes(cache, [1, 2, 3])).toEqual([10, 20, 5000]);
    expect(await leadTimes(cache, [3, 2])).toEqual([5000]);
    expect(readsOf('release_changes')).toBe(1);

    await write(knex, 3, DAY, 30);
    // Not told to anyone, so it is seen only where the block is read again.
    await knex('release_changes').where({ entity_id: 2 }).delete();
    expect(await leadTimes(cache, [1, 2, 3])).toEqual([10, 20, 30, 5000]);
    expect(readsOf('release_changes')).toBe(2);

    await touch(knex, 2, BLOCK);
    expect(await leadTimes(cache, [1, 2, 3])).toEqual([10, 20, 30]);
  });

  it('sees what another process has written, and that everything has changed', async () => {
    const caches = [1, 2].map(() =>
      BlockCache.create({ knex, capacity: PLENTY }),
    );
    for (const cache of caches) {
      expect(await leadTimes(cache, [1])).toEqual([10, 20]);
    }
    await knex('release_changes').where('lead_time', 20).delete();
    await touch(knex, 0, 0);
    for (const cache of caches) {
      expect(await leadTimes(cache, [1])).toEqual([10]);
    }
    // As after the table was made anew.
    await knex('release_changes').delete();
    await knex('derived_blocks').delete();
    await touch(knex, 7, 7);
    for (const cache of caches) {
      expect(await leadTimes(cache, [1])).toEqual([]);
    }
  });

  it('does not keep what changed while it was being read', async () => {
    const cache = BlockCache.create({ knex, capacity: PLENTY });
    await cache.refresh();
    const early = cache.read(LEAD_TIMES, [1], [BLOCK]);
    await write(knex, 1, DAY, 30);
    // Comes while the first is on its way, and must not wait for it.
    const late = await leadTimes(cache, [1]);
    expect(late).toEqual([10, 20, 30]);
    expect([[10], [10, 30]]).toContainEqual(valuesOf(await early, [0]));
    expect(await leadTimes(cache, [1])).toEqual([10, 20, 30]);
  });

  it('answers right while others write', async () => {
    const cache = BlockCache.create({ knex, capacity: PLENTY });
    const written = [10, 20];
    const writer = async () => {
      for (let value = 100; value < 130; value++) {
        await write(knex, 1, DAY - 32 * (value % 2), value);
        written.push(value);
      }
    };
    const reader = async () => {
      for (let round = 0; round < 20; round++) {
        const before = [...written];
        expect(await leadTimes(cache, [1, 2])).toEqual(
          expect.arrayContaining([...before, 5000]),
        );
      }
    };
    await Promise.all([writer(), reader(), reader(), reader()]);
    expect(await leadTimes(cache, [1])).toEqual(written);
  });

  it('reads once for all who ask at the same time', async () => {
    const cache = BlockCache.create({ knex, capacity: PLENTY });
    await cache.refresh();
    const contents = await Promise.all(
      [[1, 2], [2], [2, 1]].map(ids => cache.read(LEAD_TIMES, ids, [BLOCK])),
    );
    expect(contents.map(content => valuesOf(content, [0]))).toEqual([
      [10],
      [5000],
      [5000],
    ]);
    expect(readsOf('release_changes')).toBe(1);
  });

  it('tells all who wait of an error, and tries again', async () => {
    const cache = BlockCache.create({ knex, capacity: PLENTY });
    const broken = { ...LEAD_TIMES, columns: ['t.nothing'] };
    const tries = await Promise.allSettled([
      read(cache, [1], [BLOCK], broken),
      read(cache, [1], [BLOCK], broken),
    ]);
    expect(tries.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    broken.columns = LEAD_TIMES.columns;
    expect(valuesOf(await read(cache, [1], [BLOCK], broken), [0])).toEqual([
      10,
    ]);
  });

  it.each([0, 1500])('is as right with room for %s bytes', async capacity => {
    const cache = BlockCache.create({ knex, capacity });
    const ids = [1, 2, 3];
    expect(await leadTimes(cache, ids)).toEqual([10, 20, 5000]);
    for (let id = 4; id < 40; id++) {
      await write(knex, id, DAY, id);
      ids.push(id);
      expect(await leadTimes(cache, ids)).toHaveLength(ids.length);
    }
    expect(await leadTimes(cache, [1])).toEqual([10, 20]);
    expect(cache.size).toBeLessThanOrEqual(capacity);
  });

  it('keeps what was used last', async () => {
    const probe = BlockCache.create({ knex, capacity: PLENTY });
    await read(probe, [1], [BLOCK]);
    const cache = BlockCache.create({ knex, capacity: 2 * probe.size });
    for (const block of [BLOCK, BLOCK - 1, BLOCK, BLOCK + 1]) {
      await read(cache, [1], [block]);
    }
    const before = readsOf('release_changes');
    await read(cache, [1], [BLOCK]);
    expect(readsOf('release_changes')).toBe(before);
    await read(cache, [1], [BLOCK - 1]);
    expect(readsOf('release_changes')).toBe(before + 1);
  });

  it('keeps room for what is used, however often blocks change', async () => {
    const cache = BlockCache.create({ knex, capacity: PLENTY });
    await leadTimes(cache, [1, 2]);
    const { size } = cache;
    for (let round = 0; round < 50; round++) {
      await touch(knex, 1, BLOCK);
      expect(await leadTimes(cache, [1, 2])).toEqual([10, 20, 5000]);
    }
    expect(cache.size).toBeLessThan(4 * size);
  });

  it('drops nothing for what another call has seen at the same time', async () => {
    const cache = BlockCache.create({ knex, capacity: PLENTY });
    await Promise.all([cache.refresh(), cache.refresh()]);
    expect(cache.changes.moment).toBe(1);
    await cache.refresh();
    expect(cache.changes.moment).toBe(1);
  });

  it('tells names apart, whatever is in them', async () => {
    const names = [
      'eu',
      'us',
      'a,b',
      'a',
      'b',
      'a;b',
      'a%2Cb',
      '',
      '%',
      'é,🚀',
    ];
    await knex('releases').insert({
      id: 1,
      entity_id: 1,
      occurrence: 1,
      time: DAY * 86_400_000,
      day: DAY,
      kind: 'code',
      rollouts: 1,
      workspaces: 1,
      last_rollout_at: DAY * 86_400_000,
      changes_from: 'none',
      batch_size: 0,
    });
    await knex('rollouts').insert(
      [...names, ...names].map((workspace, index) => ({
        deployment_pk: index,
        release_id: 1,
        entity_id: 1,
        workspace,
        time: DAY * 86_400_000,
      })),
    );
    const cache = BlockCache.create({ knex, capacity: PLENTY });
    const content = await read(cache, [1], [BLOCK], WORKSPACES);
    const runs = new Runs();
    content.visit(
      [0],
      { fromDay: DAY, toDay: DAY + 1 },
      (data, place, number) =>
        runs.add(data, place + data[place + 1], number, {
          fromDay: DAY,
          toDay: DAY + 1,
        }),
    );
    expect(runs.size).toBe(2 * names.length);
    expect(countDistinct(runs)).toBe(names.length);
    expect(await read(cache, [9], [BLOCK], INCIDENTS)).toBeInstanceOf(Content);
  });
});
