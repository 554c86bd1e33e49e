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
import { timesOf } from '../Window';
import { EvidenceScope } from './EvidenceScope';
import { TimedPart } from './pageTimes';
import { releasesByTime } from './releasesInWindow';
import { containsText } from './textFilter';
import { ChangesEvidenceQuery } from './types';

/** Condition: a change counts as part of its release and is selected by `only`. */
function isWanted(only: ChangesEvidenceQuery['only']) {
  return (query: Knex.QueryBuilder) => {
    query.where('rc.first', true);
    // Excluded changes have no lead time, and the index contains lead times.
    if (only === 'counted') {
      query.whereNotNull('rc.lead_time');
    } else if (only === 'excluded') {
      query.whereNull('rc.lead_time');
    }
  };
}

/** Condition: the displayed data of a change (`c`) contains a text; `entity` is the column of its component. */
function isNamed(
  knex: Knex,
  scope: EvidenceScope,
  entity: string,
  text: string,
) {
  return (query: Knex.QueryBuilder) => {
    query
      .where(idsIn(knex, entity, scope.idsNamed(text)))
      .orWhere(containsText(knex, ['c.id'], text))
      .orWhere(about =>
        about
          .where(scope.readable(knex, 'c.entity_id'))
          .where(containsText(knex, ['c.title', 'c.commit_sha'], text)),
      );
  };
}

/** SQL of how many selected changes a release (`r`) carries, and whether it carries any. */
const COUNTED = {
  all: { items: 'sum(r.first_changes)', any: 'r.first_changes > 0' },
  counted: { items: 'sum(r.lead_times)', any: 'r.lead_times > 0' },
  excluded: {
    items: 'sum(r.first_changes - r.lead_times)',
    any: 'r.first_changes > r.lead_times',
  },
};

/** The releases in the window that are the first to carry any selected changes. */
function carrying(
  knex: Knex,
  scope: EvidenceScope,
  { window, only }: ChangesEvidenceQuery,
  times?: number[],
): Knex.QueryBuilder {
  return knex('releases as r')
    .where(releasesByTime(knex, scope, window, times))
    .whereRaw(COUNTED[only ?? 'all'].any);
}

/** The changes whose first release is in the window, with that release. */
function released(
  knex: Knex,
  scope: EvidenceScope,
  query: ChangesEvidenceQuery,
  times?: number[],
): Knex.QueryBuilder {
  const { only, filter } = query;
  // SQLite keeps this order of joins: from releases to their changes.
  return carrying(knex, scope, query, times)
    .joinRaw('cross join release_changes as rc')
    .joinRaw('cross join changes as c')
    .whereRaw('rc.release_id = r.id and c.pk = rc.change_pk')
    .where(isWanted(only))
    .where(named => {
      if (filter) {
        named.where(isNamed(knex, scope, 'rc.entity_id', filter));
      }
    });
}

/** The unreleased changes that were merged in the window or, if not merged, begun in it. */
function unreleased(
  knex: Knex,
  scope: EvidenceScope,
  { window, filter }: ChangesEvidenceQuery,
): Knex.QueryBuilder {
  const { from, to } = timesOf(window);
  return knex('unreleased_changes as u')
    .where(entity => {
      entity.where(idsIn(knex, knex.raw('(u.entity_id + 0)'), scope.ids));
      if (scope.everything) {
        entity.orWhereNull('u.entity_id');
      }
    })
    .where('u.time', '>=', from)
    .where('u.time', '<', to)
    .modify(query => {
      if (filter) {
        query
          .join('changes as c', 'c.pk', 'u.change_pk')
          .where(isNamed(knex, scope, 'u.entity_id', filter));
      }
    });
}

/** All parts of a list, for counting. */
export function partsOf(
  knex: Knex,
  scope: EvidenceScope,
  query: ChangesEvidenceQuery,
): TimedPart[] {
  const { only, filter } = query;
  const ofRelease = { time: 'r.time', entity: 'r.entity_id' };
  const parts: TimedPart[] = [
    filter
      ? {
          ...ofRelease,
          rows: released(knex, scope, query),
          items: 'count(*)',
        }
      : {
          ...ofRelease,
          rows: carrying(knex, scope, query),
          items: COUNTED[only ?? 'all'].items,
        },
  ];
  if (only !== 'counted') {
    parts.push({
      rows: unreleased(knex, scope, query),
      time: 'u.time',
      entity: 'u.entity_id',
      items: 'count(*)',
    });
  }
  return parts;
}

/** Selects the order columns of released changes, from the tables of {@link released}. */
export const selectReleased = (rows: Knex.QueryBuilder): Knex.QueryBuilder =>
  rows
    .join('entities as e', 'e.id', 'r.entity_id')
    .select(
      'rc.change_pk',
      'r.id as release_id',
      'r.time as time',
      'rc.lead_time as value',
      'e.ref as ref',
      'c.source as source',
      'c.id as id',
    );

/** The changes at some times, with their order columns. */
export function selectChanges(
  knex: Knex,
  scope: EvidenceScope,
  query: ChangesEvidenceQuery,
  times?: number[],
): Knex.QueryBuilder[] {
  const parts = [selectReleased(released(knex, scope, query, times))];
  if (query.only !== 'counted') {
    const rows = unreleased(knex, scope, query).modify(all => {
      if (!query.filter) {
        all.join('changes as c', 'c.pk', 'u.change_pk');
      }
      if (times) {
        all.where(idsIn(knex, 'u.time', times));
      }
    });
    parts.push(
      rows
        .leftJoin('entities as e', 'e.id', 'u.entity_id')
        .select(
          'u.change_pk',
          knex.raw('cast(null as bigint) as release_id'),
          'u.time as time',
          knex.raw('cast(null as bigint) as value'),
          knex.raw("coalesce(e.ref, '') as ref"),
          'c.source as source',
          'c.id as id',
        ),
    );
  }
  return parts;
}
