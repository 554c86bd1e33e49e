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
  Release,
  ReleasesResult,
} from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { Hierarchy } from '../catalog/types';
import { idsIn } from '../database/sql';
import { ChangeExclusion, Rules } from '../derive/types';
import { describeExclusion } from './changeExclusions';
import { correctionsOfReleases } from './corrections';
import { describeReason, loadReasons, ReasonRow } from './reasons';
import { ReleasesQuery } from './types';
import {
  BigInteger,
  groupBy,
  isoTime,
  isoTimeOrNull,
  optional,
  secondsOrNull,
} from './values';

interface ReleaseRow {
  id: BigInteger;
  entity_id: number;
  version: string | null;
  time: BigInteger;
  kind: Release['kind'];
  last_rollout_at: BigInteger;
  changes_from: NonNullable<Release['changesFrom']>;
  failed: boolean | number;
  recovered_at: BigInteger | null;
}

interface RolloutRow {
  release_id: BigInteger;
  workspace: string;
  time: BigInteger;
  source: string;
  id: string;
  title: string | null;
  url: string | null;
  replaced: string | null;
}

interface CarriedRow {
  release_id: BigInteger;
  source: string;
  id: string;
  title: string | null;
  url: string | null;
  first: boolean | number;
  lead_time: BigInteger | null;
  exclusion: ChangeExclusion | null;
}

interface IncidentRow {
  pk: BigInteger;
  source: string;
  id: string;
  entity_id: number;
  title: string | null;
  url: string | null;
  started_at: BigInteger;
  resolved_at: BigInteger | null;
}

/** All that stands behind some releases, each by the release. */
interface Details {
  rollouts: Map<number, RolloutRow[]>;
  changes: Map<number, CarriedRow[]>;
  reasons: Map<number, ReasonRow[]>;
  incidents: Map<number, IncidentRow>;
  corrections: Map<number, Correction[]>;
}

async function loadDetails(knex: Knex, ids: number[]): Promise<Details> {
  const rollouts: RolloutRow[] = await knex('rollouts as r')
    .join('deployments as d', 'd.pk', 'r.deployment_pk')
    .leftJoin('releases as p', 'p.id', 'r.replaced_release_id')
    .where(idsIn(knex, 'r.release_id', ids))
    .orderBy(['r.time', 'd.source', 'd.id'])
    .select(
      'r.release_id',
      'r.workspace',
      'r.time',
      'd.source',
      'd.id',
      'd.title',
      'd.url',
      'p.version as replaced',
    );
  const changes: CarriedRow[] = await knex('release_changes as r')
    .join('changes as c', 'c.pk', 'r.change_pk')
    .where(idsIn(knex, 'r.release_id', ids))
    .orderBy(['c.first_commit_at', 'c.source', 'c.id'])
    .select(
      'r.release_id',
      'c.source',
      'c.id',
      'c.title',
      'c.url',
      'r.first',
      'r.lead_time',
      'r.exclusion',
    );
  const reasons = await loadReasons(knex, ids);
  const incidents: IncidentRow[] = await knex('incidents')
    .where(
      idsIn(
        knex,
        'pk',
        reasons.flatMap(r => (r.incident_pk === null ? [] : +r.incident_pk)),
      ),
    )
    .select(
      'pk',
      'source',
      'id',
      'entity_id',
      'title',
      'url',
      'started_at',
      'resolved_at',
    );
  const byRelease = <TRow extends { release_id: BigInteger }>(rows: TRow[]) =>
    groupBy(rows, row => Number(row.release_id));
  return {
    rollouts: byRelease(rollouts),
    changes: byRelease(changes),
    reasons: byRelease(reasons),
    incidents: new Map(incidents.map(row => [Number(row.pk), row])),
    corrections: await correctionsOfReleases(knex, ids),
  };
}

function toRelease(
  row: ReleaseRow,
  details: Details,
  hierarchy: Hierarchy,
  rules: Rules,
  now: number,
): Release {
  const id = Number(row.id);
  const rollouts = details.rollouts.get(id) ?? [];
  const reasons = details.reasons.get(id) ?? [];
  const corrections = details.corrections.get(id) ?? [];
  const subject = {
    time: Number(row.time),
    rollouts: rollouts.map(({ time, workspace }) => ({
      time: Number(time),
      workspace,
    })),
    corrections,
  };
  const readable = (entityId: number | null) =>
    entityId !== null && hierarchy.getById(entityId) !== undefined;

  return {
    id: String(id),
    entityRef: hierarchy.getById(row.entity_id)!.ref,
    version: row.version,
    time: isoTime(row.time),
    rollouts: rollouts.map(rollout => ({
      workspace: rollout.workspace,
      time: isoTime(rollout.time),
      deployment: { source: rollout.source, id: rollout.id },
      replaced: optional(rollout.replaced),
      title: optional(rollout.title),
      url: optional(rollout.url),
    })),
    changes: (details.changes.get(id) ?? []).map(change => ({
      source: change.source,
      id: change.id,
      title: optional(change.title),
      url: optional(change.url),
      first: Boolean(change.first),
      leadTime: secondsOrNull(change.lead_time),
      exclusion: change.exclusion && describeExclusion(change.exclusion, rules),
    })),
    changesFrom: row.changes_from,
    kind: row.kind,
    failed: Boolean(row.failed),
    reasons: reasons.map(reason =>
      describeReason(reason, subject, rules, readable(reason.entity_id)),
    ),
    incidents: reasons.flatMap(({ incident_pk: pk }) => {
      const incident = details.incidents.get(Number(pk));
      return incident && readable(incident.entity_id)
        ? {
            source: incident.source,
            id: incident.id,
            entityRef: hierarchy.getById(incident.entity_id)!.ref,
            title: optional(incident.title),
            url: optional(incident.url),
            startedAt: isoTime(incident.started_at),
            resolvedAt: isoTimeOrNull(incident.resolved_at),
          }
        : [];
    }),
    recoveredAt: isoTimeOrNull(row.recovered_at),
    maturing: Number(row.last_rollout_at) + rules.incidentWindow > now,
    counted: true,
    exclusion: null,
    corrections,
  };
}

/** One page of the releases that count in a window, newest first. */
export async function listReleases(
  knex: Knex,
  query: ReleasesQuery,
  rules: Rules,
  now: number,
): Promise<ReleasesResult> {
  const { hierarchy, window, only } = query;
  const inScope = knex('releases')
    .where(idsIn(knex, 'entity_id', hierarchy.idsUnder(query.entityRef)))
    .where('day', '>=', window.fromDay)
    .where('day', '<', window.toDay)
    .modify(filtered => {
      if (only === 'failed') {
        filtered.where('failed', true);
      } else if (only === 'rework') {
        filtered.whereIn('kind', ['rollback', 'hotfix']);
      }
    });
  const total = await inScope.clone().count('* as count').first();
  const rows: ReleaseRow[] = await inScope
    .clone()
    .orderBy([
      { column: 'time', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(query.limit)
    .offset(query.offset)
    .select(
      'id',
      'entity_id',
      'version',
      'time',
      'kind',
      'last_rollout_at',
      'changes_from',
      'failed',
      'recovered_at',
    );
  const details = await loadDetails(
    knex,
    rows.map(({ id }) => Number(id)),
  );
  const { from, to, days, timezone } = window;
  return {
    window: { from, to, days, timezone },
    totalItems: Number(total?.count ?? 0),
    items: rows.map(row => toRelease(row, details, hierarchy, rules, now)),
  };
}
