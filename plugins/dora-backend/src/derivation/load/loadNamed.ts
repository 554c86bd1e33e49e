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
import { idsIn, isPostgres, jsonRows } from '../../database/sql';
import { LinkableRelease } from '../../rules/incidents';
import { IncidentFact } from '../../rules/types';

/** How many components are looked at for an incident each in one query. */
const NAMES_AT_ONCE = 20_000;

/** Incidents with the ids of the components under the entity that they are on. */
export interface IncidentsOn {
  entityIds: number[];
  incidents: IncidentFact[];
}

interface ReleaseRow {
  incident_pk: string | number;
  release_id: string | number;
  time: string | number;
  source: string;
  id: string;
  name: string;
}

/** The releases at the times `l.time` of the components `l.entity_id` that `matches` holds for. */
const releasesAt = (
  last: Knex.QueryBuilder,
  matches: string,
): Knex.QueryBuilder =>
  last
    .join('releases as r', join =>
      join.on('r.entity_id', 'l.entity_id').on('r.time', 'l.time'),
    )
    .join('deployments as d', 'd.pk', 'r.id')
    .whereRaw(matches)
    .select(
      'l.incident_pk',
      'l.name',
      'r.id as release_id',
      'r.time',
      'd.source',
      'd.id',
    );

const NAMES = {
  incident_pk: 'bigint',
  entity_id: 'integer',
  name: 'text',
  until: 'bigint',
} as const;

/** The last releases of the versions that incidents name, `g`, of each component. */
const lastOfVersions = (tx: Knex.Transaction, names: Knex.Raw) =>
  releasesAt(
    tx
      .withMaterialized('last', query =>
        query.from(names).select(
          'g.*',
          // Found by the version, whose releases are few: an index by time would be of all components.
          tx.raw(
            `(select max(o.time + 0) from releases o
              where o.entity_id = g.entity_id and o.version = g.name and o.time <= g.until) as time`,
          ),
        ),
      )
      .from('last as l'),
    'r.version = l.name',
  );

/** The last releases with the commits that incidents name, `g`, of each of some components. */
function lastWithCommits(
  tx: Knex.Transaction,
  names: Knex.Raw,
  entityIds: number[],
  commits: string[],
) {
  const ofRollouts = tx('rollouts as r')
    .join('deployments as d', 'd.pk', 'r.deployment_pk')
    .where(idsIn(tx, 'r.entity_id', entityIds))
    .whereIn('d.commit_sha', commits)
    .select('r.release_id', 'd.commit_sha as name');
  const ofChanges = () =>
    tx('release_changes as r')
      .join('changes as c', 'c.pk', 'r.change_pk')
      .where(idsIn(tx, 'r.entity_id', entityIds));
  const quoted = jsonRows(
    tx,
    'x',
    { name: 'text', quoted: 'text' },
    commits.map(commit => [commit, JSON.stringify(commit)]),
  );
  const position = isPostgres(tx) ? 'strpos' : 'instr';
  return releasesAt(
    tx
      .withMaterialized('matching', query =>
        query.from(
          ofRollouts
            .union([
              ofChanges()
                .whereIn('c.commit_sha', commits)
                .select('r.release_id', 'c.commit_sha as name'),
              // As a text: one list that is no JSON would fail all incidents.
              ofChanges()
                .joinRaw('cross join ?', [quoted])
                .whereRaw(`${position}(c.commit_shas, x.quoted) > 0`)
                .select('r.release_id', 'x.name'),
            ])
            .as('m'),
        ),
      )
      .withMaterialized('last', query =>
        query
          .from('matching as m')
          .join('releases as r', 'r.id', 'm.release_id')
          .join(names, 'g.name', 'm.name')
          .whereRaw('r.time <= g.until')
          .groupBy('g.incident_pk', 'g.name', 'r.entity_id')
          .select('g.incident_pk', 'g.name', 'r.entity_id')
          .max('r.time as time'),
      )
      .from('last as l'),
    'exists (select 1 from matching m where m.release_id = r.id and m.name = l.name)',
  );
}

/**
 * Reads the releases that incidents may be linked to by the versions and commits that they name, by incident: of each
 * component the last one before the incident, or the last ones.
 */
export async function loadNamed(
  tx: Knex.Transaction,
  groups: IncidentsOn[],
): Promise<Map<number, LinkableRelease[]>> {
  const found = new Map<number, LinkableRelease[]>();
  const add = (
    rows: ReleaseRow[],
    said: (name: string) => Pick<LinkableRelease, 'version' | 'commits'>,
  ) => {
    for (const row of rows) {
      const pk = Number(row.incident_pk);
      const releases = found.get(pk) ?? [];
      releases.push({
        releaseId: Number(row.release_id),
        time: Number(row.time),
        source: row.source,
        id: row.id,
        ...said(row.name),
      });
      found.set(pk, releases);
    }
  };

  const versions = groups.flatMap(({ entityIds, incidents }) =>
    incidents.flatMap(({ pk, cause, startedAt }) =>
      cause && 'version' in cause
        ? entityIds.map(id => [pk, id, cause.version, startedAt])
        : [],
    ),
  );
  for (let first = 0; first < versions.length; first += NAMES_AT_ONCE) {
    const some = versions.slice(first, first + NAMES_AT_ONCE);
    const names = jsonRows(tx, 'g', NAMES, some);
    add(await lastOfVersions(tx, names), version => ({
      version,
      commits: new Set(),
    }));
  }

  for (const { entityIds, incidents } of groups) {
    const commits = incidents.flatMap(({ pk, cause, startedAt }) =>
      cause && 'commitSha' in cause
        ? [{ pk, commit: cause.commitSha, startedAt }]
        : [],
    );
    if (commits.length > 0) {
      const names = jsonRows(
        tx,
        'g',
        { incident_pk: 'bigint', name: 'text', until: 'bigint' },
        commits.map(({ pk, commit, startedAt }) => [pk, commit, startedAt]),
      );
      const wanted = [...new Set(commits.map(({ commit }) => commit))];
      add(await lastWithCommits(tx, names, entityIds, wanted), commit => ({
        commits: new Set([commit]),
      }));
    }
  }
  return found;
}
