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
import { at, hierarchy } from './story';

const DAY = 24 * 60 * 60_000;
const COMPONENTS = ['cart-api', 'cart-ui', 'pay-api'];
/** More releases than a page of is put in order at once. */
export const MANY = 1_200;

/** Something of a list. */
export interface Row {
  pk: number;
  time: number;
  entityId: number | null;
  /** Empty where it names no entity */
  ref: string;
  source: string;
  id: string;
  /** What it is known by, besides its entity */
  names: string[];
  failed: boolean;
  leadTime: number | null;
  recovery: number | null;
  /** How many changes the release carries */
  carried: number;
}

const insertAll = (knex: Knex) => (table: string, values: object[]) =>
  knex.batchInsert(table, values, 50);

const componentOf = (pk: number) => COMPONENTS[(pk * 31) % COMPONENTS.length];

/** What is neither failed nor counted, and carries nothing. */
const PLAIN = { failed: false, leadTime: null, recovery: null, carried: 0 };

/** Releases at few different times, so that most of their order is that of entities and identities; each with a change. */
export async function releaseMany(knex: Knex): Promise<Row[]> {
  const numbers = Array.from({ length: MANY }, (_, index) => index + 1);
  const rows = numbers.map(pk => {
    const hours = (pk * 7919) % 29;
    const of = componentOf(pk);
    return {
      pk,
      time: at(hours),
      ref: `component:default/${of}`,
      entityId: hierarchy.get(of)!.id,
      source: pk % 2 ? 'ci' : 'argo',
      id: `${(pk * 104_729) % MANY}-${pk}`,
      names: [`v${pk % 13}`, `Deploy ${pk % 17}`],
      failed: pk % 10 === 0,
      leadTime: pk % 10 === 0 ? null : (pk * 31) % 7,
      recovery: pk % 20 === 0 ? (pk * 17) % 5 : null,
      carried: pk % 3 === 0 ? 2 : 1,
    };
  });
  const insert = insertAll(knex);
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
      version: row.names[0],
      title: row.names[1],
      received_at: 0,
    })),
  );
  await insert(
    'rollouts',
    rows.map(row => ({
      deployment_pk: row.pk,
      release_id: row.pk,
      entity_id: row.entityId,
      workspace: 'eu',
      time: row.time,
    })),
  );
  await insert(
    'releases',
    rows.map(row => ({
      id: row.pk,
      public_id: String(row.pk),
      entity_id: row.entityId,
      version: row.names[0],
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
      title: row.names[0],
      commit_sha: row.names[1],
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

/** Changes that no release carries, some of which name no entity, and some of which are of another week. */
export async function waitMany(knex: Knex): Promise<Row[]> {
  const rows = Array.from({ length: 300 }, (_, index) => {
    const pk = MANY + 2 + index;
    const of = pk % 5 ? componentOf(pk) : undefined;
    const outside = pk % 11 === 0;
    return {
      ...PLAIN,
      pk,
      time: at(((pk * 7919) % 31) + (outside ? 168 : 0)),
      entityId: of === undefined ? null : hierarchy.get(of)!.id,
      ref: of === undefined ? '' : `component:default/${of}`,
      source: pk % 2 ? 'git' : 'argo',
      id: `${pk % 7}-${pk}`,
      names: [`v${pk % 13}`, `Sha ${pk % 17}`],
      outside,
    };
  });
  const insert = insertAll(knex);
  await insert(
    'changes',
    rows.map(row => ({
      pk: row.pk,
      source: row.source,
      id: row.id,
      entity_id: row.entityId,
      title: row.names[0],
      commit_sha: row.names[1],
      first_commit_at: row.pk % 3 ? 0 : row.time,
      merged_at: row.pk % 3 ? row.time : null,
      received_at: 0,
    })),
  );
  await insert(
    'unreleased_changes',
    rows.map(row => ({
      change_pk: row.pk,
      entity_id: row.entityId,
      time: row.time,
    })),
  );
  return rows.filter(({ outside }) => !outside);
}

/** Deployments that are part of no release: finished, in progress, and of another week. */
export async function excludeMany(knex: Knex): Promise<Row[]> {
  const rows = Array.from({ length: 200 }, (_, index) => {
    const pk = MANY + 1 + index;
    const of = componentOf(pk);
    const outside = pk % 11 === 0;
    return {
      ...PLAIN,
      pk,
      // Some at the time of releases, others alone.
      time: at(((pk * 7919) % 97) + (outside ? 168 : 0)),
      entityId: hierarchy.get(of)!.id,
      ref: `component:default/${of}`,
      source: pk % 2 ? 'ci' : 'argo',
      id: `${pk % 7}-${pk}`,
      names: [`v${pk % 13}`, `Deploy ${pk % 17}`],
      outside,
    };
  });
  await insertAll(knex)(
    'deployments',
    rows.map(row => ({
      pk: row.pk,
      source: row.source,
      id: row.id,
      entity_id: row.entityId,
      environment: 'test',
      status: row.pk % 4 ? 'success' : 'in_progress',
      workspace: 'eu',
      version: row.pk % 2 ? row.names[0] : null,
      commit_sha: row.pk % 2 ? null : row.names[0],
      title: row.names[1],
      finished_at: row.pk % 4 ? row.time : null,
      started_at: row.pk % 8 === 4 ? row.time : null,
      received_at: row.pk % 8 === 0 ? row.time : 0,
    })),
  );
  await insertAll(knex)(
    'excluded_deployments',
    rows
      .filter(({ pk }) => pk % 4 !== 0)
      .map(row => ({
        deployment_pk: row.pk,
        entity_id: row.entityId,
        time: row.time,
        day: Math.floor(row.time / DAY),
        exclusion: 'other-environment',
        echo: false,
      })),
  );
  return rows.filter(({ outside }) => !outside);
}

const compare = (a: string, b: string) => Number(a > b) - Number(a < b);

/** By a value, without one last; then the newest first, then by entity, source and id. */
export function inOrder(
  rows: readonly Row[],
  valueOf: (row: Row) => number | null,
  order: 'asc' | 'desc',
): Row[] {
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
