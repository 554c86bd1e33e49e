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
  Cause,
  Change,
  Deployment,
  FactKind,
  Incident,
  Signal,
} from '@backstage-dora/plugin-dora-common';
import { FACT_COLUMNS } from '../factRows';
import { normalizeRow, Row } from '../../database/rows';

type Optional<T> = { [K in keyof T]: T[K] | undefined };

/** A stored fact, with the reference of its entity in place of the id. */
export type StoredFact = Row & { entity_ref: string | null };

const time = (value: unknown) =>
  value === null ? undefined : new Date(Number(value)).toISOString();

const json = (value: unknown) =>
  value === null ? undefined : JSON.parse(`${value}`);

const optional = <T>(value: unknown) =>
  value === null ? undefined : (value as T);

const deployment = (row: Row): Optional<Deployment> => ({
  source: row.source as string,
  id: row.id as string,
  entityRef: row.entity_ref as string,
  environment: row.environment as string,
  status: row.status as Deployment['status'],
  workspace: row.workspace as string,
  startedAt: time(row.started_at),
  finishedAt: time(row.finished_at),
  version: optional(row.version),
  commitSha: optional(row.commit_sha),
  kind: optional(row.kind),
  changes: (json(row.changes) as [string, string][] | undefined)?.map(
    ([source, id]) => ({ source, id }),
  ),
  url: optional(row.url),
  title: optional(row.title),
});

const change = (row: Row): Optional<Change> => ({
  source: row.source as string,
  id: row.id as string,
  entityRef: optional(row.entity_ref),
  repository: optional(row.repository),
  commitSha: optional(row.commit_sha),
  commitShas: json(row.commit_shas),
  firstCommitAt: time(row.first_commit_at)!,
  openedAt: time(row.opened_at),
  firstReviewAt: time(row.first_review_at),
  approvedAt: time(row.approved_at),
  mergedAt: time(row.merged_at),
  url: optional(row.url),
  title: optional(row.title),
  labels: json(row.labels),
  size: optional(row.size),
});

function cause(row: Row): Cause | undefined {
  if (row.cause_deployment_id !== null) {
    return {
      deployment: {
        source: row.cause_deployment_source as string,
        id: row.cause_deployment_id as string,
      },
    };
  }
  if (row.cause_commit_sha !== null) {
    return { commitSha: row.cause_commit_sha as string };
  }
  return row.cause_version === null
    ? undefined
    : { version: row.cause_version as string };
}

const incident = (row: Row): Optional<Incident> => ({
  source: row.source as string,
  id: row.id as string,
  entityRef: row.entity_ref as string,
  startedAt: time(row.started_at)!,
  acknowledgedAt: time(row.acknowledged_at),
  resolvedAt: time(row.resolved_at),
  title: optional(row.title),
  severity: optional(row.severity),
  kind: row.kind as Incident['kind'],
  causedBy: cause(row),
  url: optional(row.url),
});

const signal = (row: Row): Optional<Signal> => ({
  source: row.source as string,
  id: row.id as string,
  entityRef: row.entity_ref as string,
  type: row.type as string,
  at: time(row.at)!,
  until: time(row.until),
  name: optional(row.name),
  value: optional(row.value),
  attributes: json(row.attributes),
  url: optional(row.url),
});

const FACTS: Record<FactKind, (row: Row) => object> = {
  deployments: deployment,
  changes: change,
  incidents: incident,
  signals: signal,
};

/** A stored fact as a sender would send it: sent again, it changes nothing. */
export function wireFact(
  kind: FactKind,
  stored: StoredFact,
): Deployment | Change | Incident | Signal {
  const row = {
    ...normalizeRow(FACT_COLUMNS[kind], stored),
    entity_ref: stored.entity_ref,
  };
  return FACTS[kind](row) as Deployment | Change | Incident | Signal;
}
