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
import { mergeDuplicates } from '../../rules/duplicates';
import { LinkCorrection } from '../../rules/incidents';
import { identityKey } from '../../rules/order';
import { FactIdentity, IncidentFact } from '../../rules/types';
import {
  releaseOfDeployment,
  releasesOfDeployments,
} from '../../database/derivedRows';

/**
 * An incident that has no duplicate or is the one kept, with what linking needs besides the releases below its entity.
 */
export interface LinkableIncident {
  /** Completed with the data of its duplicates */
  fact: IncidentFact;
  entityId: number;
  /** Oldest first. */
  corrections: LinkCorrection[];
}

/** An incident that reports the same outage as another one. */
export interface DuplicateIncident {
  fact: IncidentFact;
  entityId: number;
  /** The incident that is kept, `incidents.pk` */
  sameAsPk: number;
}

/** Incidents, separated into kept ones and duplicates. */
export interface LoadedIncidents {
  staying: LinkableIncident[];
  duplicates: DuplicateIncident[];
}

interface IncidentRow {
  pk: string | number;
  source: string;
  id: string;
  entity_id: number;
  kind: string;
  mapped: boolean | number;
  started_at: string | number;
  acknowledged_at: string | number | null;
  resolved_at: string | number | null;
  severity: string | null;
  same_as_source: string | null;
  same_as_id: string | null;
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

function toFact(row: IncidentRow): IncidentFact {
  const time = (column: 'acknowledged_at' | 'resolved_at') => {
    const value = row[column];
    return value === null ? undefined : factTime(value, `incidents.${column}`);
  };
  return {
    pk: Number(row.pk),
    source: row.source,
    id: row.id,
    mapped: Boolean(row.mapped),
    entityKind: row.kind,
    startedAt: factTime(row.started_at, 'incidents.started_at'),
    acknowledgedAt: time('acknowledged_at'),
    resolvedAt: time('resolved_at'),
    severity: row.severity ?? undefined,
    sameAs:
      row.same_as_id === null
        ? undefined
        : { source: row.same_as_source!, id: row.same_as_id },
    cause: toCause(row),
  };
}

async function loadCorrections(
  tx: Knex.Transaction,
  incidentPks: number[],
): Promise<Map<number, LinkCorrection[]>> {
  const rows: {
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
    .join(releasesOfDeployments(tx), 'r.deployment_pk', 'd.pk')
    .where(idsIn(tx, 'i.pk', incidentPks))
    .whereIn('c.action', ['attach', 'detach'])
    .orderBy(['c.at', 'c.id'])
    .select('i.pk', 'c.action', 'r.release_id');
  const corrections = new Map<number, LinkCorrection[]>();
  for (const { pk, action, release_id: releaseId } of rows) {
    const own = corrections.get(Number(pk)) ?? [];
    corrections.set(Number(pk), own);
    own.push({ action, releaseId: Number(releaseId) });
  }
  return corrections;
}

/**
 * Reads incidents and the corrections of their links.
 *
 * @param incidentPks - including all incidents that report the same outages
 * @param failures - errors of incidents that cannot be read, by `incidents.pk`; added to
 */
export async function loadIncidents(
  tx: Knex.Transaction,
  incidentPks: number[],
  failures: Map<number, unknown>,
): Promise<LoadedIncidents> {
  const rows: IncidentRow[] = await tx('incidents as i')
    .join('entities as e', 'e.id', 'i.entity_id')
    .where(idsIn(tx, 'i.pk', incidentPks))
    .select('i.*', 'e.kind', 'e.in_catalog as mapped');
  const facts: IncidentFact[] = [];
  const entityIds = new Map<number, number>();
  for (const row of rows) {
    try {
      facts.push(toFact(row));
      entityIds.set(Number(row.pk), row.entity_id);
    } catch (error) {
      failures.set(Number(row.pk), error);
    }
  }
  const merged = mergeDuplicates(facts);
  const corrections = await loadCorrections(tx, incidentPks);
  const loaded: LoadedIncidents = { staying: [], duplicates: [] };
  for (const fact of facts) {
    const { pk } = fact;
    const entityId = entityIds.get(pk)!;
    const stays = merged.get(pk)!;
    if (stays.pk === pk) {
      loaded.staying.push({
        fact: stays,
        entityId,
        corrections: corrections.get(pk) ?? [],
      });
    } else {
      loaded.duplicates.push({ fact, entityId, sameAsPk: stays.pk });
    }
  }
  return loaded;
}

/**
 * Finds the releases of the deployments that incidents, or their duplicates, name as the cause, in any component.
 *
 * @param incidentPks - including all incidents that report the same outages
 */
export async function loadNamedReleases(
  tx: Knex.Transaction,
  incidentPks: number[],
): Promise<(deployment: FactIdentity) => number | undefined> {
  const rows: (FactIdentity & { release_id: string | number | null })[] =
    await tx('incidents as i')
      .join('deployments as d', join =>
        join
          .on('d.source', 'i.cause_deployment_source')
          .on('d.id', 'i.cause_deployment_id'),
      )
      .where(idsIn(tx, 'i.pk', incidentPks))
      .select('d.source', 'd.id', {
        release_id: releaseOfDeployment(tx, 'd.pk'),
      });
  const found = new Map(
    rows.map(row => [
      identityKey(row),
      row.release_id === null ? undefined : Number(row.release_id),
    ]),
  );
  return deployment => found.get(identityKey(deployment));
}
