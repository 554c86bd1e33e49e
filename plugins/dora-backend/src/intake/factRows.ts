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
  Change,
  Deployment,
  FactKind,
  Incident,
  Signal,
} from '@backstage-dora/plugin-dora-common';
import { Columns, Row } from '../database/rows';
import { FactTypes } from './checkFact';
import { listedChanges } from './identities';
import { parseTime } from './time';

const IDENTITY = { source: 'text', id: 'text' } as const;

/** The columns of the tables of facts, besides `pk` and `received_at`. */
export const FACT_COLUMNS: Record<FactKind, Columns> = {
  deployments: {
    ...IDENTITY,
    entity_id: 'integer',
    environment: 'text',
    status: 'text',
    workspace: 'text',
    started_at: 'bigint',
    finished_at: 'bigint',
    version: 'text',
    commit_sha: 'text',
    kind: 'text',
    changes: 'text',
    url: 'text',
    title: 'text',
  },
  changes: {
    ...IDENTITY,
    entity_id: 'integer',
    repository: 'text',
    commit_sha: 'text',
    commit_shas: 'text',
    first_commit_at: 'bigint',
    opened_at: 'bigint',
    first_review_at: 'bigint',
    approved_at: 'bigint',
    merged_at: 'bigint',
    url: 'text',
    title: 'text',
    labels: 'text',
    size: 'bigint',
  },
  incidents: {
    ...IDENTITY,
    entity_id: 'integer',
    started_at: 'bigint',
    acknowledged_at: 'bigint',
    resolved_at: 'bigint',
    title: 'text',
    severity: 'text',
    kind: 'text',
    cause_deployment_source: 'text',
    cause_deployment_id: 'text',
    cause_commit_sha: 'text',
    cause_version: 'text',
    url: 'text',
  },
  signals: {
    ...IDENTITY,
    entity_id: 'integer',
    type: 'text',
    at: 'bigint',
    until: 'bigint',
    name: 'text',
    value: 'double precision',
    attributes: 'text',
    url: 'text',
  },
};

const time = (text: string | undefined) =>
  text === undefined ? null : parseTime(text)!;

const json = (value: unknown) =>
  value === undefined ? null : JSON.stringify(value);

function deploymentRow(fact: Deployment, entityId: number | null): Row {
  return {
    source: fact.source,
    id: fact.id,
    entity_id: entityId,
    environment: fact.environment,
    status: fact.status,
    workspace: fact.workspace ?? 'default',
    started_at: time(fact.startedAt),
    finished_at: time(fact.finishedAt),
    version: fact.version ?? null,
    commit_sha: fact.commitSha ?? null,
    kind: fact.kind ?? null,
    changes: json(listedChanges(fact)?.map(({ source, id }) => [source, id])),
    url: fact.url ?? null,
    title: fact.title ?? null,
  };
}

function changeRow(fact: Change, entityId: number | null): Row {
  return {
    source: fact.source,
    id: fact.id,
    entity_id: entityId,
    repository: fact.repository ?? null,
    commit_sha: fact.commitSha ?? null,
    commit_shas: json(fact.commitShas),
    first_commit_at: time(fact.firstCommitAt),
    opened_at: time(fact.openedAt),
    first_review_at: time(fact.firstReviewAt),
    approved_at: time(fact.approvedAt),
    merged_at: time(fact.mergedAt),
    url: fact.url ?? null,
    title: fact.title ?? null,
    labels: json(fact.labels),
    size: fact.size ?? null,
  };
}

function incidentRow(fact: Incident, entityId: number | null): Row {
  const cause = fact.causedBy;
  const deployment =
    cause && 'deployment' in cause ? cause.deployment : undefined;
  return {
    source: fact.source,
    id: fact.id,
    entity_id: entityId,
    started_at: time(fact.startedAt),
    acknowledged_at: time(fact.acknowledgedAt),
    resolved_at: time(fact.resolvedAt),
    title: fact.title ?? null,
    severity: fact.severity ?? null,
    kind: fact.kind ?? 'incident',
    cause_deployment_source: deployment?.source ?? null,
    cause_deployment_id: deployment?.id ?? null,
    cause_commit_sha: cause && 'commitSha' in cause ? cause.commitSha : null,
    cause_version: cause && 'version' in cause ? cause.version : null,
    url: fact.url ?? null,
  };
}

function signalRow(fact: Signal, entityId: number | null): Row {
  return {
    source: fact.source,
    id: fact.id,
    entity_id: entityId,
    type: fact.type,
    at: time(fact.at),
    until: time(fact.until),
    name: fact.name ?? null,
    value: fact.value ?? null,
    attributes: json(fact.attributes),
    url: fact.url ?? null,
  };
}

/** How a fact is stored, by its kind. */
export const FACT_ROWS: {
  [TKind in FactKind]: (fact: FactTypes[TKind], entityId: number | null) => Row;
} = {
  deployments: deploymentRow,
  changes: changeRow,
  incidents: incidentRow,
  signals: signalRow,
};
