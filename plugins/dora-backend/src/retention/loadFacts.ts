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
import { retentionTimeOf } from '../intake/kinds/factStorage';
import { ComponentFacts } from '../rules/component';
import { Named } from '../rules/names';
import { ChangeFact, DeploymentFact } from '../rules/types';

type BigInteger = string | number;

const DEPLOYED_AT = retentionTimeOf('deployments', 'd');

const optional = <T>(value: T | null): T | undefined => value ?? undefined;
const optionalTime = (value: BigInteger | null): number | undefined =>
  value === null ? undefined : Number(value);

interface DeploymentRow {
  pk: BigInteger;
  source: string;
  id: string;
  environment: string;
  status: string;
  workspace: string;
  finished_at: BigInteger | null;
  version: string | null;
  commit_sha: string | null;
  digest: string | null;
  kind: string | null;
  changes: string | null;
}

function toDeployment(row: DeploymentRow): DeploymentFact {
  return {
    pk: Number(row.pk),
    source: row.source,
    id: row.id,
    environment: row.environment,
    status: row.status,
    workspace: row.workspace,
    finishedAt: optionalTime(row.finished_at),
    version: optional(row.version),
    commitSha: optional(row.commit_sha),
    digest: optional(row.digest),
    kind: optional(row.kind),
    changes: row.changes
      ? (JSON.parse(row.changes) as [string, string][]).map(([source, id]) => ({
          source,
          id,
        }))
      : undefined,
  };
}

interface ChangeRow {
  pk: BigInteger;
  entity_id: number | null;
  source: string;
  id: string;
  first_commit_at: BigInteger;
  opened_at: BigInteger | null;
  first_review_at: BigInteger | null;
  merged_at: BigInteger | null;
  title: string | null;
  labels: string | null;
}

function toChange(row: ChangeRow, entityId: number): ChangeFact {
  return {
    pk: Number(row.pk),
    source: row.source,
    id: row.id,
    ofComponent: row.entity_id === entityId,
    firstCommitAt: Number(row.first_commit_at),
    openedAt: optionalTime(row.opened_at),
    firstReviewAt: optionalTime(row.first_review_at),
    mergedAt: optionalTime(row.merged_at),
    title: optional(row.title),
    labels: row.labels ? JSON.parse(row.labels) : undefined,
  };
}

/** Loads the facts that the releases of a component (`entities.id`) are derived from. */
export async function loadFacts(
  tx: Knex.Transaction,
  entityId: number,
): Promise<ComponentFacts> {
  const deployments: DeploymentRow[] = await tx('deployments')
    .where({ entity_id: entityId })
    .whereNot('status', 'in_progress')
    .whereNotNull('finished_at')
    .select(
      ...['pk', 'source', 'id', 'environment', 'status', 'workspace'],
      ...['finished_at', 'version', 'commit_sha', 'digest', 'kind', 'changes'],
    );
  const artifacts: Pick<DeploymentRow, 'version' | 'commit_sha' | 'digest'>[] =
    await tx('artifacts')
      .where({ entity_id: entityId })
      .select('version', 'commit_sha', 'digest');
  const listed = tx('deployments as d')
    .join('deployment_changes as l', 'l.deployment_pk', 'd.pk')
    .join('changes as c', join =>
      join.on('c.source', 'l.change_source').on('c.id', 'l.change_id'),
    )
    .where('d.entity_id', entityId)
    .select('c.pk');
  const changes: ChangeRow[] = await tx('changes')
    .where('entity_id', entityId)
    .orWhereIn('pk', listed)
    .select(
      ...['pk', 'entity_id', 'source', 'id', 'first_commit_at', 'opened_at'],
      ...['first_review_at', 'merged_at', 'title', 'labels'],
    );
  return {
    deployments: deployments.map(toDeployment),
    artifacts: artifacts.map(
      (row): Named => ({
        version: optional(row.version),
        commitSha: optional(row.commit_sha),
        digest: optional(row.digest),
      }),
    ),
    changes: changes.map(row => toChange(row, entityId)),
  };
}

/**
 * The deployments of a component that are needed elsewhere: those named by
 * corrections, those to which incidents since a time are attributed, the
 * newest, and the newest that lists a known change, so that the component stays
 * connected.
 */
export async function loadNamed(
  tx: Knex.Transaction,
  entityId: number,
  since: number,
): Promise<Set<number>> {
  const ofComponent = () =>
    tx('deployments as d').where({ entity_id: entityId });
  const corrected = ofComponent()
    .join('corrections as c', join =>
      join.on('c.deployment_source', 'd.source').on('c.deployment_id', 'd.id'),
    )
    .select('d.pk');
  const blamed = tx('release_reasons as r')
    .join('incidents as i', 'i.pk', 'r.incident_pk')
    .where('r.entity_id', entityId)
    .where('i.started_at', '>=', since)
    .select('r.release_id as pk');
  const rows: { pk: BigInteger }[] = await corrected.union([blamed]);
  const newest = await ofComponent()
    .orderByRaw(`${DEPLOYED_AT} desc`)
    .first('d.pk');
  const listing = await ofComponent()
    .whereRaw(`d.changes <> '[]'`)
    .whereExists(
      tx('deployment_changes as l')
        .join('changes as c', join =>
          join.on('c.source', 'l.change_source').on('c.id', 'l.change_id'),
        )
        .whereRaw('l.deployment_pk = d.pk')
        .select(tx.raw('1')),
    )
    .orderByRaw(`${DEPLOYED_AT} desc`)
    .first('d.pk');
  return new Set(
    [...rows, newest, listing].flatMap(row => (row ? [Number(row.pk)] : [])),
  );
}
