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

import fc from 'fast-check';
import { Knex } from 'knex';
import { migrate } from '../../catalog/__testUtils__/database';
import {
  Organisation,
  storedEntities,
} from '../../catalog/__testUtils__/organisation';

/** 2026-03-02, a Monday, in days since 1970-01-01. */
export const MONDAY = 20514;
const DAY = 24 * 60 * 60_000;

/** Now, in the middle of the rows. */
export const NOW = (MONDAY + 20) * DAY + 12 * 60 * 60_000;

export const ORGANISATION: Organisation = {
  'component:a-api': { partOf: ['system:a'], ownedBy: ['group:red'] },
  'component:a-ui': { partOf: ['system:a'], ownedBy: ['group:blue'] },
  'component:b-api': { partOf: ['system:b'] },
  'component:alone': { ownedBy: ['group:blue'], title: 'Zebra' },
  'system:a': { ownedBy: ['group:red'], title: 'Store' },
  'system:b': { ownedBy: ['group:blue'], title: 'Search' },
  'group:red': { childOf: ['group:all'] },
  'group:blue': { childOf: ['group:all'] },
  'group:all': {},
  'component:quiet': { partOf: ['system:quiet'] },
  'system:quiet': { ownedBy: ['group:blue'] },
};

export const ENTITIES = storedEntities(ORGANISATION);
const DEPLOYABLE = ENTITIES.filter(({ ref }) =>
  /^(component|system):/.test(ref),
).map(({ id }) => id);

export interface ReleaseRow {
  entityId: number;
  day: number;
  /** ms into the day */
  at: number;
  kind: string;
  workspaces: string[];
  spread: number;
  batchSize: number;
  failed: boolean;
  /** ms from the release to its recovery; null while open */
  recovery: number | null;
}

export interface ChangeRow {
  entityId: number;
  day: number;
  /** null when excluded */
  leadTime: number | null;
  coding: number | null;
  pickup: number | null;
  review: number | null;
  deploy: number | null;
}

export interface IncidentRow {
  entityId: number;
  day: number;
  restore: number | null;
}

/** Derived rows, and of the facts only what has to be there besides. */
export interface Rows {
  releases: ReleaseRow[];
  changes: ChangeRow[];
  incidents: IncidentRow[];
  /** Entities that have deployments, whether they make releases or not */
  deployed: number[];
  /** Entities that changes name */
  changed: number[];
  /** Entities with a deployment that lists a change, and whether that change has come */
  listing: { entityId: number; come: boolean }[];
  /** Entities with facts of the sample organisation */
  sample: number[];
}

// Few values, so that there are ties, and large ones.
const duration = fc.oneof(
  fc.constantFrom(0, 1, 999, 60_000, 3_600_000),
  fc.integer({ min: 0, max: 40 * 365 }).map(days => days * DAY + 7),
  fc.integer({ min: 0, max: 1_000_000_000 }),
);
const stage = fc.option(
  fc.oneof(
    duration,
    duration.map(ms => -ms),
  ),
);
const entityId = fc.constantFrom(...DEPLOYABLE);
const anyId = fc.constantFrom(...ENTITIES.map(({ id }) => id));
const day = fc.integer({ min: MONDAY - 40, max: MONDAY + 25 });
const ids = fc.uniqueArray(anyId, { maxLength: 3 });

export const arbitraryRows: fc.Arbitrary<Rows> = fc
  .record({
    releases: fc.array(
      fc.record({
        entityId,
        day,
        at: fc.integer({ min: 0, max: DAY - 1 }),
        kind: fc.constantFrom('code', 'code', 'code', 'rollback', 'hotfix'),
        workspaces: fc.uniqueArray(fc.constantFrom('eu', 'us', 'default'), {
          minLength: 1,
        }),
        spread: duration,
        batchSize: fc.integer({ min: 0, max: 5 }),
        failed: fc.boolean(),
        recovery: fc.option(duration),
      }),
      { maxLength: 40, size: 'max' },
    ),
    changes: fc.array(
      fc.record({
        entityId,
        day,
        leadTime: fc.option(duration),
        coding: stage,
        pickup: stage,
        review: stage,
        deploy: stage,
      }),
      { maxLength: 60, size: 'max' },
    ),
    incidents: fc.array(
      fc.record({ entityId: anyId, day, restore: fc.option(duration) }),
      { maxLength: 20, size: 'max' },
    ),
    deployed: ids,
    changed: ids,
    listing: fc.array(fc.record({ entityId, come: fc.boolean() }), {
      maxLength: 2,
    }),
    sample: ids,
  })
  // A release that carries changes without any change having come is none that could be derived.
  .map(rows => ({
    ...rows,
    changed: [
      ...rows.changed,
      ...rows.releases
        .filter(row => row.batchSize > 0)
        .map(row => row.entityId),
    ],
  }));

/** Time of a release, in ms since the epoch. */
export const timeOf = (row: ReleaseRow) => row.day * DAY + row.at;

export async function prepare(knex: Knex) {
  await migrate(knex);
  await knex('entities').insert(
    ENTITIES.map(({ id, ref, title }) => ({
      id,
      ref,
      kind: ref.split(':')[0],
      title,
      in_catalog: true,
    })),
  );
}

const numbered = <T>(rows: T[]) =>
  rows.map((row, index) => ({ ...row, pk: index + 1 }));

/** Replaces everything in the database. */
export async function store(knex: Knex, rows: Rows) {
  for (const table of [
    'deployment_changes',
    'deployments',
    'changes',
    'incidents',
    'incident_links',
    'release_changes',
    'rollouts',
    'releases',
  ]) {
    await knex(table).delete();
  }
  const insert = (table: string, values: object[]) =>
    values.length > 0 && knex.batchInsert(table, values, 50);
  const deployment = (id: string, of: number, changes: string | null) => ({
    source: rows.sample.includes(of) ? 'sample' : 'ci',
    id,
    entity_id: of,
    environment: 'test',
    status: 'failure',
    workspace: 'default',
    changes,
    received_at: 0,
  });
  const change = (id: string, of: number | null) => ({
    source: 'git',
    id,
    entity_id: of,
    first_commit_at: 0,
    received_at: 0,
  });

  const released = rows.releases.map(row => row.entityId);
  await insert(
    'deployments',
    [...released, ...rows.deployed, ...rows.sample].map((of, index) =>
      deployment(`${index}`, of, index % 2 ? null : '[]'),
    ),
  );
  await insert(
    'changes',
    [...rows.changes.map(row => row.entityId), ...rows.changed].map(
      (of, index) => change(`${index}`, of),
    ),
  );
  for (const [index, { entityId: of, come }] of rows.listing.entries()) {
    const id = `listed-${index}`;
    await knex('deployments').insert(deployment(id, of, `[["git","${id}"]]`));
    const { pk } = await knex('deployments').where({ id }).first('pk');
    await knex('deployment_changes').insert({
      change_source: 'git',
      change_id: id,
      deployment_pk: pk,
    });
    if (come) {
      await knex('changes').insert(change(id, null));
    }
  }
  await insert(
    'incidents',
    numbered(rows.incidents).map(({ pk, entityId: of, day: on }) => ({
      pk,
      source: 'pager',
      id: `${pk}`,
      entity_id: of,
      started_at: on * DAY,
      kind: 'incident',
      received_at: 0,
    })),
  );
  await insert(
    'incident_links',
    numbered(rows.incidents).map(row => ({
      incident_pk: row.pk,
      entity_id: row.entityId,
      day: row.day,
      restore: row.restore,
      link: 'unattributed',
    })),
  );
  await insert(
    'releases',
    numbered(rows.releases).map(row => ({
      id: row.pk,
      entity_id: row.entityId,
      occurrence: 1,
      time: timeOf(row),
      day: row.day,
      kind: row.kind,
      rollouts: row.workspaces.length,
      workspaces: row.workspaces.length,
      last_rollout_at: timeOf(row) + row.spread,
      changes_from: 'none',
      batch_size: row.batchSize,
      failed: row.failed,
      recovered_at:
        row.failed && row.recovery !== null ? timeOf(row) + row.recovery : null,
    })),
  );
  await insert(
    'rollouts',
    numbered(rows.releases).flatMap(row =>
      row.workspaces.map((workspace, index) => ({
        deployment_pk: row.pk * 10 + index,
        release_id: row.pk,
        entity_id: row.entityId,
        workspace,
        time: timeOf(row),
      })),
    ),
  );
  await insert(
    'release_changes',
    numbered(rows.changes).map(row => {
      const counted = row.leadTime !== null;
      return {
        release_id: row.pk,
        change_pk: row.pk,
        entity_id: row.entityId,
        day: row.day,
        first: counted,
        exclusion: counted ? null : 'carried-before',
        lead_time: row.leadTime,
        coding: counted ? row.coding : null,
        pickup: counted ? row.pickup : null,
        review: counted ? row.review : null,
        deploy: counted ? row.deploy : null,
      };
    }),
  );
}
