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

import { readFloor } from './floors.mjs';
import { repeat } from './measure.mjs';

const DAY = 86_400_000;
const date = day => new Date(day * DAY).toISOString().slice(0, 10);

/** The operations of reading; `windowDays` are the days that the answer depends on. */
function operations(organisation, tomorrow) {
  const window = days => `from=${date(tomorrow - days)}&to=${date(tomorrow)}`;
  const some = (entities, run) => entities[(run * 7919) % entities.length].name;
  const products = 'level=product&limit=1000&sort=leadTime';
  return [
    {
      name: '/metrics, component, 90 d',
      path: run =>
        `/metrics?entityRef=${some(organisation.components, run)}&${window(
          90,
        )}`,
    },
    {
      name: '/metrics, product, 90 d',
      path: run =>
        `/metrics?entityRef=system:${some(organisation.products, run)}&${window(
          90,
        )}`,
    },
    {
      name: '/metrics, organisation, 90 d',
      path: () => `/metrics?${window(90)}`,
      floor: { days: 180 },
    },
    {
      name: '/compare, products, 90 d',
      path: () => `/compare?${products}&${window(90)}`,
      floor: { days: 180, groupBy: 'entity_id' },
    },
    {
      name: '/compare, products, 12 months',
      path: () => `/compare?${products}&${window(365)}`,
      floor: { days: 730, groupBy: 'entity_id' },
    },
    {
      name: '/series, organisation, 12 months by week',
      path: () => `/series?bucket=week&${window(365)}`,
      floor: { days: 365, groupBy: '(day + 3) / 7' },
    },
    {
      name: '/releases, organisation, first page',
      path: () => `/releases?limit=50&${window(90)}`,
    },
    {
      name: '/releases, organisation, page in the middle',
      path: (_run, releases) =>
        `/releases?limit=50&offset=${Math.floor(releases / 2)}&${window(90)}`,
    },
  ];
}

/** The paths of all operations, as they are asked for in some run. */
export function pathsOf(organisation, run) {
  const tomorrow = Math.floor(Date.now() / DAY) + 1;
  return operations(organisation, tomorrow).map(({ path }) => path(run, 100));
}

let deployments = 0;

/** A deployment, derived: what is kept of anything that it belongs to does not hold any more. */
async function deployOne(backend, { components }) {
  deployments += 1;
  const { name } = components[(deployments * 104_729) % components.length];
  await backend.ingest({
    deployments: [
      {
        source: 'ci',
        id: `between-reads-${deployments}`,
        entityRef: name,
        environment: 'production',
        status: 'success',
        version: `between-reads-${deployments}`,
        finishedAt: new Date().toISOString(),
      },
    ],
  });
  await backend.get(`/metrics?entityRef=${name}`);
}

/**
 * Measures every operation: when something has changed since the last time, and when nothing has; and its floor where it
 * has one and floors are wanted.
 */
export async function measureReads(
  backend,
  database,
  organisation,
  { runs, floors = true },
) {
  const tomorrow = Math.floor(Date.now() / DAY) + 1;
  // Whole components are derived again for the single deployments before.
  await backend.settled();
  const { totalItems } = await backend.get('/releases?limit=1');
  const results = [];
  for (const { name, path, floor } of operations(organisation, tomorrow)) {
    const read = run => backend.get(path(run, totalItems));
    const measured = await repeat(runs, read, () =>
      deployOne(backend, organisation),
    );
    const unchanged = await repeat(runs, read);
    const result = { name, ...measured, unchanged };
    if (floor && floors) {
      const { rows, ms } = await readFloor(database, runs, {
        from: tomorrow - floor.days,
        to: tomorrow,
        groupBy: floor.groupBy,
      });
      Object.assign(result, { rows, floor: ms, ratio: measured.p50 / ms });
    }
    results.push(result);
  }
  return results;
}
