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
import { idsIn } from '../database/sql';
import { ChangeFact, DeploymentFact } from '../derive/types';

/** The facts that the releases of one component are derived from. */
export interface ComponentFacts {
  entityId: number;
  deployments: DeploymentFact[];
  changes: ChangeFact[];
}

const optional = <T>(value: T | null): T | undefined => value ?? undefined;
const optionalTime = (value: string | number | null): number | undefined =>
  value === null ? undefined : Number(value);

interface DeploymentRow {
  pk: string | number;
  entity_id: number;
  source: string;
  id: string;
  environment: string;
  status: string;
  workspace: string;
  finished_at: string | number;
  version: string | null;
  commit_sha: string | null;
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
    finishedAt: Number(row.finished_at),
    version: optional(row.version),
    commitSha: optional(row.commit_sha),
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
  pk: string | number;
  entity_id: number | null;
  source: string;
  id: string;
  first_commit_at: string | number;
  opened_at: string | number | null;
  first_review_at: string | number | null;
  merged_at: string | number | null;
  title: string | null;
  labels: string | null;
}

function toChange(row: ChangeRow): Omit<ChangeFact, 'ofComponent'> {
  return {
    pk: Number(row.pk),
    source: row.source,
    id: row.id,
    firstCommitAt: Number(row.first_commit_at),
    openedAt: optionalTime(row.opened_at),
    firstReviewAt: optionalTime(row.first_review_at),
    mergedAt: optionalTime(row.merged_at),
    title: optional(row.title),
    labels: row.labels ? JSON.parse(row.labels) : undefined,
  };
}

/** Reads what the releases of some components (`entities.id`) are derived from, in a few queries for all of them. */
export async function loadComponents(
  tx: Knex.Transaction,
  entityIds: number[],
): Promise<ComponentFacts[]> {
  const components = new Map(
    entityIds.map(entityId => [
      entityId,
      { entityId, deployments: [], changes: [] } as ComponentFacts,
    ]),
  );

  const deployments: DeploymentRow[] = await tx('deployments')
    .where(idsIn(tx, 'entity_id', entityIds))
    .where('status', 'success')
    .whereNotNull('finished_at')
    .select(
      'pk',
      'entity_id',
      'source',
      'id',
      'environment',
      'status',
      'workspace',
      'finished_at',
      'version',
      'commit_sha',
      'kind',
      'changes',
    );
  for (const row of deployments) {
    components.get(row.entity_id)!.deployments.push(toDeployment(row));
  }

  const listed: { entity_id: number; pk: string | number }[] = await tx(
    'deployments as d',
  )
    .join('deployment_changes as l', 'l.deployment_pk', 'd.pk')
    .join('changes as c', join =>
      join.on('c.source', 'l.change_source').on('c.id', 'l.change_id'),
    )
    .where(idsIn(tx, 'd.entity_id', entityIds))
    .where('d.status', 'success')
    .distinct('d.entity_id', 'c.pk');

  const changes: ChangeRow[] = await tx('changes')
    .where(idsIn(tx, 'entity_id', entityIds))
    .orWhere(idsIn(tx, 'pk', [...new Set(listed.map(({ pk }) => Number(pk)))]))
    .select(
      'pk',
      'entity_id',
      'source',
      'id',
      'first_commit_at',
      'opened_at',
      'first_review_at',
      'merged_at',
      'title',
      'labels',
    );
  const byPk = new Map(changes.map(row => [Number(row.pk), row]));
  for (const row of changes) {
    if (row.entity_id !== null) {
      components
        .get(row.entity_id)
        ?.changes.push({ ...toChange(row), ofComponent: true });
    }
  }
  for (const { entity_id: entityId, pk } of listed) {
    const row = byPk.get(Number(pk))!;
    if (row.entity_id !== entityId) {
      components
        .get(entityId)!
        .changes.push({ ...toChange(row), ofComponent: false });
    }
  }
  return [...components.values()];
}
