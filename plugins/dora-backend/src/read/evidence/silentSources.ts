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

import { SilentSource } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { groupBy } from '../../database/groupBy';
import { idsIn } from '../../database/sql';
import { globMatcher } from '../../rules/globs';
import { Rules } from '../../rules/types';
import { SourceCount } from './coverageQueries';
import { EvidenceScope } from './EvidenceScope';
import { toTime } from './values';

/** How long a source must be silent to be reported (ms). */
const SILENCE = 30 * 24 * 60 * 60_000;

/** Components with recent deployments that were excluded for their source: one index lookup each. */
async function findLeftOut(
  knex: Knex,
  scope: EvidenceScope,
  since: number,
): Promise<number[]> {
  return knex('excluded_deployments')
    .where(idsIn(knex, 'entity_id', scope.ids))
    .where('time', '>=', since)
    .where('exclusion', 'other-source')
    .distinct()
    .pluck('entity_id');
}

/** The sources of successful production deployments of some components, by `entities.id`. */
async function findProducing(
  knex: Knex,
  ids: number[],
): Promise<Map<number, string[]>> {
  const rows: { entity_id: number; source: string }[] = await knex(
    'rollouts as r',
  )
    .join('deployments as d', 'd.pk', 'r.deployment_pk')
    .where(idsIn(knex, 'r.entity_id', ids))
    .distinct('r.entity_id', 'd.source');
  return new Map(
    [...groupBy(rows, row => row.entity_id)].map(([id, own]) => [
      id,
      own.map(({ source }) => source),
    ]),
  );
}

/**
 * The components whose counting source has been silent for 30 days while other sources reported.
 *
 * @param counts - of the facts by source and entity
 */
export async function findSilentSources(
  knex: Knex,
  scope: EvidenceScope,
  counts: SourceCount[],
  rules: Rules,
  now: number,
): Promise<SilentSource[]> {
  const ids = await findLeftOut(knex, scope, now - SILENCE);
  if (ids.length === 0) {
    return [];
  }
  const producing = await findProducing(knex, ids);
  const reported = groupBy(
    counts.filter(({ kind }) => kind === 'deployments'),
    ({ entityId }) => entityId,
  );
  return ids
    .flatMap(id => {
      const { deploymentsFrom } = scope.settingsOf(id);
      const patterns =
        deploymentsFrom === undefined
          ? rules.authority
          : [deploymentsFrom, ...rules.authority];
      const matches = patterns
        .map(pattern => globMatcher([pattern]))
        .find(pattern => producing.get(id)?.some(pattern));
      const sources = reported.get(id) ?? [];
      const lastOf = (own: SourceCount[]) =>
        Math.max(...own.map(({ last }) => last ?? -Infinity));
      const counting = sources.filter(
        ({ source }) => matches?.(source) ?? false,
      );
      const last = lastOf(counting);
      return counting.length > 0 && last < now - SILENCE && last > -Infinity
        ? {
            entityRef: scope.refOf(id),
            sources: counting.map(({ source }) => source).sort(),
            last: toTime(last),
            others: sources
              .filter(
                one =>
                  !counting.includes(one) && lastOf([one]) >= now - SILENCE,
              )
              .map(({ source }) => source)
              .sort(),
          }
        : [];
    })
    .sort((a, b) => (a.entityRef < b.entityRef ? -1 : 1));
}
