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

import {
  DeploymentKind,
  DeploymentStatus,
} from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { idsIn } from '../database/sql';
import { timesOf } from '../metrics/Window';
import { EvidenceScope } from './EvidenceScope';
import { countRows, ListOrder, orderSql, PAGE_COLUMNS, pageOf } from './page';
import { containsText } from './textFilter';
import { ReleasesEvidenceQuery } from './types';
import { BigInteger } from './values';

/** A deployment that is part of no release. */
export interface ExcludedRow {
  pk: BigInteger;
  source: string;
  id: string;
  entity_id: number;
  environment: string;
  status: DeploymentStatus;
  workspace: string;
  started_at: BigInteger | null;
  finished_at: BigInteger | null;
  received_at: BigInteger;
  version: string | null;
  commit_sha: string | null;
  kind: DeploymentKind | null;
  url: string | null;
  title: string | null;
}

/**
 * The deployments of some entities that are part of no release.
 *
 * @param rolledOut - which rollouts (`ro`) have to be looked at
 */
function excluded(
  knex: Knex,
  scope: EvidenceScope,
  filter?: string,
  rolledOut: (rollouts: Knex.QueryBuilder) => void = () => {},
): Knex.QueryBuilder {
  return knex('deployments as d')
    .where(idsIn(knex, 'd.entity_id', scope.ids))
    .where(query => {
      if (filter) {
        query
          .where(idsIn(knex, 'd.entity_id', scope.idsNamed(filter)))
          .orWhere(
            containsText(
              knex,
              ['coalesce(d.version, d.commit_sha)', 'd.title'],
              filter,
            ),
          );
      }
    })
    .whereNotExists(
      knex('rollouts as ro')
        .whereRaw('ro.deployment_pk = d.pk')
        .where(rolledOut)
        .select(knex.raw('1')),
    );
}

const STARTED_AT = 'coalesce(d.started_at, d.received_at)';

/**
 * A page of the deployments of a window that are part of no release, and how many there are in all. They have neither
 * changes nor a time to recover, so that all orders are by time.
 */
export async function findExcluded(
  knex: Knex,
  scope: EvidenceScope,
  query: ReleasesEvidenceQuery,
): Promise<{ totalItems: number; rows: ExcludedRow[] }> {
  const { from, to } = timesOf(query.window);
  const order: ListOrder = { by: 'time', order: query.order ?? 'desc' };
  // Apart, so that each is found by the index of entities and times.
  const finished = excluded(knex, scope, query.filter, rollouts => {
    // A rollout has the time at which its deployment finished: those of all other times need not be gone through.
    rollouts.where('ro.time', '>=', from).where('ro.time', '<', to);
  })
    .where('d.finished_at', '>=', from)
    .where('d.finished_at', '<', to);
  const running = excluded(knex, scope, query.filter)
    .whereNull('d.finished_at')
    .whereRaw(`${STARTED_AT} >= ? and ${STARTED_AT} < ?`, [from, to]);
  const totalItems =
    (await countRows(finished.clone())) + (await countRows(running.clone()));
  if (query.offset >= totalItems || query.limit === 0) {
    return { totalItems, rows: [] };
  }
  const inOrder = (part: Knex.QueryBuilder, time: string) =>
    part
      .join('entities as e', 'e.id', 'd.entity_id')
      .select(
        'd.pk',
        knex.raw(`${time} as time`),
        'e.ref as ref',
        'd.source as source',
        'd.id as id',
      );
  const rows: ExcludedRow[] = await knex
    .from(
      pageOf(
        knex,
        [inOrder(finished, 'd.finished_at'), inOrder(running, STARTED_AT)],
        query,
        order,
      ).as('page'),
    )
    .join('deployments as d', 'd.pk', 'page.pk')
    .orderByRaw(orderSql(order, PAGE_COLUMNS))
    .select('d.*');
  return { totalItems, rows };
}
