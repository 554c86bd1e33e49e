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
  LinkedIncident,
  Reason,
  Release,
  ReleaseChange,
} from '@backstage-dora/plugin-dora-common';
import { Rules } from '../../rules/types';
import { namesInText } from '../../database/derivedRows';
import { readable } from '../../database/readable';
import { CarriedRow } from './carriedQueries';
import { KnownCorrection, lastOf } from './corrections';
import { EvidenceScope } from './EvidenceScope';
import { explainExclusion } from './explanations/explainChange';
import { explainReason } from './explanations/explainReason';
import { sentenceOf, sentenceOfReason } from './explanations/sentence';
import { EchoRow, ReasonRow, ReleaseRow, RolloutRow } from './releaseQueries';
import { toReleaseName } from './releaseNames';
import { releaseName } from './text';
import { optionalNumber, toSeconds, toTime, toTimeOrNull } from './values';

/** All data of one release. */
export interface ReleaseDetails {
  release: ReleaseRow;
  /** In order of time */
  rollouts: RolloutRow[];
  /** In order of time */
  echoes: EchoRow[];
  changes: CarriedRow[];
  reasons: ReasonRow[];
  /** Oldest first */
  corrections: KnownCorrection[];
}

/** Who releases are shown to, by which rules and at what time. */
export interface ReleaseContext {
  scope: EvidenceScope;
  rules: Rules;
  /** ms since the epoch */
  now: number;
}

function replacedBy(row: RolloutRow, rules: Rules): string | undefined {
  if (row.replaced_id === null) {
    return undefined;
  }
  const replaced = { version: null, time: Number(row.replaced_time) };
  return row.replaced_version ?? releaseName(replaced, rules.timezone);
}

function toChange(
  row: CarriedRow,
  release: ReleaseRow,
  { scope, rules }: ReleaseContext,
): ReleaseChange {
  // Every reader of the release may see that it carries the change, but not the details of the change.
  const change = scope.canRead(row.entity_id)
    ? row
    : { ...row, title: null, url: null, labels: null };
  const first =
    row.first_time === null
      ? undefined
      : { version: row.first_version, time: Number(row.first_time) };
  const carrier = { time: Number(release.time), first };
  const explanation = row.exclusion
    ? explainExclusion(row.exclusion, change, carrier, rules)
    : undefined;
  return {
    source: row.source,
    id: row.id,
    title: change.title ?? undefined,
    url: change.url ?? undefined,
    first: Boolean(row.first),
    leadTime: toSeconds(row.lead_time),
    exclusion: explanation ? sentenceOf(explanation, rules.timezone) : null,
    explanation,
  };
}

function toReason(
  row: ReasonRow,
  { release, rollouts, corrections }: ReleaseDetails,
  { scope, rules }: ReleaseContext,
): Reason {
  const isReadable = scope.canRead(row.incident_entity_id);
  const ofIncident = corrections.filter(
    ({ incidentPk }) => incidentPk === optionalNumber(row.incident_pk),
  );
  const explanation = explainReason(
    row,
    {
      release,
      rollouts,
      attachedBy: lastOf(ofIncident, 'attach'),
      excusedBy: lastOf(corrections, 'not-a-failure'),
      rules,
    },
    isReadable,
  );
  return {
    reason: row.reason,
    sentence: sentenceOfReason(explanation, rules.timezone),
    explanation,
    incident:
      isReadable && row.incident_pk !== null
        ? { source: row.source, id: row.id }
        : undefined,
    releaseId: row.fix_public_id ?? undefined,
    at: isReadable ? toTime(row.fix_time ?? row.started_at) : undefined,
  };
}

function toLinkedIncident(row: ReasonRow): LinkedIncident {
  return {
    source: row.source,
    id: row.id,
    entityRef: row.incident_entity_ref ?? '',
    title: row.title ?? undefined,
    url: row.url ?? undefined,
    startedAt: toTime(row.started_at),
    resolvedAt: toTimeOrNull(row.resolved_at),
  };
}

const toReport = (row: EchoRow) => ({
  workspace: row.workspace,
  time: toTime(row.time),
  deployment: { source: row.source, id: row.id },
  sentBy: row.subject ?? undefined,
  version: row.version ?? undefined,
  commitSha: row.commit_sha ?? undefined,
  digest: row.digest ?? undefined,
  title: row.title ?? undefined,
  url: row.url ?? undefined,
});

/** A release as shown to the reader. */
export function toRelease(
  details: ReleaseDetails,
  context: ReleaseContext,
): Release {
  const { release, rollouts, echoes, changes, reasons, corrections } = details;
  const { scope, rules, now } = context;
  return {
    id: release.public_id,
    entityRef: scope.refOf(release.entity_id),
    version: release.version,
    time: toTime(release.time),
    rollouts: readable(rollouts, row => ({
      ...toReport(row),
      replaced: replacedBy(row, rules),
    })),
    echoes: readable(echoes, toReport),
    names: namesInText(release.names).flatMap(
      name => toReleaseName(name) ?? [],
    ),
    changes: readable(changes, row => toChange(row, release, context)),
    changesFrom: release.changes_from,
    kind: release.kind,
    failed: Boolean(release.failed),
    reasons: readable(reasons, row => toReason(row, details, context)),
    incidents: readable(
      reasons.filter(
        row =>
          row.incident_pk !== null && scope.canRead(row.incident_entity_id),
      ),
      toLinkedIncident,
    ),
    recoveredAt: toTimeOrNull(release.recovered_at),
    maturing: Number(release.last_rollout_at) + rules.incidentWindow > now,
    counted: true,
    exclusion: null,
    corrections:
      corrections.length > 0
        ? corrections.map(({ correction }) => correction)
        : undefined,
  };
}
