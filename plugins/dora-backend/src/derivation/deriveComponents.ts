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
import { Row } from '../database/rows';
import { idsIn } from '../database/sql';
import { deriveComponent } from '../derive/component';
import { Rules } from '../derive/types';
import { componentRows } from './derivedTables';
import { loadComponents } from './loadComponents';
import { syncRows } from './syncRows';

/** A component whose derived rows have changed. */
export interface ChangedComponent {
  entityId: number;
  /** Time of its earliest release, old or new, that is not what it was; ms since the epoch */
  since: number;
}

/**
 * Adds the components that deployments of these belonged to when they were last derived: a deployment that was sent
 * again for another component leaves rows there, under the same key.
 */
async function withFormerComponents(
  tx: Knex.Transaction,
  entityIds: number[],
): Promise<number[]> {
  const former: { entity_id: number }[] = await tx('deployments as d')
    .join('rollouts as r', 'r.deployment_pk', 'd.pk')
    .where(idsIn(tx, 'd.entity_id', entityIds))
    .whereRaw('r.entity_id <> d.entity_id')
    .distinct('r.entity_id');
  return [...new Set([...entityIds, ...former.map(({ entity_id: id }) => id)])];
}

/**
 * Derives the releases of some components (`entities.id`) from their facts and stores what is not as it was.
 */
export async function deriveComponents(
  tx: Knex.Transaction,
  requested: number[],
  rules: Rules,
  dayOf: (time: number) => number,
): Promise<ChangedComponent[]> {
  const entityIds = await withFormerComponents(tx, requested);
  if (entityIds.length === 0) {
    return [];
  }
  const releases: Row[] = await tx('releases')
    .where(idsIn(tx, 'entity_id', entityIds))
    .select('id', 'entity_id', 'time');

  const facts = await loadComponents(tx, entityIds);
  const tables = facts.map(({ entityId, deployments, changes }) =>
    componentRows(
      entityId,
      deriveComponent(deployments, changes, rules),
      dayOf,
    ),
  );
  const changed = new Set<number>();
  for (let index = 0; index < tables[0].length; index++) {
    const { table } = tables[0][index];
    const existing: Row[] = await tx(table.name)
      .where(idsIn(tx, 'entity_id', entityIds))
      .modify(query => {
        if (table.columns.incident_pk) {
          query.whereNull('incident_pk');
        }
      })
      .select(Object.keys(table.columns));
    const wanted = tables.flatMap(component => component[index].rows);
    if (table.name === 'releases') {
      releases.push(...wanted);
    }
    for (const id of await syncRows(tx, table, existing, wanted)) {
      changed.add(id);
    }
  }

  const since = new Map<number, number>();
  for (const release of releases.filter(({ id }) => changed.has(Number(id)))) {
    const entityId = Number(release.entity_id);
    since.set(
      entityId,
      Math.min(since.get(entityId) ?? Infinity, Number(release.time)),
    );
  }
  return [...since].map(([entityId, time]) => ({ entityId, since: time }));
}
