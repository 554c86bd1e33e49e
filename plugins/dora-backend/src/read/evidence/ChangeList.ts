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
  ChangeItem,
  ChangesResult,
  Explanation,
  ReleaseSummary,
} from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { Rules } from '../../rules/types';
import { readable } from '../../database/readable';
import { toWire } from '../Window';
import { ChangeRow } from './changeDetails';
import { findChanges } from './findChanges';
import { EvidenceScope } from './EvidenceScope';
import {
  explainExclusion,
  explainUnreleased,
} from './explanations/explainChange';
import { sentenceOf } from './explanations/sentence';
import { ChangesEvidenceQuery } from './types';
import { optionalNumber, toOptionalTime, toSeconds, toTime } from './values';

/** Lists the changes that the metrics count and those they do not. */
export class ChangeList {
  constructor(private readonly knex: Knex, private readonly rules: Rules) {}

  async list(query: ChangesEvidenceQuery): Promise<ChangesResult> {
    const scope = EvidenceScope.of(query);
    const { totalItems, rows } = await findChanges(this.knex, scope, query);
    return {
      window: toWire(query.window),
      totalItems,
      items: readable(rows, row => this.toItem(row, scope)),
    };
  }

  private toItem(row: ChangeRow, scope: EvidenceScope): ChangeItem {
    const entityId = row.release_entity_id ?? row.entity_id;
    const change = shownTo(scope, row);
    const release = toSummary(row, scope);
    const explanation = this.explain(change, scope);
    return {
      source: change.source,
      id: change.id,
      entityRef: entityId === null ? null : scope.refOf(entityId),
      repository: change.repository ?? undefined,
      commitSha: change.commit_sha ?? undefined,
      title: change.title ?? undefined,
      url: change.url ?? undefined,
      labels: change.labels ? JSON.parse(change.labels) : undefined,
      size: optionalNumber(change.size),
      firstCommitAt: toTime(change.first_commit_at),
      openedAt: toOptionalTime(change.opened_at),
      firstReviewAt: toOptionalTime(change.first_review_at),
      approvedAt: toOptionalTime(change.approved_at),
      mergedAt: toOptionalTime(change.merged_at),
      leadTime: toSeconds(row.lead_time),
      stages: {
        coding: toSeconds(row.coding),
        pickup: toSeconds(row.pickup),
        review: toSeconds(row.review),
        deploy: toSeconds(row.deploy),
      },
      sentBy: change.subject ?? undefined,
      release,
      counted: release !== null && row.exclusion === null,
      exclusion: explanation
        ? sentenceOf(explanation, this.rules.timezone)
        : null,
      explanation,
    };
  }

  private explain(
    row: ChangeRow,
    scope: EvidenceScope,
  ): Explanation | undefined {
    if (row.release_time !== null) {
      const carrier = { time: Number(row.release_time) };
      return row.exclusion
        ? explainExclusion(row.exclusion, row, carrier, this.rules)
        : undefined;
    }
    return explainUnreleased(
      row.entity_id === null
        ? undefined
        : {
            component: scope.find(row.entity_id)?.title,
            released: Boolean(row.entity_released),
          },
      row.next_time === null
        ? undefined
        : {
            version: row.next_version,
            time: Number(row.next_time),
            changesFrom: row.next_changes_from ?? 'none',
          },
    );
  }
}

/**
 * Every reader of a release may see that it carries a change, but details of a change only if its entity is readable.
 */
function shownTo(scope: EvidenceScope, row: ChangeRow): ChangeRow {
  return scope.canRead(row.entity_id)
    ? row
    : {
        ...row,
        repository: null,
        commit_sha: null,
        title: null,
        url: null,
        labels: null,
        size: null,
        subject: null,
      };
}

function toSummary(
  row: ChangeRow,
  scope: EvidenceScope,
): ReleaseSummary | null {
  return row.release_public_id === null ||
    row.release_entity_id === null ||
    row.release_time === null
    ? null
    : {
        id: row.release_public_id,
        entityRef: scope.refOf(row.release_entity_id),
        version: row.release_version,
        time: toTime(row.release_time),
        kind: row.release_kind ?? undefined,
      };
}
