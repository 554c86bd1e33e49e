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
import { ValueName } from './parts';
import { Group, HistoryNeeds, Material } from './types';

/** Whether any facts have ever arrived for a group. */
export interface FactHistory {
  deployments: boolean;
  changes: boolean;
}

interface FactRow {
  id: number;
  deployments: number | null;
  changes: number | null;
}

/**
 * Reads which kinds of facts have arrived for some groups, with one index lookup for each entity and kind. A change
 * counts for an entity that it names, and for an entity with a deployment that lists it.
 */
export async function readFactHistory(
  knex: Knex,
  groups: Group[],
): Promise<FactHistory[]> {
  if (groups.length === 0) {
    return [];
  }
  const ids = [...new Set(groups.flatMap(group => group.ids))];
  // Scalar subqueries with a limit: PostgreSQL never turns them into a join with all facts.
  const rows: FactRow[] = await knex
    .from(
      jsonRows(
        knex,
        'e',
        { id: 'integer' },
        ids.map(id => [id]),
      ),
    )
    .select(
      'e.id',
      knex.raw(
        '(select 1 from deployments as d where d.entity_id = e.id limit 1) as deployments',
      ),
      knex.raw(
        `coalesce(
          (select 1 from changes as c where c.entity_id = e.id limit 1),
          (select 1 from deployments as d
           join deployment_changes as l on l.deployment_pk = d.pk
           join changes as c on c.source = l.change_source and c.id = l.change_id
           where d.entity_id = e.id and d.changes <> '[]' limit 1)
        ) as changes`,
      ),
    );
  const byId = new Map(rows.map(row => [row.id, row]));
  return groups.map(group => {
    const members = group.ids.flatMap(id => byId.get(id) ?? []);
    return {
      deployments: members.some(row => row.deployments !== null),
      changes: members.some(row => row.changes !== null),
    };
  });
}

/** Values that require a change, or a deployment. */
const OF_CHANGES: ValueName[] = ['leadTime', 'batch'];
const OF_DEPLOYMENTS: ValueName[] = ['recovery', 'spread', ...OF_CHANGES];

/**
 * Whether the windows of a group prove that deployments and changes have arrived.
 *
 * @param released - whether it has a release
 */
export function areFactsKnown(
  windows: Material[],
  needs: HistoryNeeds,
  released: boolean,
): boolean {
  const has = (names: ValueName[]) =>
    windows.some(({ distributions }) =>
      names.some(name => distributions[name].size > 0),
    );
  return (
    (!needs.changes || has(OF_CHANGES)) &&
    (!needs.deployments ||
      released ||
      windows.some(({ counts }) => counts.releases > 0) ||
      has(OF_DEPLOYMENTS))
  );
}

/** The first days of an entity, in days since 1970-01-01. */
export interface FirstDays {
  /** Day of its first release */
  releaseDay?: number;
  /** Day on which its first incident began, including incidents that do not count */
  incidentDay?: number;
}

/** Reads the first days of some entities, with two index lookups for each. */
export async function readFirstDays(
  knex: Knex,
  ids: number[],
): Promise<Map<number, FirstDays>> {
  if (ids.length === 0) {
    return new Map();
  }
  const rows: {
    id: number;
    release_day: number | null;
    incident_day: number | null;
  }[] = await knex
    .from(
      jsonRows(
        knex,
        'e',
        { id: 'integer' },
        ids.map(id => [id]),
      ),
    )
    .select(
      'e.id',
      knex.raw(
        '(select min(r.day) from releases as r where r.entity_id = e.id) as release_day',
      ),
      knex.raw(
        '(select min(l.day) from incident_links as l where l.entity_id = e.id) as incident_day',
      ),
    );
  return new Map(
    rows.map(row => [
      row.id,
      {
        releaseDay: row.release_day ?? undefined,
        incidentDay: row.incident_day ?? undefined,
      },
    ]),
  );
}
