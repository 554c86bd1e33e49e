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
import { ChangeExclusion } from '../../rules/types';
import { BigInteger } from './values';

/** What is needed to explain why a change does not count. */
export interface ChangeFacts {
  /** The entity that the change names. */
  entity_id: number | null;
  title: string | null;
  labels: string | null;
  first_commit_at: BigInteger;
  opened_at: BigInteger | null;
  merged_at: BigInteger | null;
}

export interface CarriedRow extends ChangeFacts {
  release_id: BigInteger;
  source: string;
  id: string;
  url: string | null;
  first: boolean | number;
  exclusion: ChangeExclusion | null;
  lead_time: BigInteger | null;
  /** The first release that carried it, if it is another one. */
  first_version: string | null;
  first_time: BigInteger | null;
}

/** The changes that some releases carry, oldest first. */
export async function findCarried(
  knex: Knex,
  releaseIds: number[],
): Promise<CarriedRow[]> {
  return knex('release_changes as rc')
    .join('changes as c', 'c.pk', 'rc.change_pk')
    .leftJoin('release_changes as fc', join =>
      join
        .on('fc.change_pk', 'rc.change_pk')
        .on('fc.entity_id', 'rc.entity_id')
        .andOnVal('fc.first', true)
        .andOnVal('rc.first', false),
    )
    .leftJoin('releases as f', 'f.id', 'fc.release_id')
    .where(idsIn(knex, 'rc.release_id', releaseIds))
    .orderBy(['c.first_commit_at', 'c.source', 'c.id'])
    .select(
      'rc.release_id',
      'rc.first',
      'rc.exclusion',
      'rc.lead_time',
      'c.source',
      'c.id',
      'c.entity_id',
      'c.title',
      'c.url',
      'c.labels',
      'c.first_commit_at',
      'c.opened_at',
      'c.merged_at',
      'f.version as first_version',
      'f.time as first_time',
    );
}
