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

import { IncidentKind } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { idsIn } from '../../database/sql';
import { IncidentLink } from '../../rules/incidents';
import { ReleaseKind } from '../../rules/types';
import { EvidenceScope } from './EvidenceScope';
import { countRows, orderOf, orderSql } from './page';
import { containsText } from './textFilter';
import { IncidentsEvidenceQuery } from './types';
import { BigInteger } from './values';

export interface IncidentRow {
  pk: BigInteger;
  source: string;
  id: string;
  entity_id: number;
  started_at: BigInteger;
  acknowledged_at: BigInteger | null;
  resolved_at: BigInteger | null;
  title: string | null;
  severity: string | null;
  kind: IncidentKind;
  cause_deployment_source: string | null;
  cause_deployment_id: string | null;
  cause_commit_sha: string | null;
  cause_version: string | null;
  same_as_source: string | null;
  same_as_id: string | null;
  /** What the incident is on that it names as the same; null where that is not known */
  same_as_entity_id: number | null;
  url: string | null;
  subject: string | null;
  restore: BigInteger | null;
  link: IncidentLink['link'];
}

/** A release that an incident is linked to. */
export interface LinkedReleaseRow {
  incident_pk: BigInteger;
  public_id: string;
  entity_id: number;
  entity_ref: string;
  version: string | null;
  time: BigInteger;
  kind: ReleaseKind;
  /** The last rollout of it before the incident. */
  rollout_time: BigInteger | null;
  rollout_workspace: string | null;
}

/** A page of the incidents of a window, and how many there are in all. */
export async function findIncidents(
  knex: Knex,
  scope: EvidenceScope,
  query: IncidentsEvidenceQuery,
): Promise<{ totalItems: number; rows: IncidentRow[] }> {
  const { window, only, filter, limit, offset } = query;
  const linked = ['caused', 'window', 'attached'];
  const wanted = (incidents: Knex.QueryBuilder) => {
    incidents
      .where(idsIn(knex, 'l.entity_id', scope.ids))
      .where('l.day', '>=', window.fromDay)
      .where('l.day', '<', window.toDay);
    if (only === 'open') {
      incidents.whereNull('l.restore');
    } else if (only === 'attributed') {
      incidents.whereIn('l.link', linked);
    } else if (only === 'unattributed') {
      incidents.whereNotIn('l.link', linked);
    }
    if (filter) {
      incidents
        .join('incidents as n', 'n.pk', 'l.incident_pk')
        .where(named =>
          named
            .where(idsIn(knex, 'l.entity_id', scope.idsNamed(filter)))
            .orWhere(
              containsText(knex, ['n.id', 'n.title', 'n.severity'], filter),
            ),
        );
    }
  };
  const totalItems = await countRows(
    knex('incident_links as l').modify(wanted),
  );
  if (offset >= totalItems || limit === 0) {
    return { totalItems, rows: [] };
  }
  const rows: IncidentRow[] = await knex('incident_links as l')
    .join('incidents as i', 'i.pk', 'l.incident_pk')
    .join('entities as e', 'e.id', 'l.entity_id')
    .modify(wanted)
    .orderByRaw(
      orderSql(orderOf(query, 'startedAt'), {
        time: 'i.started_at',
        value: 'l.restore',
        ref: 'e.ref',
        source: 'i.source',
        id: 'i.id',
      }),
    )
    .limit(limit)
    .offset(offset)
    .select(
      'i.*',
      'l.restore',
      'l.link',
      knex.raw(
        `(select o.entity_id from incidents as o
          where o.source = i.same_as_source and o.id = i.same_as_id) as same_as_entity_id`,
      ),
    );
  return { totalItems, rows };
}

/** The releases that some incidents are linked to, newest first. */
export async function findLinkedReleases(
  knex: Knex,
  incidentPks: number[],
): Promise<LinkedReleaseRow[]> {
  const before = knex('rollouts as b')
    .join('deployments as bd', 'bd.pk', 'b.deployment_pk')
    .whereRaw('b.release_id = r.id and b.time <= i.started_at')
    .orderBy([
      { column: 'b.time', order: 'desc' },
      { column: 'bd.source', order: 'desc' },
      { column: 'bd.id', order: 'desc' },
    ])
    .limit(1)
    .select('b.deployment_pk');
  return knex('release_reasons as rr')
    .join('incidents as i', 'i.pk', 'rr.incident_pk')
    .join('releases as r', 'r.id', 'rr.release_id')
    .join('entities as e', 'e.id', 'r.entity_id')
    .leftJoin('rollouts as ro', knex.raw('ro.deployment_pk = ?', [before]))
    .where(idsIn(knex, 'rr.incident_pk', incidentPks))
    .orderBy([{ column: 'r.time', order: 'desc' }, 'e.ref', 'r.id'])
    .select(
      'rr.incident_pk',
      'r.public_id',
      'r.entity_id',
      'e.ref as entity_ref',
      'r.version',
      'r.time',
      'r.kind',
      'ro.time as rollout_time',
      'ro.workspace as rollout_workspace',
    );
}
