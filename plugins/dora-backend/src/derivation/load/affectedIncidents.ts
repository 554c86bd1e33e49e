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
import { idsIn, jsonRows } from '../../database/sql';
import { DerivedChanges } from '../store/storeDifference';
import { RollUp } from '../types';

type PkRow = { pk: string | number };

/** Incidents that are linked to a changed release, or whose cause or correction names one of its deployments. */
async function tiedIncidents(
  tx: Knex.Transaction,
  { releaseIds, deploymentPks }: DerivedChanges,
): Promise<PkRow[]> {
  const linked = tx('release_reasons')
    .where(idsIn(tx, 'release_id', releaseIds))
    .whereNotNull('incident_pk')
    .select('incident_pk as pk');
  const named = tx('deployments as d')
    .join('incidents as i', join =>
      join
        .on('i.cause_deployment_source', 'd.source')
        .on('i.cause_deployment_id', 'd.id'),
    )
    .where(idsIn(tx, 'd.pk', deploymentPks))
    .select('i.pk as pk');
  const corrected = tx('deployments as d')
    .join('corrections as c', join =>
      join.on('c.deployment_source', 'd.source').on('c.deployment_id', 'd.id'),
    )
    .join('incidents as i', join =>
      join.on('i.source', 'c.incident_source').on('i.id', 'c.incident_id'),
    )
    .where(idsIn(tx, 'd.pk', deploymentPks))
    .select('i.pk as pk');
  return linked.unionAll([named, corrected]);
}

/** Incidents on a derived component, or on an entity above it, since its earliest changed release. */
async function hitIncidents(
  tx: Knex.Transaction,
  { components }: DerivedChanges,
  hierarchy: RollUp,
): Promise<PkRow[]> {
  const since = new Map<number, number>();
  for (const { entityId, changedSince } of components) {
    if (changedSince !== undefined) {
      for (const id of hierarchy.idsAbove(entityId)) {
        since.set(id, Math.min(since.get(id) ?? Infinity, changedSince));
      }
    }
  }
  return since.size === 0
    ? []
    : tx('incidents as i')
        .join(
          jsonRows(tx, 'g', { entity_id: 'integer', since: 'bigint' }, [
            ...since,
          ]),
          'g.entity_id',
          'i.entity_id',
        )
        .whereNull('i.cause_deployment_id')
        .whereRaw('i.started_at >= g.since')
        .select('i.pk');
}

/** Incidents whose link may change because some components were derived again. */
export async function affectedIncidents(
  tx: Knex.Transaction,
  changes: DerivedChanges,
  hierarchy: RollUp,
): Promise<Set<number>> {
  if (changes.components.length === 0) {
    return new Set();
  }
  const hit = await hitIncidents(tx, changes, hierarchy);
  const tied =
    changes.releaseIds.size + changes.deploymentPks.size > 0
      ? await tiedIncidents(tx, changes)
      : [];
  return new Set([
    ...[...hit, ...tied].map(({ pk }) => Number(pk)),
    ...changes.unlinked,
  ]);
}
