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
import { DeploymentExclusion } from '../../rules/releases';
import { ReleaseKind } from '../../rules/types';
import { timesOf } from '../Window';
import { EvidenceScope } from './EvidenceScope';
import { ListOrder, orderSql } from './page';
import { countByTime, findPlaces, TimedPart } from './pageTimes';
import { Condition } from './releasesInWindow';
import { containsText } from './textFilter';
import { ReleasesEvidenceQuery } from './types';
import { BigInteger } from './values';

/** A deployment that is not a rollout. */
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
  /** Null if it is in progress or not derived yet */
  exclusion: DeploymentExclusion | null;
  echo: boolean | number | null;
  /** The release that it reports */
  release_id: BigInteger | null;
  reported_id: string | null;
  reported_kind: ReleaseKind | null;
  reported_version: string | null;
  reported_time: BigInteger | null;
  /** The release that was current in its workspace at the time */
  current_release_id: BigInteger | null;
}

/** The start of an unfinished deployment, or its arrival if that is unknown. */
const STARTED_AT = 'coalesce(d.started_at, d.received_at)';

/** Condition: the version, the title or the component of a deployment (`d`) contains a text; true without a text. */
const isNamed =
  (knex: Knex, scope: EvidenceScope, text: string | undefined): Condition =>
  query => {
    if (text) {
      const shown = ['coalesce(d.version, d.commit_sha, d.digest)', 'd.title'];
      query
        .where(
          // The expression keeps the index of entities from being used: it only filters rows found otherwise.
          idsIn(knex, knex.raw('(d.entity_id + 0)'), scope.idsNamed(text)),
        )
        .orWhere(containsText(knex, shown, text));
    }
  };

/** All parts of the list, for counting. */
function partsOf(
  knex: Knex,
  scope: EvidenceScope,
  { window, filter }: ReleasesEvidenceQuery,
): TimedPart[] {
  const { from, to } = timesOf(window);
  const items = 'count(*)';
  const finished = knex('excluded_deployments as x')
    .where(idsIn(knex, 'x.entity_id', scope.ids))
    .where('x.time', '>=', from)
    .where('x.time', '<', to);
  if (filter) {
    finished
      .join('deployments as d', 'd.pk', 'x.deployment_pk')
      .where(isNamed(knex, scope, filter));
  }
  return [
    {
      rows: knex('deployments as d')
        .where(idsIn(knex, 'd.entity_id', scope.ids))
        .whereNull('d.finished_at')
        .whereRaw(`${STARTED_AT} >= ? and ${STARTED_AT} < ?`, [from, to])
        .where(isNamed(knex, scope, filter)),
      time: STARTED_AT,
      entity: 'd.entity_id',
      items,
    },
    { rows: finished, time: 'x.time', entity: 'x.entity_id', items },
  ];
}

/**
 * A page of the deployments in a window that are not rollouts, and their total number. They have neither changes nor a
 * time to recover, so every order is by time.
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
  // SQLite keeps this order of joins: from places, which are in the scope, to their rows.
  const finished = knex
    .from(place)
    .joinRaw('cross join excluded_deployments as x')
    .joinRaw('cross join deployments as d')
    .whereRaw(
      'x.entity_id = g.entity_id and x.time = g.time and d.pk = x.deployment_pk',
    )
    .where(isNamed(knex, scope, filter))
    .select('d.*', 'g.time', 'x.exclusion', 'x.echo', 'x.release_id');
  const running = knex
    .from(place)
    .joinRaw('cross join deployments as d')
    .whereRaw(`d.entity_id = g.entity_id and ${STARTED_AT} = g.time`)
    .whereNull('d.finished_at')
    .where(isNamed(knex, scope, filter))
    .select(
      'd.*',
      'g.time',
      knex.raw('cast(null as text) as exclusion'),
      knex.raw('cast(null as boolean) as echo'),
      knex.raw('cast(null as bigint) as release_id'),
    );
  const rows: ExcludedRow[] = await knex
    .from(knex.unionAll([finished, running]).as('d'))
    .join('entities as e', 'e.id', 'd.entity_id')
    .leftJoin('releases as r', 'r.id', 'd.release_id')
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
    .select(
      'd.*',
      'r.public_id as reported_id',
      'r.version as reported_version',
      'r.time as reported_time',
      'r.kind as reported_kind',
      knex.raw(
        `case when d.exclusion = 'config-only' then
          (select ro.release_id from rollouts as ro
           join deployments as o on o.pk = ro.deployment_pk
           where ro.entity_id = d.entity_id and ro.workspace = d.workspace
             and (ro.time < d.finished_at or (ro.time = d.finished_at
               and (o.source < d.source or (o.source = d.source and o.id < d.id))))
           order by ro.time desc, o.source desc, o.id desc limit 1)
         end as current_release_id`,
      ),
    );
  return { totalItems, rows };
}
