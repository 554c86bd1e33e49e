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
import { jsonRows } from '../../database/sql';
import { Linkable } from '../../rules/incidents';
import { IncidentFact, Rules } from '../../rules/types';

/** How many pairs of an incident and a component one query looks at. */
const WINDOWS_AT_ONCE = 20_000;

interface RolloutRow {
  incident_pk: string | number;
  release_id: string | number;
  time: string | number;
  source: string;
  id: string;
}

/** All rollouts in the windows `g`. */
const allOf = (tx: Knex.Transaction, windows: Knex.Raw): Knex.QueryBuilder =>
  tx('rollouts as r')
    .join(windows, 'g.entity_id', 'r.entity_id')
    .join('deployments as d', 'd.pk', 'r.deployment_pk')
    .whereRaw('r.time between g.since and g.until')
    .select('g.incident_pk', 'r.release_id', 'r.time', 'd.source', 'd.id');

/** The last rollout in each window `g`, with all that share its time: there may be thousands of earlier ones. */
const lastOf = (tx: Knex.Transaction, windows: Knex.Raw): Knex.QueryBuilder =>
  tx
    .withMaterialized('last', query =>
      query.from(windows).select(
        'g.incident_pk',
        'g.entity_id',
        tx.raw(
          `(select o.time from rollouts o
            where o.entity_id = g.entity_id and o.time between g.since and g.until
            order by o.time desc limit 1) as time`,
        ),
      ),
    )
    .from('last as l')
    .join('rollouts as r', join =>
      join.on('r.entity_id', 'l.entity_id').on('r.time', 'l.time'),
    )
    .join('deployments as d', 'd.pk', 'r.deployment_pk')
    .select('l.incident_pk', 'r.release_id', 'r.time', 'd.source', 'd.id');

/**
 * Reads the rollouts in the windows of some incidents, by incident; only the last of each component when the rules
 * never blame an earlier one.
 *
 * @param incidents - with the ids of the components below their entities
 */
export async function loadWindows(
  tx: Knex.Transaction,
  incidents: { fact: IncidentFact; entityIds: number[] }[],
  { incidentWindow, incidentAttribution }: Rules,
): Promise<Map<number, Linkable[]>> {
  const windows = incidents.flatMap(({ fact: { pk, startedAt }, entityIds }) =>
    entityIds.map(entityId => [
      pk,
      entityId,
      startedAt - incidentWindow,
      startedAt,
    ]),
  );
  const found = new Map<number, Linkable[]>();
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
    const rows: RolloutRow[] = await (incidentAttribution === 'all'
      ? allOf(tx, given)
      : lastOf(tx, given));
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
