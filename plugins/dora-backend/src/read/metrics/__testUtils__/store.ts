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

import { Knex } from 'knex';
import { migrate } from '../../../catalog/__testUtils__/database';
import { DAY, ENTITIES, Rows, timeOf, UNMAPPED } from './derivedRows';

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
  await knex('entities').insert({
    id: UNMAPPED,
    ref: 'component:default/unmapped',
    kind: 'component',
    in_catalog: false,
  });
}

const numbered = <T>(rows: T[]) =>
  rows.map((row, index) => ({ ...row, pk: index + 1 }));

/** Tells readers that everything has changed, as derivation does. */
export async function touchEverything(knex: Knex) {
  await knex.raw(
    `insert into derived_blocks (entity_id, block, version)
     select 0, 0, coalesce(max(version), 0) + 1 from derived_blocks where true
     on conflict (entity_id, block) do update set version = excluded.version`,
  );
}

/** Replaces everything in the database. */
export async function store(knex: Knex, rows: Rows) {
  for (const table of [
    'deployment_changes',
    'deployments',
    'changes',
    'incidents',
    'incident_links',
    'excluded_deployments',
    'source_synchronisations',
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
    numbered(rows.incidents).map(({ pk, entityId: of, day: on, at }) => ({
      pk,
      source: 'pager',
      id: `${pk}`,
      entity_id: of,
      started_at: on * DAY + at,
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
      link: row.link,
    })),
  );
  for (const [index, row] of rows.excluded.entries()) {
    const id = `excluded-${index}`;
    await knex('deployments').insert({
      ...deployment(id, row.entityId, null),
      environment: row.environment,
    });
    const { pk } = await knex('deployments').where({ id }).first('pk');
    await knex('excluded_deployments').insert({
      deployment_pk: pk,
      entity_id: row.entityId,
      time: row.day * DAY,
      day: row.day,
      exclusion: row.exclusion,
      echo: false,
    });
  }
  await insert(
    'source_synchronisations',
    [
      { subject: 'incidents', kinds: '["changes","incidents"]' },
      { subject: 'changes', kinds: '["changes"]' },
      { subject: 'anything', kinds: null },
    ].map(subject => ({
      ...subject,
      source: 'scm',
      entity_refs: JSON.stringify(
        subject.subject === 'incidents'
          ? rows.synchronised
          : ENTITIES.map(({ ref }) => ref),
      ),
      state: 'up-to-date',
      at: 0,
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
        first: counted || row.exclusion !== 'carried-before',
        exclusion: counted ? null : row.exclusion,
        lead_time: row.leadTime,
        coding: counted ? row.coding : null,
        pickup: counted ? row.pickup : null,
        review: counted ? row.review : null,
        deploy: counted ? row.deploy : null,
        size: row.size,
      };
    }),
  );
  await touchEverything(knex);
}
