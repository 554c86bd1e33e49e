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
import { ChangeExclusion, ReleaseKind } from '../../rules/types';
import { ListOrder, orderSql, PAGE_COLUMNS } from './page';
import { BigInteger } from './values';

/** A change on a page with its first release, if it has been released. */
export interface ChangeRow {
  source: string;
  id: string;
  /** The entity that the change names. */
  entity_id: number | null;
  repository: string | null;
  commit_sha: string | null;
  first_commit_at: BigInteger;
  opened_at: BigInteger | null;
  first_review_at: BigInteger | null;
  approved_at: BigInteger | null;
  merged_at: BigInteger | null;
  url: string | null;
  title: string | null;
  labels: string | null;
  size: BigInteger | null;
  subject: string | null;
  exclusion: ChangeExclusion | null;
  lead_time: BigInteger | null;
  coding: BigInteger | null;
  pickup: BigInteger | null;
  review: BigInteger | null;
  deploy: BigInteger | null;
  release_public_id: string | null;
  release_entity_id: number | null;
  release_version: string | null;
  release_time: BigInteger | null;
  release_kind: ReleaseKind | null;
  /** If unreleased: the next release of its entity except rollbacks, and whether its entity has any release. */
  next_version: string | null;
  next_time: BigInteger | null;
  next_changes_from: 'listed' | 'inferred' | 'none' | null;
  entity_released: BigInteger | boolean | null;
}

/** When a change joined its component, as SQL over `changes as c`. */
const JOINED_AT = 'coalesce(c.merged_at, c.first_commit_at)';

/**
 * Reads the details of the changes on a page, in its order.
 *
 * @param page - selects `change_pk`, `release_id` and the columns of {@link orderSql}
 */
export async function findChangeDetails(
  knex: Knex,
  page: Knex.QueryBuilder,
  order: ListOrder,
): Promise<ChangeRow[]> {
  const releasesOfEntity = knex('releases as n').whereRaw(
    'n.entity_id = c.entity_id and page.release_id is null',
  );
  const next = releasesOfEntity
    .clone()
    .whereRaw(`n.time >= ${JOINED_AT}`)
    .whereNot('n.kind', 'rollback')
    .orderBy([{ column: 'n.time' }, { column: 'n.id' }])
    .limit(1)
    .select('n.id');
  const exists = knex.raw('exists ?', [
    releasesOfEntity.clone().select(knex.raw('1')),
  ]);
  return knex
    .from(page.as('page'))
    .join('changes as c', 'c.pk', 'page.change_pk')
    .leftJoin('releases as r', 'r.id', 'page.release_id')
    .leftJoin('release_changes as rc', join =>
      join
        .on('rc.release_id', 'page.release_id')
        .on('rc.change_pk', 'page.change_pk'),
    )
    .leftJoin('releases as x', knex.raw('x.id = ?', [next]))
    .orderByRaw(orderSql(order, PAGE_COLUMNS))
    .select(
      'c.*',
      'rc.exclusion',
      'rc.lead_time',
      'rc.coding',
      'rc.pickup',
      'rc.review',
      'rc.deploy',
      'r.public_id as release_public_id',
      'r.entity_id as release_entity_id',
      'r.version as release_version',
      'r.time as release_time',
      'r.kind as release_kind',
      'x.version as next_version',
      'x.time as next_time',
      'x.changes_from as next_changes_from',
      knex.raw('? as entity_released', [exists]),
    );
}
