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
import { Hierarchy } from '../catalog/types';
import { idsIn } from '../database/sql';
import { ChangedComponent } from './deriveComponents';

/** Ids of an entity and of all that it rolls up to. */
function idsAbove(hierarchy: Hierarchy, entityId: number): number[] {
  const ids = new Set([entityId]);
  const visit = (id: number) => {
    for (const ref of hierarchy.getById(id)?.parents ?? []) {
      const parent = hierarchy.get(ref);
      if (parent && !ids.has(parent.id)) {
        ids.add(parent.id);
        visit(parent.id);
      }
    }
  };
  visit(entityId);
  return [...ids];
}

/** Incidents that are linked to a component, or that name, or are corrected to, one of its deployments. */
async function tiedIncidents(
  tx: Knex.Transaction,
  entityIds: number[],
): Promise<{ pk: string | number }[]> {
  const linked = tx('release_reasons')
    .where(idsIn(tx, 'entity_id', entityIds))
    .whereNotNull('incident_pk')
    .select('incident_pk as pk');
  const named = tx('deployments as d')
    .join('incidents as i', join =>
      join
        .on('i.cause_deployment_source', 'd.source')
        .on('i.cause_deployment_id', 'd.id'),
    )
    .where(idsIn(tx, 'd.entity_id', entityIds))
    .select('i.pk as pk');
  const corrected = tx('deployments as d')
    .join('corrections as c', join =>
      join.on('c.deployment_source', 'd.source').on('c.deployment_id', 'd.id'),
    )
    .join('incidents as i', join =>
      join.on('i.source', 'c.incident_source').on('i.id', 'c.incident_id'),
    )
    .where(idsIn(tx, 'd.entity_id', entityIds))
    .select('i.pk as pk');
  return linked.unionAll([named, corrected]);
}

/**
 * The incidents whose link may differ now that some components were derived again: those that are tied to a changed one,
 * that hit it or something above it since the first difference, or that name a commit, which no derived row shows.
 *
 * @param entityIds - all components that were derived
 * @param changed - those of them that have other rows now
 */
export async function affectedIncidents(
  tx: Knex.Transaction,
  entityIds: number[],
  changed: ChangedComponent[],
  hierarchy: Hierarchy,
): Promise<number[]> {
  if (entityIds.length === 0) {
    return [];
  }
  const since = new Map<number, number>();
  for (const component of changed) {
    for (const id of idsAbove(hierarchy, component.entityId)) {
      since.set(id, Math.min(since.get(id) ?? Infinity, component.since));
    }
  }
  const above = entityIds.flatMap(id => idsAbove(hierarchy, id));
  const hit: {
    pk: string;
    entity_id: number;
    started_at: string;
    cause_commit_sha: string | null;
  }[] = await tx('incidents')
    .where(idsIn(tx, 'entity_id', new Set(above)))
    .whereNull('cause_deployment_id')
    .where(query => {
      query.whereNotNull('cause_commit_sha');
      if (since.size > 0) {
        query.orWhere('started_at', '>=', Math.min(...since.values()));
      }
    })
    .select('pk', 'entity_id', 'started_at', 'cause_commit_sha');
  const tied = await tiedIncidents(
    tx,
    changed.map(({ entityId }) => entityId),
  );
  return [
    ...new Set(
      [
        ...tied,
        ...hit.filter(
          row =>
            row.cause_commit_sha !== null ||
            Number(row.started_at) >= (since.get(row.entity_id) ?? Infinity),
        ),
      ].map(({ pk }) => Number(pk)),
    ),
  ];
}
