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
import { wholeNumber } from '../../database/InvalidValueError';
import { readPacked } from '../../database/packedRows';
import { idsIn, jsonRows } from '../../database/sql';
import { DeploymentFact, Rules } from '../../rules/types';
import { addListed, ownChanges } from './loadChanges';
import { loadPasts } from './loadPasts';
import {
  DEPLOYMENTS,
  ENTITY,
  labelReader,
  listReader,
  toChanges,
  toDeployments,
} from './packedFacts';
import { sinceRows } from './sinceRows';
import { ComponentTask } from '../worker/takeWork';
import { emptyPast, StoredRollout, Tail } from './Tail';

type BigInteger = string | number;

async function loadDeployments(
  tx: Knex.Transaction,
  tails: Map<number, Tail>,
  counts: (deployment: DeploymentFact) => boolean,
): Promise<void> {
  const readList = listReader();
  const rows = await readPacked(tx, sinceRows(tx, tails.values()), {
    entity: ENTITY,
    deployments: DEPLOYMENTS,
  });
  for (const [entityId, { entity, deployments }] of rows) {
    const tail = tails.get(entityId)!;
    tail.entityRef = entity.texts[0][0];
    tail.deployments = toDeployments(deployments, readList, counts);
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
      deploymentPk: wholeNumber(row.deployment_pk, 'rollouts.deployment_pk'),
      releaseId: Number(row.release_id),
      releaseTime: wholeNumber(row.release_time, 'releases.time'),
    };
    tails.get(row.entity_id)!.rollouts.push(rollout);
  }
}

/** From when on the changes of a component may be those of a release of its tail, by when they joined. */
function joinedAfter({ since, past }: Tail): number {
  if (since === 0) {
    return -1;
  }
  // Where there is none before, one of the tail has to be first.
  return past.previous?.time ?? since;
}

async function loadChanges(
  tx: Knex.Transaction,
  tails: Map<number, Tail>,
  rules: Rules,
): Promise<void> {
  const readLabels = labelReader();
  const given = jsonRows(
    tx,
    'g',
    { entity_id: 'integer', after: 'bigint' },
    [...tails.values()].map(tail => [tail.entityId, joinedAfter(tail)]),
  );
  const rows = await readPacked(tx, given, {
    changes: ownChanges(rules, 'g.after'),
  });
  for (const [entityId, { changes }] of rows) {
    tails.get(entityId)!.changes = toChanges(changes, entityId, readLabels);
  }
  await addListed(tx, tails);
}

/** Marks the changes that releases before the tails carry already. */
async function loadCarried(
  tx: Knex.Transaction,
  tails: Map<number, Tail>,
): Promise<void> {
  const pks = [...tails.values()].flatMap(({ since, changes }) =>
    since > 0 ? changes.map(({ pk }) => pk) : [],
  );
  if (pks.length === 0) {
    return;
  }
  const rows: {
    entity_id: number;
    change_pk: BigInteger;
    time: BigInteger;
  }[] = await tx('release_changes as c')
    .join('releases as r', 'r.id', 'c.release_id')
    .where(idsIn(tx, 'c.change_pk', new Set(pks)))
    .select('c.entity_id', 'c.change_pk', 'r.time');
  for (const row of rows) {
    const tail = tails.get(row.entity_id);
    if (tail && wholeNumber(row.time, 'releases.time') < tail.since) {
      tail.past.carried.add(Number(row.change_pk));
    }
  }
}

/** Reads what the releases of some components since some time are derived from, in a few queries for all of them. */
export async function loadTails(
  tx: Knex.Transaction,
  tasks: ComponentTask[],
  rules: Rules,
  counts: (deployment: DeploymentFact) => boolean,
): Promise<Tail[]> {
  const tails = new Map(
    tasks.map((task): [number, Tail] => [
      task.entityId,
      {
        ...task,
        entityRef: '',
        deployments: [],
        changes: [],
        rollouts: [],
        past: emptyPast(),
      },
    ]),
  );
  await loadDeployments(tx, tails, counts);
  await loadRollouts(tx, tails);
  // Without deployments, nothing of the past and of the changes matters.
  const deployed = new Map(
    [...tails].filter(([, { deployments }]) => deployments.length > 0),
  );
  if (deployed.size > 0) {
    await loadPasts(tx, deployed);
    await loadChanges(tx, deployed, rules);
    await loadCarried(tx, deployed);
  }
  return [...tails.values()];
}
