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
import { idsIn } from '../../database/sql';
import { ReleaseKind } from '../../rules/types';
import { BigInteger } from './values';

export interface ReleaseRow {
  id: BigInteger;
  public_id: string;
  entity_id: number;
  version: string | null;
  /** See `releases.names` */
  names: string | null;
  time: BigInteger;
  kind: ReleaseKind;
  last_rollout_at: BigInteger;
  changes_from: 'listed' | 'inferred' | 'none';
  failed: boolean | number;
  recovered_at: BigInteger | null;
}

export interface RolloutRow {
  release_id: BigInteger;
  workspace: string;
  time: BigInteger;
  source: string;
  id: string;
  title: string | null;
  url: string | null;
  subject: string | null;
  version: string | null;
  commit_sha: string | null;
  digest: string | null;
  replaced_id: BigInteger | null;
  replaced_version: string | null;
  replaced_time: BigInteger | null;
}

export interface ReasonRow {
  release_id: BigInteger;
  reason: 'caused' | 'window' | 'attached' | 'rolled-back' | 'hotfixed';
  incident_pk: BigInteger | null;
  incident_entity_id: number | null;
  incident_entity_ref: string | null;
  source: string;
  id: string;
  kind: string;
  title: string | null;
  url: string | null;
  started_at: BigInteger;
  resolved_at: BigInteger | null;
  cause_deployment_source: string | null;
  cause_deployment_id: string | null;
  cause_commit_sha: string | null;
  cause_version: string | null;
  /** Whether the reader may see the incident that names the cause */
  causeIsReadable?: boolean;
  fix_id: BigInteger | null;
  fix_public_id: string | null;
  fix_version: string | null;
  fix_time: BigInteger | null;
}

/** The rollouts of some releases, in order of time. */
export async function findRollouts(
  knex: Knex,
  releaseIds: number[],
): Promise<RolloutRow[]> {
  return knex('rollouts as ro')
    .join('deployments as d', 'd.pk', 'ro.deployment_pk')
    .leftJoin('releases as p', 'p.id', 'ro.replaced_release_id')
    .where(idsIn(knex, 'ro.release_id', releaseIds))
    .orderBy(['ro.time', 'd.source', 'd.id'])
    .select(
      'ro.release_id',
      'ro.workspace',
      'ro.time',
      'd.source',
      'd.id',
      'd.title',
      'd.url',
      'd.subject',
      'd.version',
      'd.commit_sha',
      'd.digest',
      'p.id as replaced_id',
      'p.version as replaced_version',
      'p.time as replaced_time',
    );
}

/** A report of a rollout by another source. */
export type EchoRow = Omit<
  RolloutRow,
  'replaced_id' | 'replaced_version' | 'replaced_time'
>;

/** The echoes of some releases, in order of time. */
export async function findEchoes(
  knex: Knex,
  releaseIds: number[],
): Promise<EchoRow[]> {
  return knex('excluded_deployments as x')
    .join('deployments as d', 'd.pk', 'x.deployment_pk')
    .where(idsIn(knex, 'x.release_id', releaseIds))
    .where('x.echo', true)
    .orderBy(['x.time', 'd.source', 'd.id'])
    .select(
      'x.release_id',
      'd.workspace',
      'x.time',
      'd.source',
      'd.id',
      'd.title',
      'd.url',
      'd.subject',
      'd.version',
      'd.commit_sha',
      'd.digest',
    );
}

/** The reasons why some releases failed, in order of time. */
export async function findReasons(
  knex: Knex,
  releaseIds: number[],
): Promise<ReasonRow[]> {
  const rows: ReasonRow[] = await knex('release_reasons as rr')
    .leftJoin('incidents as i', 'i.pk', 'rr.incident_pk')
    .leftJoin('incident_links as l', 'l.incident_pk', 'rr.incident_pk')
    .leftJoin('entities as e', 'e.id', 'i.entity_id')
    .leftJoin('releases as f', 'f.id', 'rr.fix_release_id')
    .where(idsIn(knex, 'rr.release_id', releaseIds))
    .select(
      'rr.release_id',
      'rr.reason',
      'rr.incident_pk',
      'i.entity_id as incident_entity_id',
      'e.ref as incident_entity_ref',
      'i.source',
      'i.id',
      'i.kind',
      'i.title',
      'i.url',
      'i.started_at',
      'l.resolved_at',
      'i.cause_deployment_source',
      'i.cause_deployment_id',
      'i.cause_commit_sha',
      'i.cause_version',
      'f.id as fix_id',
      'f.public_id as fix_public_id',
      'f.version as fix_version',
      'f.time as fix_time',
    );
  const timeOf = (row: ReasonRow) => Number(row.fix_time ?? row.started_at);
  const keyOf = (row: ReasonRow) => Number(row.incident_pk ?? row.fix_id);
  return rows.sort((a, b) => timeOf(a) - timeOf(b) || keyOf(a) - keyOf(b));
}
