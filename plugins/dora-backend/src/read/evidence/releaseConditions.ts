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
import { idsIn } from '../../database/sql';
import { timesOf, Window } from '../Window';
import { EvidenceScope } from './EvidenceScope';
import { Condition, MARGIN } from './releasesInWindow';
import { containsText } from './textFilter';
import { ReleasesEvidenceQuery } from './types';

/** How many releases a condition is asked of: of all that a window has, or of those that a page was narrowed down to. */
export type Extent = 'window' | 'page';

/** The condition that the title of a deployment of a release contains a text. */
function isTitled(
  knex: Knex,
  scope: EvidenceScope,
  window: Window,
  text: string,
  extent: Extent,
): Condition {
  const titled = knex('deployments as t')
    .join('rollouts as ro', 'ro.deployment_pk', 't.pk')
    .where(containsText(knex, ['t.title'], text));
  return releases => {
    if (extent === 'page') {
      // A scalar subquery, which PostgreSQL never answers by reading all titles that there are.
      releases.whereRaw('? is not null', [
        titled.whereRaw('ro.release_id = r.id').limit(1).select(knex.raw('1')),
      ]);
    } else {
      releases.whereIn(
        'r.id',
        titled
          .where(idsIn(knex, 't.entity_id', scope.ids))
          // No rollout is from before its release.
          .where('t.finished_at', '>=', timesOf(window).from - MARGIN)
          .select('ro.release_id'),
      );
    }
  };
}

/** The condition that the version, the title of a deployment or the component of a release contains a text. */
function isNamed(
  knex: Knex,
  scope: EvidenceScope,
  window: Window,
  text: string,
  extent: Extent,
): Condition {
  return query => {
    query
      .where(idsIn(knex, 'r.entity_id', scope.idsNamed(text)))
      .orWhere(containsText(knex, ['r.version'], text))
      .orWhere(isTitled(knex, scope, window, text, extent));
  };
}

/** The condition that a release is one of those that are asked for. */
export function isWanted(
  knex: Knex,
  scope: EvidenceScope,
  { window, only, filter }: ReleasesEvidenceQuery,
  extent: Extent,
): Condition {
  return releases => {
    if (only === 'failed') {
      releases.where('r.failed', true);
    } else if (only === 'rework') {
      releases.whereIn('r.kind', ['rollback', 'hotfix']);
    }
    if (filter) {
      releases.where(isNamed(knex, scope, window, filter, extent));
    }
  };
}
