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

import { Columns, Row } from '../database/rows';
import { ComponentRelease } from '../derive/component';
import { DerivedRelease } from '../derive/releases';

/** A derived table, whose rows are written by groups: all that belong to one release at once. */
export interface DerivedTable {
  name: string;
  columns: Columns;
  /** The column that says which release a row belongs to. */
  releaseColumn: string;
}

// `failed` and `recovered_at` are missing here: they depend on incidents and are written by `assessReleases`.
export const RELEASES: DerivedTable = {
  name: 'releases',
  releaseColumn: 'id',
  columns: {
    id: 'bigint',
    entity_id: 'integer',
    version: 'text',
    occurrence: 'integer',
    time: 'bigint',
    day: 'integer',
    kind: 'text',
    rollouts: 'integer',
    workspaces: 'integer',
    last_rollout_at: 'bigint',
    changes_from: 'text',
    batch_size: 'integer',
  },
};

export const ROLLOUTS: DerivedTable = {
  name: 'rollouts',
  releaseColumn: 'release_id',
  columns: {
    deployment_pk: 'bigint',
    release_id: 'bigint',
    entity_id: 'integer',
    workspace: 'text',
    time: 'bigint',
    replaced_release_id: 'bigint',
  },
};

export const RELEASE_CHANGES: DerivedTable = {
  name: 'release_changes',
  releaseColumn: 'release_id',
  columns: {
    release_id: 'bigint',
    change_pk: 'bigint',
    entity_id: 'integer',
    day: 'integer',
    first: 'boolean',
    exclusion: 'text',
    lead_time: 'bigint',
    coding: 'bigint',
    pickup: 'bigint',
    review: 'bigint',
    deploy: 'bigint',
  },
};

export const RELEASE_REASONS: DerivedTable = {
  name: 'release_reasons',
  releaseColumn: 'release_id',
  columns: {
    release_id: 'bigint',
    entity_id: 'integer',
    reason: 'text',
    incident_pk: 'bigint',
    fix_release_id: 'bigint',
  },
};

/** A release is called by the key of the deployment that began it. */
const releaseId = (release: DerivedRelease) =>
  release.rollouts[0].deployment.pk;

/** The rows of the derived tables for the releases of one component. */
export function componentRows(
  entityId: number,
  releases: ComponentRelease[],
  dayOf: (time: number) => number,
): { table: DerivedTable; rows: Row[] }[] {
  const rows = {
    releases: [] as Row[],
    rollouts: [] as Row[],
    changes: [] as Row[],
    reasons: [] as Row[],
  };
  for (const { release, kind, changes, reasons, ...more } of releases) {
    const own = { release_id: releaseId(release), entity_id: entityId };
    const day = dayOf(release.time);
    rows.releases.push({
      id: own.release_id,
      entity_id: entityId,
      version: release.version ?? null,
      occurrence: release.occurrence,
      time: release.time,
      day,
      kind,
      rollouts: release.rollouts.length,
      workspaces: new Set(release.rollouts.map(r => r.deployment.workspace))
        .size,
      last_rollout_at: release.rollouts[release.rollouts.length - 1].time,
      changes_from: more.changesFrom,
      batch_size: more.batchSize,
    });
    for (const { deployment, time, replaced } of release.rollouts) {
      rows.rollouts.push({
        ...own,
        deployment_pk: deployment.pk,
        workspace: deployment.workspace,
        time,
        replaced_release_id: replaced ? releaseId(replaced) : null,
      });
    }
    for (const carried of changes) {
      rows.changes.push({
        ...own,
        change_pk: carried.change.pk,
        day,
        first: carried.first,
        exclusion: carried.exclusion ?? null,
        lead_time: carried.leadTime ?? null,
        coding: carried.coding ?? null,
        pickup: carried.pickup ?? null,
        review: carried.review ?? null,
        deploy: carried.deploy ?? null,
      });
    }
    for (const { reason, fix } of reasons) {
      rows.reasons.push({
        ...own,
        reason,
        incident_pk: null,
        fix_release_id: releaseId(fix),
      });
    }
  }
  return [
    { table: RELEASES, rows: rows.releases },
    { table: ROLLOUTS, rows: rows.rollouts },
    { table: RELEASE_CHANGES, rows: rows.changes },
    { table: RELEASE_REASONS, rows: rows.reasons },
  ];
}
