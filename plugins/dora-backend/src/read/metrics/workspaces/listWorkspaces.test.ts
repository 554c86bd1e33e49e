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
  medianInterval,
  percentile,
} from '../../../conformance/__testUtils__/naiveMetrics';
import { withinRounding } from '../../../conformance/__testUtils__/withinRounding';
import { DAY, ENTITIES, MONDAY } from '../__testUtils__/derivedRows';
import { idOf, nothing } from '../__testUtils__/rows';
import { createService, whole, windowOf } from '../__testUtils__/service';
import { prepare, store } from '../__testUtils__/store';
import { MetricsService } from '../MetricsService';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const COMPONENTS = ['component:a-api', 'component:a-ui', 'component:b-api'];

interface Released {
  of: string;
  /** Days after MONDAY, with a fraction */
  at: number;
  /** To which workspaces, and how many ms after the first one */
  rollouts: { workspace: string; delay: number }[];
}

const arbitraryRelease: fc.Arbitrary<Released> = fc
  .record({
    of: fc.constantFrom(...COMPONENTS),
    at: fc.integer({ min: -20 * 24, max: 20 * 24 }).map(hours => hours / 24),
    rollouts: fc.uniqueArray(
      fc.record({
        workspace: fc.constantFrom('eu', 'us', 'ap-2', 'ap-10', 'default'),
        delay: fc.oneof(
          fc.constantFrom(0, 1, 3_600_000),
          fc.integer({ min: 0, max: 12 * DAY }),
        ),
      }),
      { minLength: 1, selector: ({ workspace }) => workspace },
    ),
  })
  .map(release => ({
    ...release,
    rollouts: release.rollouts.map((rollout, index) => ({
      ...rollout,
      delay: index === 0 ? 0 : rollout.delay,
    })),
  }));

const timeOf = ({ at }: Released) => Math.round((MONDAY + at) * DAY);

async function write(knex: Knex, releases: Released[]) {
  await store(knex, nothing);
  for (const [index, release] of releases.entries()) {
    const time = timeOf(release);
    const delays = release.rollouts.map(({ delay }) => delay);
    await knex('releases').insert({
      id: index * 10,
      entity_id: idOf(release.of),
      occurrence: 1,
      time,
      day: Math.floor(time / DAY),
      kind: 'code',
      rollouts: delays.length,
      workspaces: delays.length,
      last_rollout_at: time + Math.max(...delays),
      changes_from: 'none',
      batch_size: 0,
    });
    await knex('rollouts').insert(
      release.rollouts.map(({ workspace, delay }, rollout) => ({
        deployment_pk: index * 10 + rollout,
        release_id: index * 10,
        entity_id: idOf(release.of),
        workspace,
        time: time + delay,
      })),
    );
  }
}

/** The same by looking at everything for each workspace. */
function naive(
  releases: Released[],
  ids: number[],
  from: number,
  days: number,
) {
  const [start, end] = [from * DAY, (from + days) * DAY];
  const mine = releases.filter(({ of }) => ids.includes(idOf(of)));
  const past = mine.filter(release => timeOf(release) < end);
  const current = past.filter(release => timeOf(release) >= start);
  const names = [
    ...new Set(past.flatMap(r => r.rollouts.map(({ workspace }) => workspace))),
  ];
  const order = ['ap-2', 'ap-10', 'default', 'eu', 'us'];
  return names
    .sort((a, b) => order.indexOf(a) - order.indexOf(b))
    .map(workspace => {
      const there = (release: Released) =>
        release.rollouts.filter(rollout => rollout.workspace === workspace);
      const times = mine.flatMap(release =>
        there(release).map(({ delay }) => ({
          of: release.of,
          time: timeOf(release) + delay,
        })),
      );
      const until = times.filter(({ time }) => time < end);
      const lags = current
        .filter(({ rollouts }) => rollouts.length > 1)
        .flatMap(release => there(release).map(({ delay }) => delay / 1000));
      const went = current.filter(release => there(release).length > 0);
      return {
        workspace,
        components: new Set(
          until.filter(({ time }) => time >= start).map(({ of }) => of),
        ).size,
        releases: went.length,
        rollouts: went.length,
        deploymentFrequency: went.length / days,
        lag: {
          value: percentile(lags, 0.5),
          p90: percentile(lags, 0.9),
          ci: medianInterval(lags, 1.959964),
          sample: lags.length,
        },
        latest:
          until.length === 0
            ? null
            : new Date(
                Math.max(...until.map(({ time }) => time)),
              ).toISOString(),
      };
    });
}

describe.each(databases.eachSupportedId())('workspaces on %s', databaseId => {
  let knex: Knex;
  let service: MetricsService;

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    await prepare(knex);
    service = createService(knex);
  });

  it('are those of an implementation that looks at everything', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(arbitraryRelease, { maxLength: 30, size: 'max' }),
        fc.integer({ min: MONDAY - 20, max: MONDAY + 15 }),
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom(undefined, 'system:a', 'component:b-api', 'group:all'),
        fc.option(fc.subarray(ENTITIES.map(({ ref }) => ref)), {
          nil: undefined,
          freq: 3,
        }),
        async (releases, from, days, named, visible) => {
          await write(knex, releases);
          const hierarchy = visible ? whole.restrictTo(visible) : whole;
          const entityRef = named && hierarchy.get(named)?.ref;
          const answer = await service.workspaces({
            hierarchy,
            entityRef,
            window: windowOf(from, from + days),
          });
          expect(answer.entityRef).toBe(entityRef ?? null);
          expect(answer.window.days).toBe(days);
          expect(answer.items).toEqual(
            withinRounding(
              naive(releases, hierarchy.idsUnder(entityRef), from, days),
              answer.items,
            ),
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('keep what a release that is not there yet goes to', async () => {
    await write(knex, [
      {
        of: 'component:a-api',
        at: 0.5,
        rollouts: [
          { workspace: 'eu', delay: 0 },
          { workspace: 'us', delay: 10 * DAY },
        ],
      },
    ]);
    const at = async (day: number) => {
      const { items } = await service.workspaces({
        hierarchy: whole,
        window: windowOf(MONDAY + day, MONDAY + day + 7),
      });
      return items.map(({ workspace, components, releases, latest, lag }) => [
        workspace,
        components,
        releases,
        lag.value,
        latest?.slice(0, 10),
      ]);
    };
    expect(await at(-7)).toEqual([]);
    expect(await at(0)).toEqual([
      ['eu', 1, 1, 0, '2026-03-02'],
      ['us', 0, 1, 864_000, undefined],
    ]);
    // Neither a release nor a rollout of the window, but there.
    expect(await at(2)).toEqual([
      ['eu', 0, 0, null, '2026-03-02'],
      ['us', 0, 0, null, undefined],
    ]);
    expect(await at(7)).toEqual([
      ['eu', 0, 0, null, '2026-03-02'],
      ['us', 1, 0, null, '2026-03-12'],
    ]);
  });

  it('are of entities that there are', async () => {
    await expect(
      service.workspaces({
        hierarchy: whole,
        entityRef: 'system:nowhere',
        window: windowOf(MONDAY, MONDAY + 7),
      }),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
  });
});
