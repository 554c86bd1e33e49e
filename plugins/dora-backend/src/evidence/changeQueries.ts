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
import { idsIn } from '../database/sql';
import { timesOf } from '../metrics/Window';
import { ChangeRow, findChangeDetails, JOINED_AT } from './changeDetails';
import { EvidenceScope } from './EvidenceScope';
import { countRows, orderOf, pageOf } from './page';
import {
  isWorthWalking,
  releasesInWindow,
  sortedTime,
} from './releasesInWindow';
import { containsText } from './textFilter';
import { ChangesEvidenceQuery } from './types';

/** The condition that a change counts as of its release, and that it is one of those that are asked for. */
function isWanted(only: ChangesEvidenceQuery['only']) {
  return (query: Knex.QueryBuilder) => {
    query.where('rc.first', true);
    // What is excluded has no lead time, and the index has that.
    if (only === 'counted') {
      query.whereNotNull('rc.lead_time');
    } else if (only === 'excluded') {
      query.whereNull('rc.lead_time');
    }
  };
}

/** The condition that what is shown of a change (`c`) contains a text; `entity` is the column of its component. */
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

/** The changes whose first release is in the window. */
function released(
  knex: Knex,
  scope: EvidenceScope,
  { window, only, filter }: ChangesEvidenceQuery,
): Knex.QueryBuilder {
  const all = knex('release_changes as rc')
    .where(idsIn(knex, 'rc.entity_id', scope.ids))
    .where('rc.day', '>=', window.fromDay)
    .where('rc.day', '<', window.toDay)
    .where(isWanted(only));
  return filter
    ? all
        .join('changes as c', 'c.pk', 'rc.change_pk')
        .where(isNamed(knex, scope, 'rc.entity_id', filter))
    : all;
}

/**
 * The same with their releases, for a page of them to be read.
 *
 * @param expected - how many there are, where the newest (or oldest) are wanted
 */
function withReleases(
  knex: Knex,
  scope: EvidenceScope,
  query: ChangesEvidenceQuery,
  expected: number,
): Knex.QueryBuilder {
  const { window, only, filter } = query;
  const selected: Knex.QueryBuilder = isWorthWalking(expected)
    ? // In this order, which SQLite keeps: from the newest release on to its changes.
      knex('releases as r')
        .joinRaw('cross join release_changes as rc')
        .whereRaw('rc.release_id = r.id')
        .where(releasesInWindow(knex, scope, window, expected))
        .where(isWanted(only))
    : released(knex, scope, { ...query, filter: undefined }).join(
        'releases as r',
        'r.id',
        'rc.release_id',
      );
  return selected
    .join('changes as c', 'c.pk', 'rc.change_pk')
    .where(named => {
      if (filter) {
        named.where(isNamed(knex, scope, 'rc.entity_id', filter));
      }
    })
    .join('entities as e', 'e.id', 'r.entity_id')
    .select(
      'c.pk as change_pk',
      'r.id as release_id',
      knex.raw(`${sortedTime(expected)} as time`),
      'rc.lead_time as value',
      'e.ref as ref',
      'c.source as source',
      'c.id as id',
    );
}

/** The changes that no release carries and that were merged (else begun) within the window. */
function unreleased(
  knex: Knex,
  scope: EvidenceScope,
  { window, filter }: ChangesEvidenceQuery,
): Knex.QueryBuilder {
  const { from, to } = timesOf(window);
  const within = (column: string) => (query: Knex.QueryBuilder) => {
    query.where(column, '>=', from).where(column, '<', to);
  };
  return knex('changes as c')
    .where(entity => {
      entity.where(idsIn(knex, 'c.entity_id', scope.ids));
      if (scope.everything) {
        entity.orWhereNull('c.entity_id');
      }
    })
    .where(named => {
      if (filter) {
        named.where(isNamed(knex, scope, 'c.entity_id', filter));
      }
    })
    .where(time =>
      time
        .where(within('c.merged_at'))
        .orWhere(open =>
          open.whereNull('c.merged_at').where(within('c.first_commit_at')),
        ),
    )
    .whereNotExists(
      knex('release_changes as rc')
        .whereRaw('rc.change_pk = c.pk')
        .select(knex.raw('1')),
    );
}

/** A page of the changes of a window, released or not, and how many there are in all. */
export async function findChanges(
  knex: Knex,
  scope: EvidenceScope,
  query: ChangesEvidenceQuery,
): Promise<{ totalItems: number; rows: ChangeRow[] }> {
  const totalReleased = await countRows(released(knex, scope, query));
  const totalUnreleased =
    query.only === 'counted'
      ? 0
      : await countRows(unreleased(knex, scope, query));
  const totalItems = totalReleased + totalUnreleased;
  const order = orderOf(query, 'time');
  if (query.offset >= totalItems || query.limit === 0) {
    return { totalItems, rows: [] };
  }
  const parts: Knex.QueryBuilder[] = [];
  if (totalReleased > 0) {
    // Only what is sorted by time can be read along the index of times.
    const expected = order.by === 'time' ? totalReleased : 0;
    parts.push(withReleases(knex, scope, query, expected));
  }
  if (totalUnreleased > 0) {
    parts.push(
      unreleased(knex, scope, query)
        .leftJoin('entities as e', 'e.id', 'c.entity_id')
        .select(
          'c.pk as change_pk',
          knex.raw('cast(null as bigint) as release_id'),
          knex.raw(`${JOINED_AT} as time`),
          knex.raw('cast(null as bigint) as value'),
          knex.raw("coalesce(e.ref, '') as ref"),
          'c.source as source',
          'c.id as id',
        ),
    );
  }
  return {
    totalItems,
    rows: await findChangeDetails(
      knex,
      pageOf(knex, parts, query, order),
      order,
    ),
  };
}
