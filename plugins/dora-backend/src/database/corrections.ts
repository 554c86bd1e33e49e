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

import { Correction, FactIdentity } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { DateTime } from 'luxon';

/** A row of the table `corrections`. */
export interface CorrectionRow {
  id: string;
  action: Correction['action'];
  deployment_source: string;
  deployment_id: string;
  incident_source: string | null;
  incident_id: string | null;
  note: string | null;
  by: string;
  at: number | string;
}

export function toRow(correction: Correction): CorrectionRow {
  const { id, action, deployment, incident, note, by, at } = correction;
  return {
    id,
    action,
    deployment_source: deployment.source,
    deployment_id: deployment.id,
    incident_source: incident?.source ?? null,
    incident_id: incident?.id ?? null,
    note: note ?? null,
    by,
    at: DateTime.fromISO(at).toMillis(),
  };
}

export function fromRow(row: CorrectionRow): Correction {
  return {
    id: row.id,
    action: row.action,
    deployment: deploymentOf(row),
    incident: incidentOf(row),
    note: row.note ?? undefined,
    by: row.by,
    at: new Date(Number(row.at)).toISOString(),
  };
}

export function deploymentOf(row: CorrectionRow): FactIdentity {
  return { source: row.deployment_source, id: row.deployment_id };
}

export function incidentOf(row: CorrectionRow): FactIdentity | undefined {
  return row.incident_source === null || row.incident_id === null
    ? undefined
    : { source: row.incident_source, id: row.incident_id };
}

/** Joins corrections `c` with deployments `d`. */
export const onDeployment = (join: Knex.JoinClause) => {
  join.on('c.deployment_source', 'd.source').on('c.deployment_id', 'd.id');
};

/** Joins corrections `c` with incidents `i`. */
export const onIncident = (join: Knex.JoinClause) => {
  join.on('c.incident_source', 'i.source').on('c.incident_id', 'i.id');
};
