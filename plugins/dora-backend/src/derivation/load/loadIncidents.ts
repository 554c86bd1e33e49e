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
import { factTime } from '../../database/InvalidValueError';
import { idsIn } from '../../database/sql';
import { LinkCorrection } from '../../rules/incidents';
import { identityKey } from '../../rules/order';
import { FactIdentity, IncidentFact } from '../../rules/types';

/** An incident with what a link needs besides the releases under its entity. */
export interface LinkableIncident {
  fact: IncidentFact;
  entityId: number;
  /** Oldest first. */
  corrections: LinkCorrection[];
}

interface IncidentRow {
  pk: string | number;
  source: string;
  id: string;
  entity_id: number;
  kind: string;
  started_at: string | number;
  resolved_at: string | number | null;
  cause_deployment_source: string | null;
  cause_deployment_id: string | null;
  cause_commit_sha: string | null;
  cause_version: string | null;
}

function toCause(row: IncidentRow): IncidentFact['cause'] {
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

const toFact = (row: IncidentRow): IncidentFact => ({
  pk: Number(row.pk),
  source: row.source,
  id: row.id,
  entityKind: row.kind,
  startedAt: factTime(row.started_at, 'incidents.started_at'),
  resolvedAt:
    row.resolved_at === null
      ? undefined
      : factTime(row.resolved_at, 'incidents.resolved_at'),
  cause: toCause(row),
});

/**
 * Reads incidents and the corrections of their links.
 *
 * @param failures - why some of them cannot be read, by `incidents.pk`; is added to
 */
export async function loadIncidents(
  tx: Knex.Transaction,
  incidentPks: number[],
  failures: Map<number, unknown>,
): Promise<LinkableIncident[]> {
  const rows: IncidentRow[] = await tx('incidents as i')
    .join('entities as e', 'e.id', 'i.entity_id')
    .where(idsIn(tx, 'i.pk', incidentPks))
    .select(
      'i.pk',
      'i.source',
      'i.id',
      'i.entity_id',
      'e.kind',
      'i.started_at',
      'i.resolved_at',
      'i.cause_deployment_source',
      'i.cause_deployment_id',
      'i.cause_commit_sha',
      'i.cause_version',
    );
  const corrections: {
    pk: string | number;
    action: LinkCorrection['action'];
    release_id: string | number;
  }[] = await tx('incidents as i')
    .join('corrections as c', join =>
      join.on('c.incident_source', 'i.source').on('c.incident_id', 'i.id'),
    )
    .join('deployments as d', join =>
      join.on('d.source', 'c.deployment_source').on('d.id', 'c.deployment_id'),
    )
    .join('rollouts as r', 'r.deployment_pk', 'd.pk')
    .where(idsIn(tx, 'i.pk', incidentPks))
    .whereIn('c.action', ['attach', 'detach'])
    .orderBy(['c.at', 'c.id'])
    .select('i.pk', 'c.action', 'r.release_id');

  return rows.flatMap(row => {
    try {
      return {
        entityId: row.entity_id,
        fact: toFact(row),
        corrections: corrections
          .filter(({ pk }) => Number(pk) === Number(row.pk))
          .map(({ action, release_id: id }) => ({
            action,
            releaseId: Number(id),
          })),
      };
    } catch (error) {
      failures.set(Number(row.pk), error);
      return [];
    }
  });
}

/** Finds the releases of the deployments that incidents name, wherever these are. */
export async function loadNamedReleases(
  tx: Knex.Transaction,
  incidentPks: number[],
): Promise<(deployment: FactIdentity) => number | undefined> {
  const rows: { source: string; id: string; release_id: string | number }[] =
    await tx('incidents as i')
      .join('deployments as d', join =>
        join
          .on('d.source', 'i.cause_deployment_source')
          .on('d.id', 'i.cause_deployment_id'),
      )
      .join('rollouts as r', 'r.deployment_pk', 'd.pk')
      .where(idsIn(tx, 'i.pk', incidentPks))
      .select('d.source', 'd.id', 'r.release_id');
  const found = new Map(
    rows.map(row => [identityKey(row), Number(row.release_id)]),
  );
  return deployment => found.get(identityKey(deployment));
}
