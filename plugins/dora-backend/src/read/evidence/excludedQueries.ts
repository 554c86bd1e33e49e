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
import { idsIn, jsonRows } from '../../database/sql';
import { timesOf } from '../Window';
import { EvidenceScope } from './EvidenceScope';
import { ListOrder, orderSql } from './page';
import { countByTime, findPlaces, TimedPart } from './pageTimes';
import { Condition } from './releasesInWindow';
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
  digest: string | null;
  kind: DeploymentKind | null;
  url: string | null;
  title: string | null;
  subject: string | null;
}

/** When a deployment that has not finished began, as far as it is known. */
const STARTED_AT = 'coalesce(d.started_at, d.received_at)';

/** The condition that the version, the title or the component of a deployment (`d`) contains a text, if one is asked for. */
const isNamed =
  (knex: Knex, scope: EvidenceScope, text: string | undefined): Condition =>
  query => {
    if (text) {
      const shown = ['coalesce(d.version, d.commit_sha, d.digest)', 'd.title'];
      query
        .where(
          // As an expression it is looked at only in rows that were found otherwise.
          idsIn(knex, knex.raw('(d.entity_id + 0)'), scope.idsNamed(text)),
        )
        .orWhere(containsText(knex, shown, text));
    }
  };

/**
 * The condition that a deployment (`d`) is part of no release.
 *
 * @param rolledOut - which rollouts (`ro`) have to be looked at
 */
const isExcluded =
  (knex: Knex, rolledOut: Condition = () => {}): Condition =>
  query => {
    query.whereNotExists(
      knex('rollouts as ro')
        .whereRaw('ro.deployment_pk = d.pk')
        .where(rolledOut)
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
  const within =
    (column: string): Condition =>
    query => {
      query.where(column, '>=', from).where(column, '<', to);
    };
  const deployments = knex('deployments as d')
    .where(idsIn(knex, 'd.entity_id', scope.ids))
    .where(isNamed(knex, scope, filter));
  const finished = deployments.clone().where(within('d.finished_at'));
  const ofFinished = { time: 'd.finished_at', entity: 'd.entity_id' };
  const running: TimedPart = {
    rows: deployments
      .clone()
      .whereNull('d.finished_at')
      .whereRaw(`${STARTED_AT} >= ? and ${STARTED_AT} < ?`, [from, to]),
    time: STARTED_AT,
    entity: 'd.entity_id',
    items,
  };
  // A rollout has the time at which its deployment finished, and its entity.
  if (filter) {
    const rows = finished.where(isExcluded(knex, within('ro.time')));
    return [running, { ...ofFinished, rows, items }];
  }
  // To count both takes no look at any row.
  return [
    running,
    { ...ofFinished, rows: finished, items },
    {
      rows: knex('rollouts as ro')
        .where(idsIn(knex, 'ro.entity_id', scope.ids))
        .where(within('ro.time')),
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
  // In this order, which SQLite keeps: from the places, which are of the scope, on to what is there.
  const atPlace = (time: string) =>
    knex
      .from(place)
      .joinRaw('cross join deployments as d')
      .whereRaw(`d.entity_id = g.entity_id and ${time} = g.time`)
      .where(isNamed(knex, scope, filter))
      .where(isExcluded(knex))
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
