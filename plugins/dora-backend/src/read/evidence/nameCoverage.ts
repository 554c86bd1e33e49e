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

import { NameCoverage, ReleaseName } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { namesInText } from '../../database/derivedRows';
import { groupBy } from '../../database/groupBy';
import { idsIn } from '../../database/sql';
import { VersionNames } from '../../rules/names';
import { Rules } from '../../rules/types';
import { EvidenceScope } from './EvidenceScope';
import { toReleaseName } from './releaseNames';

const DAY = 24 * 60 * 60_000;
/** Only recent names are checked: all facts would take too long. */
const PERIOD = 90 * DAY;
const COMPONENTS_SHOWN = 200;
const JOINED_SHOWN = 200;
const NAMES_SHOWN = { others: 5, versions: 15 };

interface NamedRow {
  entity_id: number;
  version: string | null;
  commit_sha: string | null;
  digest: string | null;
}

/** A version without a leading `v` before a digit, as SQL. */
const VERSION = `case when substr(version, 1, 1) in ('v', 'V')
    and substr(version, 2, 1) between '0' and '9'
  then substr(version, 2) else version end`;

/** The facts of some components that name versions. */
function namedFacts(
  knex: Knex,
  ids: number[],
  narrow: (query: Knex.QueryBuilder, time: string) => void = () => {},
): Knex.QueryBuilder {
  const columns = ['entity_id', 'version', 'commit_sha', 'digest'];
  const deployments = knex('deployments')
    .where(idsIn(knex, 'entity_id', ids))
    .where('status', 'success')
    .modify(narrow, 'finished_at')
    .select(columns);
  const artifacts = knex('artifacts')
    .where(idsIn(knex, 'entity_id', ids))
    .modify(narrow, 'built_at')
    .select(columns);
  return knex.unionAll([deployments, artifacts]);
}

/** The components with a version name that always moves, or recently came with several commits or digests. */
async function findCandidates(
  knex: Knex,
  scope: EvidenceScope,
  { movingVersions }: Rules,
  now: number,
): Promise<number[]> {
  const recent = namedFacts(knex, scope.ids, (query, time) => {
    query.where(time, '>=', now - PERIOD).whereNotNull('version');
  });
  const rows: { entity_id: number }[] = await knex
    .from(recent.as('f'))
    .groupByRaw(`entity_id, ${VERSION}`)
    .havingRaw(
      `count(distinct lower(commit_sha)) > 1 or count(distinct lower(digest)) > 1
       or ${VERSION} in (${
        movingVersions.map(() => '?').join(', ') || 'null'
      })`,
      movingVersions,
    )
    .select('entity_id');
  return [...new Set(rows.map(row => row.entity_id))];
}

/** The moving version names according to the rules and all facts of their components. */
async function findMoving(
  knex: Knex,
  scope: EvidenceScope,
  rules: Rules,
  now: number,
): Promise<NameCoverage['moving']> {
  const candidates = await findCandidates(knex, scope, rules, now);
  const ids = candidates.slice(0, COMPONENTS_SHOWN);
  const rows: NamedRow[] = await knex
    .from(namedFacts(knex, ids).as('f'))
    .distinct('entity_id', 'version', 'commit_sha', 'digest');
  return [...groupBy(rows, row => row.entity_id)]
    .flatMap(([id, facts]) =>
      [
        ...VersionNames.of(
          facts.map(fact => ({
            version: fact.version ?? undefined,
            commitSha: fact.commit_sha ?? undefined,
            digest: fact.digest ?? undefined,
          })),
          rules,
        ).moving,
      ]
        .sort()
        .map(version => ({ entityRef: scope.refOf(id), version })),
    )
    .sort((a, b) => (a.entityRef < b.entityRef ? -1 : 1));
}

/** Versions with several version names; those with the most names first. */
async function findJoined(
  knex: Knex,
  scope: EvidenceScope,
  now: number,
): Promise<NameCoverage['joined']> {
  const rows: { entity_id: number; names: string }[] = await knex('releases')
    .where(idsIn(knex, 'entity_id', scope.ids))
    .where('day', '>=', Math.floor((now - PERIOD) / DAY))
    // Each name is on its own line, and version names come last.
    .where('names', 'like', '%\nv%\nv%')
    .groupBy('entity_id', 'names')
    .orderByRaw('length(names) desc')
    .limit(JOINED_SHOWN)
    .select('entity_id', 'names');
  return rows
    .map(row => {
      const names = namesInText(row.names).flatMap(
        name => toReleaseName(name) ?? [],
      );
      const isVersion = ({ kind }: ReleaseName) => kind === 'version';
      const versions = names.filter(isVersion);
      const others = names.filter(name => !isVersion(name));
      return {
        entityRef: scope.refOf(row.entity_id),
        versions: versions.length,
        names: [
          ...others.slice(0, NAMES_SHOWN.others),
          ...versions.slice(0, NAMES_SHOWN.versions),
        ],
      };
    })
    .sort((a, b) => b.versions - a.versions);
}

/** Version names that may be misunderstood. */
export async function findNames(
  knex: Knex,
  scope: EvidenceScope,
  rules: Rules,
  now: number,
): Promise<NameCoverage> {
  return {
    moving: await findMoving(knex, scope, rules, now),
    joined: await findJoined(knex, scope, now),
  };
}
