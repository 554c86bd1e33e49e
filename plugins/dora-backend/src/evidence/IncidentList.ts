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
  Correction,
  IncidentItem,
  IncidentsResult,
} from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { Hierarchy } from '../catalog/types';
import { idsIn } from '../database/sql';
import { Rules } from '../derive/types';
import { correctionsOfIncidents } from './corrections';
import { incidentName } from './reasons';
import { IncidentsQuery } from './types';
import {
  BigInteger,
  groupBy,
  humanDuration,
  isoTime,
  isoTimeOrNull,
  optional,
  optionalIsoTime,
  secondsOrNull,
} from './values';

interface IncidentRow {
  pk: BigInteger;
  source: string;
  id: string;
  entity_id: number;
  title: string | null;
  severity: string | null;
  url: string | null;
  kind: IncidentItem['kind'];
  started_at: BigInteger;
  acknowledged_at: BigInteger | null;
  resolved_at: BigInteger | null;
  cause_deployment_source: string | null;
  cause_deployment_id: string | null;
  cause_commit_sha: string | null;
  cause_version: string | null;
  restore: BigInteger | null;
  link: 'caused' | 'window' | 'attached' | 'unattributed' | 'cause-unknown';
}

interface LinkedRow {
  incident_pk: BigInteger;
  id: BigInteger;
  entity_id: number;
  version: string | null;
  time: BigInteger;
  kind: IncidentItem['releases'][number]['kind'];
  /** Time of its last rollout before the incident */
  rollout_at: BigInteger | null;
}

function toCause(row: IncidentRow): IncidentItem['causedBy'] {
  if (row.cause_deployment_id !== null) {
    return {
      deployment: {
        source: row.cause_deployment_source!,
        id: row.cause_deployment_id,
      },
    };
  }
  if (row.cause_commit_sha !== null) {
    return { commitSha: row.cause_commit_sha };
  }
  return row.cause_version === null
    ? undefined
    : { version: row.cause_version };
}

function causeText(row: IncidentRow): string {
  if (row.cause_deployment_id !== null) {
    return `deployment ${row.cause_deployment_id} of ${row.cause_deployment_source}`;
  }
  return row.cause_commit_sha === null
    ? `version ${row.cause_version}`
    : `commit ${row.cause_commit_sha}`;
}

function describe(
  row: IncidentRow,
  releases: LinkedRow[],
  corrections: Correction[],
  hierarchy: Hierarchy,
  rules: Rules,
): string {
  const name = incidentName(row.kind, row.id);
  const entity = hierarchy.getById(row.entity_id)!;
  const window = humanDuration(rules.incidentWindow);
  const correction = corrections[corrections.length - 1];
  const corrected =
    correction && `${correction.by} on ${correction.at.slice(0, 10)}`;
  switch (row.link) {
    case 'attached':
      return `${name} was attached to a release by ${corrected}`;
    case 'caused':
      return `${name} names ${causeText(row)} as its cause`;
    case 'cause-unknown':
      return `unattributed: ${name} names ${causeText(
        row,
      )} as its cause, which no release of ${entity.title} matches (yet)`;
    case 'window': {
      const after = releases[0]?.rollout_at;
      return after
        ? `${name} started ${humanDuration(
            Number(row.started_at) - Number(after),
          )} after the latest rollout, within dora.rules.incidentWindow (${window})`
        : `${name} started within dora.rules.incidentWindow (${window}) after the latest rollout`;
    }
    default:
      if (correction?.action === 'detach') {
        return `unattributed: ${name} was detached from its release by ${corrected}`;
      }
      return ['component', 'system'].includes(entity.kind)
        ? `unattributed: ${name} started with no rollout of ${entity.title} within dora.rules.incidentWindow (${window}) before it`
        : `unattributed: ${name} is on a ${entity.kind}, where time alone proves nothing, and names no cause`;
  }
}

function toItem(
  row: IncidentRow,
  linked: LinkedRow[],
  corrections: Correction[],
  hierarchy: Hierarchy,
  rules: Rules,
): IncidentItem {
  const isLinked = ['caused', 'window', 'attached'].includes(row.link);
  return {
    source: row.source,
    id: row.id,
    entityRef: hierarchy.getById(row.entity_id)!.ref,
    title: optional(row.title),
    severity: optional(row.severity),
    url: optional(row.url),
    kind: row.kind,
    startedAt: isoTime(row.started_at),
    acknowledgedAt: optionalIsoTime(row.acknowledged_at),
    resolvedAt: isoTimeOrNull(row.resolved_at),
    timeToRestore: secondsOrNull(row.restore),
    causedBy: toCause(row),
    releases: linked.flatMap(release => {
      const entity = hierarchy.getById(release.entity_id);
      return entity
        ? {
            id: String(release.id),
            entityRef: entity.ref,
            version: release.version,
            time: isoTime(release.time),
            kind: release.kind,
          }
        : [];
    }),
    linkedBy: isLinked ? (row.link as IncidentItem['linkedBy']) : null,
    unattributed: !isLinked,
    sentence: describe(row, linked, corrections, hierarchy, rules),
    corrections,
  };
}

async function loadLinked(knex: Knex, pks: number[]): Promise<LinkedRow[]> {
  return knex('release_reasons as r')
    .join('releases as l', 'l.id', 'r.release_id')
    .join('incidents as i', 'i.pk', 'r.incident_pk')
    .where(idsIn(knex, 'r.incident_pk', pks))
    .orderBy([{ column: 'l.time', order: 'desc' }, { column: 'l.id' }])
    .select(
      'r.incident_pk',
      'l.id',
      'l.entity_id',
      'l.version',
      'l.time',
      'l.kind',
      knex('rollouts as o')
        .whereRaw('o.release_id = l.id and o.time <= i.started_at')
        .max('o.time')
        .as('rollout_at'),
    );
}

/** One page of the incidents that started in a window, newest first, each with how it was linked. */
export async function listIncidents(
  knex: Knex,
  query: IncidentsQuery,
  rules: Rules,
): Promise<IncidentsResult> {
  const { hierarchy, window, only } = query;
  const attributed = ['caused', 'window', 'attached'];
  const inScope = knex('incident_links as l')
    .join('incidents as i', 'i.pk', 'l.incident_pk')
    .where(idsIn(knex, 'l.entity_id', hierarchy.idsUnder(query.entityRef)))
    .where('l.day', '>=', window.fromDay)
    .where('l.day', '<', window.toDay)
    .modify(filtered => {
      if (only === 'open') {
        filtered.whereNull('l.restore');
      } else if (only === 'attributed') {
        filtered.whereIn('l.link', attributed);
      } else if (only === 'unattributed') {
        filtered.whereNotIn('l.link', attributed);
      }
    });
  const total = await inScope.clone().count('* as count').first();
  const rows: IncidentRow[] = await inScope
    .clone()
    .orderBy([
      { column: 'i.started_at', order: 'desc' },
      { column: 'i.pk', order: 'desc' },
    ])
    .limit(query.limit)
    .offset(query.offset)
    .select(
      'i.pk',
      'i.source',
      'i.id',
      'i.entity_id',
      'i.title',
      'i.severity',
      'i.url',
      'i.kind',
      'i.started_at',
      'i.acknowledged_at',
      'i.resolved_at',
      'i.cause_deployment_source',
      'i.cause_deployment_id',
      'i.cause_commit_sha',
      'i.cause_version',
      'l.restore',
      'l.link',
    );
  const pks = rows.map(({ pk }) => Number(pk));
  const linked = groupBy(await loadLinked(knex, pks), row =>
    Number(row.incident_pk),
  );
  const corrections = await correctionsOfIncidents(knex, pks);
  const { from, to, days, timezone } = window;
  return {
    window: { from, to, days, timezone },
    totalItems: Number(total?.count ?? 0),
    items: rows.map(row =>
      toItem(
        row,
        linked.get(Number(row.pk)) ?? [],
        corrections.get(Number(row.pk)) ?? [],
        hierarchy,
        rules,
      ),
    ),
  };
}
