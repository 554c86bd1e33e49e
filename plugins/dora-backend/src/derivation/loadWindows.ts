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
import { jsonRows } from '../database/sql';
import { LinkableRollout } from '../derive/incidents';
import { IncidentFact } from '../derive/types';

/** How many components are looked at for an incident each in one query. */
const WINDOWS_AT_ONCE = 20_000;

/**
 * Reads the rollouts in the windows of some incidents, by incident.
 *
 * @param incidents - with the ids of the components under their entities
 * @param window - how long before the incident a rollout may be; ms
 */
export async function loadWindows(
  tx: Knex.Transaction,
  incidents: { fact: IncidentFact; entityIds: number[] }[],
  window: number,
): Promise<Map<number, LinkableRollout[]>> {
  const windows = incidents.flatMap(({ fact: { pk, startedAt }, entityIds }) =>
    entityIds.map(entityId => [pk, entityId, startedAt - window, startedAt]),
  );
  const found = new Map<number, LinkableRollout[]>();
  for (let first = 0; first < windows.length; first += WINDOWS_AT_ONCE) {
    const given = jsonRows(
      tx,
      'g',
      {
        incident_pk: 'bigint',
        entity_id: 'integer',
        since: 'bigint',
        until: 'bigint',
      },
      windows.slice(first, first + WINDOWS_AT_ONCE),
    );
    const rows: {
      incident_pk: string | number;
      release_id: string | number;
      time: string | number;
      source: string;
      id: string;
    }[] = await tx('rollouts as r')
      .join(given, 'g.entity_id', 'r.entity_id')
      .join('deployments as d', 'd.pk', 'r.deployment_pk')
      .whereRaw('r.time between g.since and g.until')
      .select('g.incident_pk', 'r.release_id', 'r.time', 'd.source', 'd.id');
    for (const row of rows) {
      const pk = Number(row.incident_pk);
      const rollouts = found.get(pk) ?? [];
      rollouts.push({
        releaseId: Number(row.release_id),
        time: Number(row.time),
        source: row.source,
        id: row.id,
      });
      found.set(pk, rollouts);
    }
  }
  return found;
}
