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

import type {
  ChangesQuery,
  DoraApi,
  IncidentsQuery,
  ReleasesQuery,
} from '@backstage-dora/plugin-dora-common';
import { csvFile, CsvFile } from '../common';
import { EvidenceKind, STAGES } from '../metrics';

/** A list as the page shows it. */
interface ListQuery {
  entityRef?: string;
  from: string;
  to: string;
  /** What the list is limited to and ordered by. */
  only?: string;
  filter?: string;
  sort?: string;
  order?: string;
}

const releases = (api: DoraApi, query: ListQuery) =>
  csvFile(
    page => api.getReleases({ ...(query as ReleasesQuery), ...page }),
    [
      ...['entityRef', 'version', 'time', 'kind', 'workspaces', 'changes'],
      ...['failed', 'reasons', 'incidents', 'recoveredAt', 'exclusion'],
    ],
    item => [
      item.entityRef,
      item.version,
      item.time,
      item.kind,
      new Set(item.rollouts.map(({ workspace }) => workspace)).size,
      item.changes.filter(({ first }) => first).length,
      String(item.failed),
      item.reasons.map(({ sentence }) => sentence).join('; '),
      item.incidents.map(({ id }) => id).join(' '),
      item.recoveredAt,
      item.exclusion,
    ],
  );

const changes = (api: DoraApi, query: ListQuery) =>
  csvFile(
    page => api.getChanges({ ...(query as ChangesQuery), ...page }),
    [
      ...['source', 'id', 'entityRef', 'repository', 'title'],
      ...['firstCommitAt', 'openedAt', 'firstReviewAt', 'mergedAt'],
      ...['leadTime', ...STAGES, 'version', 'released', 'exclusion'],
    ],
    item => [
      item.source,
      item.id,
      item.entityRef,
      item.repository,
      item.title,
      item.firstCommitAt,
      item.openedAt,
      item.firstReviewAt,
      item.mergedAt,
      item.leadTime,
      ...STAGES.map(stage => item.stages[stage]),
      item.release?.version,
      item.release?.time,
      item.exclusion,
    ],
  );

const incidents = (api: DoraApi, query: ListQuery) =>
  csvFile(
    page => api.getIncidents({ ...(query as IncidentsQuery), ...page }),
    [
      ...['source', 'id', 'entityRef', 'title', 'severity', 'kind'],
      ...['startedAt', 'resolvedAt', 'timeToRestore'],
      ...['releases', 'linkedBy', 'sentence'],
    ],
    item => [
      item.source,
      item.id,
      item.entityRef,
      item.title,
      item.severity,
      item.kind,
      item.startedAt,
      item.resolvedAt,
      item.timeToRestore,
      item.releases
        .map(({ entityRef, version }) => `${entityRef} ${version ?? ''}`.trim())
        .join('; '),
      item.linkedBy,
      item.sentence,
    ],
  );

const TABLES = { releases, changes, incidents };

/** A list of evidence as comma-separated values: times in ISO 8601, durations in seconds. */
export function evidenceCsv(
  api: DoraApi,
  list: EvidenceKind,
  query: ListQuery,
): Promise<CsvFile> {
  return TABLES[list](api, query);
}
