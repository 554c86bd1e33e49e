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

import { Release, ReleasesResult } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { releaseId } from '../../rules/releaseId';
import { Rules } from '../../rules/types';
import { readable } from '../../database/readable';
import { toWire } from '../Window';
import { ExcludedRow, findExcluded } from './excludedQueries';
import { EvidenceScope } from './EvidenceScope';
import { explainDeployment } from './explanations/explainDeployment';
import { sentenceOfDeployment } from './explanations/sentence';
import { ReleasesEvidenceQuery } from './types';
import { toTime, toTimeOrNull } from './values';

/** Lists deployments that are not rollouts, each with the reason, as releases that do not count. */
export class ExcludedDeploymentList {
  constructor(private readonly knex: Knex, private readonly rules: Rules) {}

  async list(query: ReleasesEvidenceQuery): Promise<ReleasesResult> {
    const scope = EvidenceScope.of(query);
    const { totalItems, rows } = await findExcluded(this.knex, scope, query);
    return {
      window: toWire(query.window),
      totalItems,
      items: readable(rows, row => this.toRelease(row, scope)),
    };
  }

  private toRelease(row: ExcludedRow, scope: EvidenceScope): Release {
    const time = row.finished_at ?? row.started_at;
    const configOnly = row.exclusion === 'config-only' && !row.echo;
    const explanation = explainDeployment(
      row,
      scope.settingsOf(row.entity_id),
      this.rules,
    );
    const { source, id } = row;
    const entityRef = scope.refOf(row.entity_id);
    return {
      id: releaseId(entityRef, { source, id, occurrence: 0 }),
      entityRef,
      version: row.version ?? row.commit_sha ?? row.digest,
      time: toTimeOrNull(time),
      rollouts: [
        {
          workspace: row.workspace,
          time: toTime(time ?? row.received_at),
          deployment: { source, id },
          sentBy: row.subject ?? undefined,
          version: row.version ?? undefined,
          commitSha: row.commit_sha ?? undefined,
          digest: row.digest ?? undefined,
          title: row.title ?? undefined,
          url: row.url ?? undefined,
        },
      ],
      changes: [],
      kind: configOnly ? 'config' : row.kind ?? 'code',
      failed: false,
      reasons: [],
      incidents: [],
      recoveredAt: null,
      reportedRelease:
        row.reported_id === null
          ? undefined
          : {
              id: row.reported_id,
              entityRef,
              version: row.reported_version,
              time: toTime(row.reported_time!),
              kind: row.reported_kind!,
            },
      counted: false,
      exclusion: sentenceOfDeployment(explanation, this.rules.timezone),
      explanation,
    };
  }
}
