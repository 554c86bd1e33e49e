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
import { idsIn } from '../database/sql';
import { productionMatcher } from '../derive/production';
import { Rules } from '../derive/types';
import { ReleasesQuery } from './types';
import {
  BigInteger,
  isoTime,
  isoTimeOrNull,
  optional,
  windowTimes,
} from './values';

interface DeploymentRow {
  pk: BigInteger;
  entity_id: number;
  source: string;
  id: string;
  environment: string;
  status: string;
  workspace: string;
  started_at: BigInteger | null;
  finished_at: BigInteger | null;
  at: BigInteger;
  version: string | null;
  commit_sha: string | null;
  kind: string | null;
  title: string | null;
  url: string | null;
}

function describe(
  row: DeploymentRow,
  isProduction: (environment: string) => boolean,
  rules: Rules,
): string {
  if (!isProduction(row.environment)) {
    return `not counted: environment ${
      row.environment
    } is none of dora.environments.production (${rules.productionEnvironments.join(
      ', ',
    )})`;
  }
  switch (row.status) {
    case 'failure':
      return 'not counted: a failed attempt to deploy';
    case 'cancelled':
      return 'not counted: the deployment was cancelled';
    case 'in_progress':
      return 'not counted: the deployment has not finished';
    default:
      return row.kind === 'config'
        ? 'not counted: config-only, as its sender says'
        : `not counted: config-only, as ${
            row.version ?? row.commit_sha
          } was current in ${row.workspace} already`;
  }
}

function toRelease(
  row: DeploymentRow,
  entityRef: string,
  exclusion: string,
): Release {
  return {
    id: String(row.pk),
    entityRef,
    version: row.version ?? row.commit_sha,
    time: isoTimeOrNull(row.finished_at ?? row.started_at),
    rollouts: [
      {
        workspace: row.workspace,
        time: isoTime(row.at),
        deployment: { source: row.source, id: row.id },
        title: optional(row.title),
        url: optional(row.url),
      },
    ],
    changes: [],
    changesFrom: 'none',
    kind: (row.kind ?? 'code') as Release['kind'],
    failed: false,
    reasons: [],
    incidents: [],
    recoveredAt: null,
    counted: false,
    exclusion,
  };
}

/** One page of the deployments in a window that are no rollouts, newest first, each with the reason. */
export async function listExcludedDeployments(
  knex: Knex,
  query: ReleasesQuery,
  rules: Rules,
): Promise<ReleasesResult> {
  const { hierarchy, window } = query;
  const at = 'coalesce(d.finished_at, d.started_at, d.received_at)';
  const inScope = knex('deployments as d')
    .leftJoin('rollouts as r', 'r.deployment_pk', 'd.pk')
    .whereNull('r.deployment_pk')
    .where(idsIn(knex, 'd.entity_id', hierarchy.idsUnder(query.entityRef)))
    .whereRaw(`${at} >= ? and ${at} < ?`, windowTimes(window));
  const total = await inScope.clone().count('* as count').first();
  const rows: DeploymentRow[] = await inScope
    .clone()
    .orderByRaw(`${at} desc, d.pk desc`)
    .limit(query.limit)
    .offset(query.offset)
    .select(
      'd.pk',
      'd.entity_id',
      'd.source',
      'd.id',
      'd.environment',
      'd.status',
      'd.workspace',
      'd.started_at',
      'd.finished_at',
      knex.raw(`${at} as at`),
      'd.version',
      'd.commit_sha',
      'd.kind',
      'd.title',
      'd.url',
    );
  const isProduction = productionMatcher(rules.productionEnvironments);
  const { from, to, days, timezone } = window;
  return {
    window: { from, to, days, timezone },
    totalItems: Number(total?.count ?? 0),
    items: rows.map(row =>
      toRelease(
        row,
        hierarchy.getById(row.entity_id)!.ref,
        describe(row, isProduction, rules),
      ),
    ),
  };
}
