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
import { blockOf } from '../../database/derivedBlocks';
import { idOf, nothing, release } from '../metrics/__testUtils__/rows';
import { MONDAY, NOW } from '../metrics/__testUtils__/derivedRows';
import { prepare, store } from '../metrics/__testUtils__/store';
import { METRIC_NAMES } from '../metrics/metricDefinitions';
import { historyNeeds, wantedOf } from '../metrics/wanted';
import { BlockCache } from './BlockCache';
import { DefaultAggregator } from './DefaultAggregator';
import { warmCache } from './warmCache';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const never = new AbortController().signal;

describe.each(databases.eachSupportedId())('warmCache on %s', databaseId => {
  let knex: Knex;
  let queries: string[];
  const readsOf = (table: string) =>
    queries.filter(sql => sql.includes(`from ${table} `)).length;

  const ids = ['component:a-api', 'component:b-api'].map(idOf);
  const newest = blockOf(MONDAY + 20);

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    await prepare(knex);
    await store(knex, {
      ...nothing,
      releases: [
        release('component:a-api', 1, { failed: true, recovery: 1000 }),
        release('component:a-api', -300),
        release('component:b-api', 3),
      ],
    });
    knex.on('query', ({ sql }: { sql: string }) => queries.push(sql));
  });

  beforeEach(() => {
    queries = [];
  });

  it('reads what a window of a year and the one before it will need', async () => {
    const aggregator = DefaultAggregator.create({
      knex,
      cacheSize: 2 ** 30,
      incidentWindow: 0,
      now: () => NOW,
    });
    const to = MONDAY + 21;
    const options = {
      groups: [{ ids }],
      windows: [
        { fromDay: to - 730, toDay: to - 365 },
        { fromDay: to - 365, toDay: to },
      ].map(days => ({
        ...days,
        wanted: wantedOf(METRIC_NAMES, 'beside', { counts: ['workspaces'] }),
      })),
      needs: historyNeeds(METRIC_NAMES),
    };
    await aggregator.warm(never);
    expect(readsOf('releases')).toBeGreaterThan(0);
    queries = [];
    const [{ windows }] = await aggregator.aggregate(options);
    expect(readsOf('releases as t')).toBe(0);
    expect(readsOf('release_changes as t')).toBe(0);
    expect(readsOf('incident_links as t')).toBe(0);
    expect(windows.map(({ counts }) => counts.releases)).toEqual([0, 3]);
    expect(windows[1].counts.workspaces).toBe(1);
  });

  it('leaves room for what is asked for', async () => {
    const cache = BlockCache.create({ knex, capacity: 3_000 });
    await warmCache(cache, { ids, newest, signal: never });
    expect(cache.size).toBeLessThanOrEqual(3_000);
    expect(cache.size).toBeGreaterThan(0);
    const none = BlockCache.create({ knex, capacity: 0 });
    queries = [];
    await warmCache(none, { ids, newest, signal: never });
    expect(queries).toEqual([]);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const cache = BlockCache.create({ knex, capacity: 2 ** 30 });
    const warming = warmCache(cache, { ids, newest, signal: stop.signal });
    stop.abort();
    await expect(warming).rejects.toThrow('aborted');
    expect(readsOf('releases as t')).toBeLessThanOrEqual(1);
    expect(readsOf('release_changes as t')).toBe(0);
  });
});
