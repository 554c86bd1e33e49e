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
import { ValueName } from './parts';
import { Group, GroupHistory, HistoryNeeds, Material } from './types';

interface HistoryRow {
  id: number;
  deployments: number | null;
  changes: number | null;
  first_release_day: number | null;
}

/**
 * Reads what is known of some groups whatever the window: one look into an index for each entity and kind of fact.
 * A change has come for an entity where it names it, or where a deployment of the entity lists it.
 */
export async function readHistory(
  knex: Knex,
  groups: Group[],
): Promise<GroupHistory[]> {
  if (groups.length === 0) {
    return [];
  }
  const ids = [...new Set(groups.flatMap(group => group.ids))];
  // Scalar subqueries with a limit, which PostgreSQL never turns into a join with all facts.
  const rows: HistoryRow[] = await knex
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
      knex.raw(
        '(select min(r.day) from releases as r where r.entity_id = e.id) as first_release_day',
      ),
    );
  const byId = new Map(rows.map(row => [row.id, row]));
  return groups.map(group => {
    const members = group.ids.flatMap(id => byId.get(id) ?? []);
    const days = members.flatMap(row => row.first_release_day ?? []);
    return {
      deployments: members.some(row => row.deployments !== null),
      changes: members.some(row => row.changes !== null),
      releaseDay: days.length > 0 ? Math.min(...days) : undefined,
    };
  });
}

/** What there is none of without a change, and without a release. */
const OF_CHANGES: ValueName[] = ['leadTime', 'batch'];
const OF_RELEASES: ValueName[] = ['recovery', 'spread', ...OF_CHANGES];

/**
 * Whether the windows of a group, in order of time, say all that has to be known of its history: that deployments and
 * changes have come, and for each window without a release that there was one before.
 */
export function isHistoryKnown(
  windows: Material[],
  needs: HistoryNeeds,
): boolean {
  const has = (names: ValueName[]) =>
    windows.some(({ distributions }) =>
      names.some(name => distributions[name].size > 0),
    );
  return (
    (!needs.releases || windows[0].counts.releases > 0) &&
    (!needs.changes || has(OF_CHANGES)) &&
    (!needs.deployments ||
      windows.some(({ counts }) => counts.releases > 0) ||
      has(OF_RELEASES))
  );
}

/**
 * Whether an incident has come, ever, for any of some entities.
 *
 * @param ids - `entities.id`; everything in the catalog when left out
 */
export async function hasIncident(
  knex: Knex,
  ids?: number[],
): Promise<boolean> {
  const incident = await knex('incidents')
    .modify(query => {
      if (ids) {
        query.where(idsIn(knex, 'entity_id', ids));
      } else {
        query
          .join('entities', 'entities.id', 'incidents.entity_id')
          .where('in_catalog', true);
      }
    })
    .first('pk');
  return incident !== undefined;
}
