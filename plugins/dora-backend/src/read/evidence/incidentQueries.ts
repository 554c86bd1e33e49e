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
import { compareText } from '../../rules/order';
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
  /** Entity of the incident that it names as the same; null when unknown */
  same_as_entity_id: number | null;
  url: string | null;
  subject: string | null;
  restore: BigInteger | null;
  link: IncidentLink['link'];
  /** The incident that it is a duplicate of */
  same_as_pk: BigInteger | null;
}

type CauseRow = Pick<
  IncidentRow,
  | 'cause_deployment_source'
  | 'cause_deployment_id'
  | 'cause_commit_sha'
  | 'cause_version'
>;

/** An incident that reports the same outage as the one that is kept. */
export interface DuplicateRow extends CauseRow {
  stays_pk: BigInteger;
  source: string;
  id: string;
  entity_id: number;
}

const hasCause = (row: CauseRow) =>
  row.cause_deployment_id !== null ||
  row.cause_commit_sha !== null ||
  row.cause_version !== null;

/** The duplicates of some incidents, by source, then id. */
export async function findDuplicates(
  knex: Knex,
  incidentPks: number[],
): Promise<DuplicateRow[]> {
  const rows: DuplicateRow[] = await knex('incident_links as l')
    .join('incidents as i', 'i.pk', 'l.incident_pk')
    .where(idsIn(knex, 'l.same_as_pk', incidentPks))
    .select(
      'l.same_as_pk as stays_pk',
      'i.source',
      'i.id',
      'i.entity_id',
      'i.cause_deployment_source',
      'i.cause_deployment_id',
      'i.cause_commit_sha',
      'i.cause_version',
    );
  return rows.sort(
    (a, b) => compareText(a.source, b.source) || compareText(a.id, b.id),
  );
}

/**
 * Adds the cause that the first of its duplicates names to an incident that names none itself.
 *
 * @param duplicates - of the incident, by source, then id
 * @returns the incident, and whether the reader may see the one that names the cause
 */
export function withCause<T extends CauseRow>(
  incident: T,
  duplicates: DuplicateRow[],
  scope: EvidenceScope,
): T & { causeIsReadable: boolean } {
  const duplicate = hasCause(incident) ? undefined : duplicates.find(hasCause);
  if (!duplicate) {
    return { ...incident, causeIsReadable: true };
  }
  return {
    ...incident,
    cause_deployment_source: duplicate.cause_deployment_source,
    cause_deployment_id: duplicate.cause_deployment_id,
    cause_commit_sha: duplicate.cause_commit_sha,
    cause_version: duplicate.cause_version,
    causeIsReadable: scope.canRead(duplicate.entity_id),
  };
}

/** Some incidents, by `pk`. */
export async function findIdentities(
  knex: Knex,
  pks: number[],
): Promise<Map<number, { source: string; id: string; entity_id: number }>> {
  const rows: {
    pk: BigInteger;
    source: string;
    id: string;
    entity_id: number;
  }[] = await knex('incidents')
    .where(idsIn(knex, 'pk', pks))
    .select('pk', 'source', 'id', 'entity_id');
  return new Map(rows.map(row => [Number(row.pk), row]));
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
  /** Its last rollout before the incident. */
  rollout_time: BigInteger | null;
  rollout_workspace: string | null;
}

/** Links of incidents that do not count. */
const NOT_COUNTED: IncidentLink['link'][] = ['duplicate', 'severity'];

/** A page of the incidents in a window, and their total number. */
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
    if (only === 'excluded') {
      incidents.whereIn('l.link', NOT_COUNTED);
    } else if (only !== undefined) {
      incidents.whereNotIn('l.link', NOT_COUNTED);
    }
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
      'l.same_as_pk',
      'l.resolved_at',
      'l.acknowledged_at',
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
