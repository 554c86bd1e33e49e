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

import { Correction, Reason } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { idsIn } from '../database/sql';
import { Rules } from '../derive/types';
import { BigInteger, humanDuration, isoTime } from './values';

/** Why a release has failed, with what a sentence about it needs. */
export interface ReasonRow {
  release_id: BigInteger;
  reason: Reason['reason'];
  incident_pk: BigInteger | null;
  fix_release_id: BigInteger | null;
  fix_time: BigInteger | null;
  fix_version: string | null;
  source: string | null;
  id: string | null;
  entity_id: number | null;
  started_at: BigInteger | null;
  kind: string | null;
  cause_deployment_id: string | null;
  cause_commit_sha: string | null;
  cause_version: string | null;
}

/** Reads the reasons of releases with their incidents and fixes. */
export async function loadReasons(
  knex: Knex,
  releaseIds: number[],
): Promise<ReasonRow[]> {
  return knex('release_reasons as r')
    .leftJoin('releases as f', 'f.id', 'r.fix_release_id')
    .leftJoin('incidents as i', 'i.pk', 'r.incident_pk')
    .where(idsIn(knex, 'r.release_id', releaseIds))
    .orderBy(['f.time', 'i.started_at', 'i.id'])
    .select(
      'r.release_id',
      'r.reason',
      'r.incident_pk',
      'r.fix_release_id',
      'f.time as fix_time',
      'f.version as fix_version',
      'i.source',
      'i.id',
      'i.entity_id',
      'i.started_at',
      'i.kind',
      'i.cause_deployment_id',
      'i.cause_commit_sha',
      'i.cause_version',
    );
}

/** What is known of the release that a reason is about. */
export interface ReasonSubject {
  /** ms since the epoch */
  time: number;
  rollouts: { time: number; workspace: string }[];
  corrections: Correction[];
}

function causeText(row: ReasonRow): string {
  if (row.cause_deployment_id !== null) {
    return `deployment ${row.cause_deployment_id} as its cause`;
  }
  return row.cause_commit_sha === null
    ? `version ${row.cause_version} as its cause`
    : `commit ${row.cause_commit_sha} as its cause`;
}

/** What people call an incident. */
export const incidentName = (kind: string | null, id: string) =>
  `${kind === 'flag-rollback' ? 'flag rollback' : 'incident'} ${id}`;

function incidentSentence(
  row: ReasonRow,
  name: string,
  subject: ReasonSubject,
  rules: Rules,
): string {
  const startedAt = Number(row.started_at);
  switch (row.reason) {
    case 'caused':
      return `failed: ${name} names ${causeText(row)}`;
    case 'attached': {
      const correction = subject.corrections
        .filter(c => c.action === 'attach' && c.incident?.id === row.id)
        .pop();
      return correction
        ? `failed: ${name} was attached to it by ${
            correction.by
          } on ${correction.at.slice(0, 10)}`
        : `failed: ${name} was attached to it`;
    }
    default: {
      const rollout = subject.rollouts
        .filter(({ time }) => time <= startedAt)
        .pop();
      const after = humanDuration(startedAt - (rollout?.time ?? subject.time));
      return `failed: ${name} started ${after} after the rollout to ${
        rollout?.workspace ?? 'production'
      }, within dora.rules.incidentWindow (${humanDuration(
        rules.incidentWindow,
      )})`;
    }
  }
}

/**
 * A reason as it is shown.
 *
 * @param readable - whether the reader may see the incident
 */
export function describeReason(
  row: ReasonRow,
  subject: ReasonSubject,
  rules: Rules,
  readable: boolean,
): Reason {
  if (row.incident_pk !== null) {
    const name = readable
      ? incidentName(row.kind, row.id!)
      : 'an incident that you may not see';
    return {
      reason: row.reason,
      sentence: incidentSentence(row, name, subject, rules),
      incident: readable ? { source: row.source!, id: row.id! } : undefined,
      at: isoTime(row.started_at!),
    };
  }
  const later = humanDuration(Number(row.fix_time) - subject.time);
  const to = row.fix_version ?? 'another deployment';
  return {
    reason: row.reason,
    sentence:
      row.reason === 'rolled-back'
        ? `failed: rolled back to ${to} ${later} later, within dora.rules.rollbackWindow (${humanDuration(
            rules.rollbackWindow,
          )})`
        : `failed: hotfixed by ${to} ${later} later, within dora.rules.hotfixWindow (${humanDuration(
            rules.hotfixWindow,
          )})`,
    releaseId: String(row.fix_release_id),
    at: isoTime(row.fix_time!),
  };
}
