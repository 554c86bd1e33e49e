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
import {
  arbitraryRows,
  DAY,
  ENTITIES,
  MONDAY,
  NOW,
} from '../metrics/__testUtils__/derivedRows';
import { idOf, nothing, release } from '../metrics/__testUtils__/rows';
import { prepare, store } from '../metrics/__testUtils__/store';
import { METRIC_NAMES } from '../metrics/metricDefinitions';
import { historyNeeds, wantedOf } from '../metrics/wanted';
import { DefaultAggregator } from './DefaultAggregator';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const INCIDENT_WINDOW = 2 * DAY;
const WINDOW = { fromDay: MONDAY - 10, toDay: MONDAY + 30 };
const BEFORE = { fromDay: MONDAY - 50, toDay: MONDAY - 10 };

const IDS = ENTITIES.map(({ id }) => id);

const WEEKS = Array.from({ length: 11 }, (_, week) => ({
  fromDay: BEFORE.fromDay + week * 7,
  toDay: BEFORE.fromDay + week * 7 + 7,
}));

/** What somebody may ask about groups, each in its own way. */
const VALUES = wantedOf(METRIC_NAMES);
const QUESTIONS = [
  [
    { ...BEFORE, wanted: VALUES },
    { ...WINDOW, wanted: wantedOf(METRIC_NAMES, 'beside') },
  ],
  [
    { ...BEFORE, wanted: VALUES },
    { ...WINDOW, wanted: { ...VALUES, counts: ['workspaces' as const] } },
  ],
  WEEKS.map(week => ({
    ...week,
    wanted: wantedOf(['deploymentFrequency', 'leadTime'], 'inSeries'),
  })),
  [{ ...WINDOW, wanted: wantedOf(['changeFailureRate']) }],
  [{ ...WINDOW, wanted: wantedOf(['timeToRestore']) }],
].map(windows => ({ windows, needs: historyNeeds(METRIC_NAMES) }));
const GROUPS = [IDS, ...IDS.map(id => [id]), IDS.slice(0, 3)].map(ids => ({
  ids,
}));

let releases = 1000;

/** A release of an entity at a time, told to readers as derivation does. */
async function add(knex: Knex, entityId: number, time: number) {
  releases += 1;
  const day = Math.floor(time / DAY);
  await knex.transaction(async tx => {
    await tx('releases').insert({
      ...{ id: releases, entity_id: entityId, time, day },
      ...{ occurrence: 1, kind: 'code', rollouts: 1, workspaces: 1 },
      ...{ last_rollout_at: time, changes_from: 'none', batch_size: 0 },
    });
    await tx.raw(
      `insert into derived_blocks (entity_id, block, version)
       select ?, ?, coalesce(max(version), 0) + 1 from derived_blocks where true
       on conflict (entity_id, block) do update set version = excluded.version`,
      [entityId, day >> 5],
    );
  });
}

const arbitraryStep = fc.oneof(
  fc.record({
    entityId: fc.constantFrom(...IDS),
    ago: fc.integer({ min: 0, max: 60 * DAY }),
  }),
  fc.record({ later: fc.integer({ min: 0, max: DAY }) }),
);

describe.each(databases.eachSupportedId())(
  'DefaultAggregator on %s',
  databaseId => {
    let knex: Knex;
    let clock: number;

    const create = (cacheSize: number) =>
      DefaultAggregator.create({
        ...{ knex, cacheSize },
        incidentWindow: INCIDENT_WINDOW,
        now: () => clock,
      });

    beforeAll(async () => {
      knex = await databases.init(databaseId);
      await prepare(knex);
    });

    beforeEach(() => {
      clock = NOW;
    });

    it('answers as one that keeps nothing, whatever comes and however time goes on', async () => {
      const plain = create(0);
      await fc.assert(
        fc.asyncProperty(
          arbitraryRows,
          fc.array(arbitraryStep, { minLength: 1, maxLength: 5 }),
          async (rows, steps) => {
            clock = NOW;
            await store(knex, rows);
            const keeping = create(2 ** 22);
            for (const step of [{ later: 0 }, ...steps]) {
              if ('later' in step) {
                clock += step.later;
              } else {
                await add(knex, step.entityId, clock - step.ago);
              }
              for (const question of QUESTIONS) {
                const options = { ...question, groups: GROUPS };
                expect(await keeping.aggregate(options)).toEqual(
                  await plain.aggregate(options),
                );
              }
              expect(await keeping.releaseDays(IDS, WINDOW)).toEqual(
                await plain.releaseDays(IDS, WINDOW),
              );
            }
          },
        ),
        { numRuns: 15 },
      );
    });

    it('computes again only what has changed, or has matured', async () => {
      const [api, ui] = [idOf('component:a-api'), idOf('component:a-ui')];
      const maturing = release('component:a-ui', 19);
      await store(knex, {
        ...nothing,
        releases: [release('component:a-api', 1), maturing],
      });
      const aggregator = create(2 ** 22);
      const [question] = QUESTIONS;
      const ask = async () => {
        const groups = [{ ids: [api] }, { ids: [ui] }];
        const answers = await aggregator.aggregate({ ...question, groups });
        return answers.map(({ windows: [before, current] }) => ({
          before,
          current,
        }));
      };
      const first = await ask();
      const again = await ask();
      for (const group of [0, 1]) {
        expect(again[group].before).toBe(first[group].before);
        expect(again[group].current).toBe(first[group].current);
      }
      expect(again[1].current.counts.maturing).toBe(1);

      await add(knex, api, NOW - 3 * DAY);
      const changed = await ask();
      expect(changed[0].current.counts.releases).toBe(2);
      // Nothing has changed in the block of these days.
      expect(changed[0].before).toBe(first[0].before);
      expect(changed[1].current).toBe(first[1].current);

      clock = maturing.day * DAY + INCIDENT_WINDOW;
      expect((await ask())[1].current).toBe(first[1].current);
      clock += 1;
      const matured = await ask();
      expect(matured[1].current.counts.maturing).toBe(0);
      expect(matured[1].before).toBe(first[1].before);
      expect(matured[0].current).toBe(changed[0].current);
    });

    it('takes what is of the last days of 1969, as the first facts are west of Greenwich', async () => {
      const api = idOf('component:a-api');
      await store(knex, nothing);
      await add(knex, api, -1);
      clock = 0;
      const [{ windows }] = await create(0).aggregate({
        groups: [{ ids: [api] }],
        windows: [
          {
            ...{ fromDay: -20, toDay: 20 },
            wanted: wantedOf(METRIC_NAMES, 'beside'),
          },
        ],
        needs: historyNeeds([]),
      });
      expect(windows[0].counts).toMatchObject({ releases: 1, maturing: 1 });
    });

    it('keeps nothing where it may not', async () => {
      await store(knex, {
        ...nothing,
        releases: [release('component:a-api', 1)],
      });
      const aggregator = create(0);
      const ask = () =>
        aggregator.aggregate({ ...QUESTIONS[0], groups: [{ ids: IDS }] });
      const [[first], [again]] = [await ask(), await ask()];
      expect(again).toEqual(first);
      expect(again.windows[1]).not.toBe(first.windows[1]);
    });
  },
);
