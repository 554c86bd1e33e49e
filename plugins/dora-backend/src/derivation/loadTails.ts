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
import { DeploymentFact, FactIdentity } from '../derive/types';
import { loadChanges } from './loadChanges';
import { loadPasts } from './loadPasts';
import { sinceRows } from './sinceRows';
import { ComponentTask } from './takeWork';
import { StoredRollout, Tail } from './Tail';

type BigInteger = string | number;

const optional = <T>(value: T | null): T | undefined => value ?? undefined;

interface DeploymentRow {
  pk: BigInteger;
  entity_id: number;
  source: string;
  id: string;
  environment: string;
  status: string;
  workspace: string;
  finished_at: BigInteger;
  version: string | null;
  commit_sha: string | null;
  kind: string | null;
  changes: string | null;
}

/** Makes the reader of lists: the same list, as a release has one for each workspace, is read once. */
function listReader(): (json: string) => FactIdentity[] {
  const lists = new Map<string, FactIdentity[]>();
  return json => {
    let list = lists.get(json);
    if (!list) {
      list = (JSON.parse(json) as [string, string][]).map(([source, id]) => ({
        source,
        id,
      }));
      lists.set(json, list);
    }
    return list;
  };
}

const toDeployment = (
  row: DeploymentRow,
  readList: (json: string) => FactIdentity[],
): DeploymentFact => ({
  pk: Number(row.pk),
  source: row.source,
  id: row.id,
  environment: row.environment,
  status: row.status,
  workspace: row.workspace,
  finishedAt: Number(row.finished_at),
  version: optional(row.version),
  commitSha: optional(row.commit_sha),
  kind: optional(row.kind),
  changes: row.changes === null ? undefined : readList(row.changes),
});

async function loadDeployments(
  tx: Knex.Transaction,
  tails: Map<number, Tail>,
  counts: (deployment: DeploymentFact) => boolean,
): Promise<void> {
  const rows: DeploymentRow[] = await tx('deployments as d')
    .join(sinceRows(tx, tails.values()), 'g.entity_id', 'd.entity_id')
    .whereRaw('d.finished_at >= g.since')
    .where('d.status', 'success')
    .select(
      'd.pk',
      'd.entity_id',
      'd.source',
      'd.id',
      'd.environment',
      'd.status',
      'd.workspace',
      'd.finished_at',
      'd.version',
      'd.commit_sha',
      'd.kind',
      'd.changes',
    );
  const readList = listReader();
  for (const row of rows) {
    const deployment = toDeployment(row, readList);
    if (counts(deployment)) {
      tails.get(row.entity_id)!.deployments.push(deployment);
    }
  }
}

async function loadRollouts(
  tx: Knex.Transaction,
  tails: Map<number, Tail>,
): Promise<void> {
  const rows: {
    deployment_pk: BigInteger;
    release_id: BigInteger;
    entity_id: number;
    release_time: BigInteger;
  }[] = await tx('rollouts as o')
    .join(sinceRows(tx, tails.values()), 'g.entity_id', 'o.entity_id')
    .join('releases as r', 'r.id', 'o.release_id')
    .whereRaw('o.time >= g.since')
    .select(
      'o.deployment_pk',
      'o.release_id',
      'o.entity_id',
      'r.time as release_time',
    );
  for (const row of rows) {
    const rollout: StoredRollout = {
      deploymentPk: Number(row.deployment_pk),
      releaseId: Number(row.release_id),
      releaseTime: Number(row.release_time),
    };
    tails.get(row.entity_id)!.rollouts.push(rollout);
  }
}

/** Reads what the releases of some components since some time are derived from, in a few queries for all of them. */
export async function loadTails(
  tx: Knex.Transaction,
  tasks: ComponentTask[],
  counts: (deployment: DeploymentFact) => boolean,
): Promise<Tail[]> {
  const tails = new Map(
    tasks.map((task): [number, Tail] => [
      task.entityId,
      {
        ...task,
        deployments: [],
        changes: [],
        rollouts: [],
        past: {
          workspaces: new Map(),
          firstRolledOut: new Map(),
          releases: new Map(),
          carried: new Set(),
          workspacesOf: new Map(),
        },
      },
    ]),
  );
  await loadDeployments(tx, tails, counts);
  await loadRollouts(tx, tails);
  // Without deployments, nothing of the past and of the changes matters.
  const deployed = new Map(
    [...tails].filter(([, { deployments }]) => deployments.length > 0),
  );
  await loadPasts(tx, deployed);
  await loadChanges(tx, deployed);
  return [...tails.values()];
}
