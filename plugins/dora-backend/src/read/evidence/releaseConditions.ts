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

/** Whether a condition applies to all releases in a window, or to those that a page was narrowed down to. */
export type Extent = 'window' | 'page';

/** Condition: the title of a deployment of a release contains a text. */
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
      // A scalar subquery: PostgreSQL never evaluates it by reading all titles.
      releases.whereRaw('? is not null', [
        titled.whereRaw('ro.release_id = r.id').limit(1).select(knex.raw('1')),
      ]);
    } else {
      releases.whereIn(
        'r.id',
        titled
          .where(idsIn(knex, 't.entity_id', scope.ids))
          // No rollout is earlier than its release.
          .where('t.finished_at', '>=', timesOf(window).from - MARGIN)
          .select('ro.release_id'),
      );
    }
  };
}

/** Condition: the version, the title of a deployment, or the component of a release contains a text. */
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

/** Condition: a release is selected. */
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
