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
import { at, hierarchy, ofWeek, serviceOf, Story } from './__testUtils__/story';

jest.setTimeout(240_000);

const DAY = 24 * 60 * 60_000;
const COMPONENTS = ['cart-api', 'cart-ui', 'pay-api'];
/** More than are looked for entity by entity. */
const MANY = 1_200;

/** Releases at few different times, so that most of their order is that of entities and identities. */
async function releaseMany(knex: Knex) {
  const numbers = Array.from({ length: MANY }, (_, index) => index + 1);
  const rows = numbers.map(pk => {
    const hours = (pk * 7919) % 29;
    const of = COMPONENTS[(pk * 31) % COMPONENTS.length];
    return {
      pk,
      time: at(hours),
      ref: `component:default/${of}`,
      entityId: hierarchy.get(of)!.id,
      source: pk % 2 ? 'ci' : 'argo',
      id: `${(pk * 104_729) % MANY}-${pk}`,
      failed: pk % 10 === 0,
      leadTime: pk % 10 === 0 ? null : (pk * 31) % 7,
      recovery: pk % 20 === 0 ? (pk * 17) % 5 : null,
      carried: pk % 3 === 0 ? 2 : 1,
    };
  });
  const insert = (table: string, values: object[]) =>
    knex.batchInsert(table, values, 50);
  await insert(
    'deployments',
    rows.map(row => ({
      pk: row.pk,
      source: row.source,
      id: row.id,
      entity_id: row.entityId,
      environment: 'prod',
      status: 'success',
      workspace: 'eu',
      finished_at: row.time,
      received_at: 0,
    })),
  );
  await insert(
    'releases',
    rows.map(row => ({
      id: row.pk,
      entity_id: row.entityId,
      occurrence: 1,
      time: row.time,
      day: Math.floor(row.time / DAY),
      kind: 'code',
      rollouts: 1,
      workspaces: 1,
      last_rollout_at: row.time,
      changes_from: 'listed',
      batch_size: 1,
      changes: row.carried,
      first_changes: 1,
      lead_times: row.failed ? 0 : 1,
      failed: row.failed,
      recovered_at: row.recovery === null ? null : row.time + row.recovery,
    })),
  );
  await insert(
    'changes',
    rows.map(row => ({
      pk: row.pk,
      source: row.source,
      id: row.id,
      first_commit_at: 0,
      received_at: 0,
    })),
  );
  await insert(
    'release_changes',
    rows.map(row => ({
      release_id: row.pk,
      change_pk: row.pk,
      entity_id: row.entityId,
      day: Math.floor(row.time / DAY),
      first: true,
      exclusion: row.failed ? 'no-start' : null,
      lead_time: row.leadTime,
    })),
  );
  // Carried once more, without being counted again.
  await insert(
    'release_changes',
    rows
      .filter(({ carried }) => carried > 1)
      .map(row => ({
        release_id: row.pk,
        change_pk: row.pk + 1,
        entity_id: row.entityId,
        day: Math.floor(row.time / DAY),
        first: false,
        exclusion: 'carried-before',
      })),
  );
  await insert(
    'incidents',
    rows.map(row => ({
      pk: row.pk,
      source: row.source,
      id: row.id,
      entity_id: row.entityId,
      started_at: row.time,
      kind: 'incident',
      received_at: 0,
    })),
  );
  await insert(
    'incident_links',
    rows.map(row => ({
      incident_pk: row.pk,
      entity_id: row.entityId,
      day: Math.floor(row.time / DAY),
      restore: row.leadTime,
      link: row.failed ? 'window' : 'unattributed',
    })),
  );
  return rows;
}

type Row = Awaited<ReturnType<typeof releaseMany>>[number];

const compare = (a: string, b: string) => Number(a > b) - Number(a < b);

/** By a value, without one last; then the newest first, then by entity, source and id. */
function inOrder(
  rows: Row[],
  valueOf: (row: Row) => number | null,
  order: 'asc' | 'desc',
) {
  const sign = order === 'asc' ? 1 : -1;
  return [...rows].sort((a, b) => {
    const [left, right] = [valueOf(a), valueOf(b)];
    const byValue =
      left === null || right === null
        ? Number(left === null) - Number(right === null)
        : sign * (left - right);
    return (
      byValue ||
      b.time - a.time ||
      compare(a.ref, b.ref) ||
      compare(a.source, b.source) ||
      compare(a.id, b.id)
    );
  });
}

describe('pages of evidence', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  it.each(databases.eachSupportedId())(
    'are cut from one order, however many there are, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      await Story.begin(knex);
      const rows = await releaseMany(knex);
      const service = serviceOf(knex);
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(undefined, 'system:cart', 'pay-api'),
          fc.boolean(),
          fc.integer({ min: 0, max: 40 }),
          fc.integer({ min: 0, max: MANY + 10 }),
          fc.constantFrom(undefined, 'asc' as const, 'desc' as const),
          fc.constantFrom(
            'time' as const,
            'changes' as const,
            'value' as const,
          ),
          async (entityRef, some, limit, offset, order, sort) => {
            const ids = new Set(hierarchy.idsUnder(entityRef));
            const found = rows.filter(
              row => ids.has(row.entityId) && (!some || row.failed),
            );
            const query = { ...ofWeek(entityRef), limit, offset, order };
            const page = (valueOf: (row: Row) => number | null) =>
              inOrder(found, valueOf, order ?? 'desc').slice(
                offset,
                offset + limit,
              );
            const time = (row: Row) => row.time;

            const releases = await service.releases({
              ...query,
              sort: sort === 'value' ? 'recoveryTime' : sort,
              only: some ? 'failed' : undefined,
            });
            expect(releases.totalItems).toBe(found.length);
            expect(releases.items.map(({ id }) => id)).toEqual(
              page(
                {
                  time,
                  changes: (row: Row) => row.carried,
                  value: (row: Row) => row.recovery,
                }[sort],
              ).map(({ pk }) => String(pk)),
            );

            const byValue = sort === 'value';
            const byLeadTime = page(byValue ? row => row.leadTime : time);
            const changes = await service.changes({
              ...query,
              sort: byValue ? 'leadTime' : 'time',
              only: some ? 'excluded' : undefined,
            });
            expect(changes.totalItems).toBe(found.length);
            expect(changes.items.map(({ id }) => id)).toEqual(
              byLeadTime.map(({ id }) => id),
            );

            const incidents = await service.incidents({
              ...query,
              sort: byValue ? 'timeToRestore' : 'startedAt',
              only: some ? 'attributed' : undefined,
            });
            expect(incidents.totalItems).toBe(found.length);
            expect(incidents.items.map(({ id }) => id)).toEqual(
              byLeadTime.map(({ id }) => id),
            );
          },
        ),
        { numRuns: 60 },
      );
    },
  );
});
