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
import { idsIn, jsonRows } from '../database/sql';
import { timesOf } from '../metrics/Window';
import { EvidenceScope } from './EvidenceScope';
import { ListOrder, orderSql } from './page';
import { countByTime, findPlaces, TimedPart } from './pageTimes';
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

/** When a deployment that has not finished began, as far as it is known. */
const STARTED_AT = 'coalesce(d.started_at, d.received_at)';

/** The deployments of some entities that contain a text, if one is asked for. */
function deployments(
  knex: Knex,
  scope: EvidenceScope,
  filter: string | undefined,
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
    });
}

/** The condition that a deployment (`d`) is part of no release. */
const isExcluded = (knex: Knex) => (query: Knex.QueryBuilder) => {
  query.whereNotExists(
    knex('rollouts as ro')
      .whereRaw('ro.deployment_pk = d.pk')
      .select(knex.raw('1')),
  );
};

/** All of the list, to be counted. */
function partsOf(
  knex: Knex,
  scope: EvidenceScope,
  { window, filter }: ReleasesEvidenceQuery,
): TimedPart[] {
  const { from, to } = timesOf(window);
  const items = 'count(*)';
  const finished = deployments(knex, scope, filter)
    .where('d.finished_at', '>=', from)
    .where('d.finished_at', '<', to);
  const ofFinished = { time: 'd.finished_at', entity: 'd.entity_id' };
  const running: TimedPart = {
    rows: deployments(knex, scope, filter)
      .whereNull('d.finished_at')
      .whereRaw(`${STARTED_AT} >= ? and ${STARTED_AT} < ?`, [from, to]),
    time: STARTED_AT,
    entity: 'd.entity_id',
    items,
  };
  if (filter) {
    const rows = finished.where(isExcluded(knex));
    return [running, { ...ofFinished, rows, items }];
  }
  // A rollout has the time at which its deployment finished, and its entity. To count both takes no look at any row.
  return [
    running,
    { ...ofFinished, rows: finished, items },
    {
      rows: knex('rollouts as ro')
        .where(idsIn(knex, 'ro.entity_id', scope.ids))
        .where('ro.time', '>=', from)
        .where('ro.time', '<', to),
      time: 'ro.time',
      entity: 'ro.entity_id',
      items: '-count(*)',
    },
  ];
}

/**
 * A page of the deployments of a window that are part of no release, and how many there are in all. They have neither
 * changes nor a time to recover, so that all orders are by time.
 */
export async function findExcluded(
  knex: Knex,
  scope: EvidenceScope,
  query: ReleasesEvidenceQuery,
): Promise<{ totalItems: number; rows: ExcludedRow[] }> {
  const { window, filter, limit, offset } = query;
  const order: ListOrder = { by: 'time', order: query.order ?? 'desc' };
  const parts = partsOf(knex, scope, query);
  const counts = await countByTime(knex, parts, window);
  const { totalItems } = counts;
  if (offset >= totalItems || limit === 0) {
    return { totalItems, rows: [] };
  }
  const page = await findPlaces(knex, parts, counts, order.order, query);
  const place = jsonRows(
    knex,
    'g',
    { entity_id: 'integer', time: 'bigint' },
    page.places.map(({ entityId, time }) => [entityId!, time]),
  );
  const atPlace = (time: string) =>
    deployments(knex, scope, filter)
      .join(place, 'g.entity_id', 'd.entity_id')
      .where(isExcluded(knex))
      .whereRaw(`${time} = g.time`)
      .select('d.*', 'g.time as time');
  const rows: ExcludedRow[] = await knex
    .from(
      knex
        .unionAll([
          atPlace('d.finished_at'),
          atPlace(STARTED_AT).whereNull('d.finished_at'),
        ])
        .as('d'),
    )
    .join('entities as e', 'e.id', 'd.entity_id')
    .orderByRaw(
      orderSql(order, {
        time: 'd.time',
        value: 'd.time',
        ref: 'e.ref',
        source: 'd.source',
        id: 'd.id',
      }),
    )
    .limit(limit)
    .offset(page.offset)
    .select('d.*');
  return { totalItems, rows };
}
