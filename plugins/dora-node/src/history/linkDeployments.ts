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

import { chunks } from '../codehost/chunks';
import { SyncBatch, SyncContext } from '../sync/types';
import { ChangeIndex } from './ChangeIndex';
import { CommitGraph } from './CommitGraph';
import { CommitStore } from './CommitStore';
import { findChanges, FoundChanges } from './findChanges';
import { HistoryStore, mergeBatches } from './HistoryStore';
import { isUnlinked, Rollout, rolloutsOf } from './timelines';
import {
  ChangeRecord,
  CodeHost,
  DeploymentRecord,
  HistoryCommit,
} from './types';

/** Number of concurrent comparisons. */
const AT_ONCE = 8;

/**
 * Finds the changes of deployments by comparing each with the previous
 * deployment to the same environment, and stores both.
 *
 * @remarks
 *
 * It considers all known deployments, so that one that arrives late or finishes
 * out of order also affects the changes of the next one. The newest deployments
 * come first; until the others follow, their changes are inferred from merge
 * times. Several comparisons are requested concurrently; let the client limit
 * the number of requests.
 *
 * @param fingerprint - of the subject; records with a different one are no
 *   longer valid
 * @param limit - how many deployments to process, so that a step stays small
 * @returns how many remain
 *
 * @public
 */
export async function linkDeployments(options: {
  context: SyncContext;
  host: CodeHost;
  source: string;
  fingerprint: string;
  limit: number;
}): Promise<number> {
  const { context, host, source, fingerprint, limit } = options;
  const store = new HistoryStore(context.state);
  const records = await store.deployments();
  const commitStore = new CommitStore(context.state);
  const unlinked = rolloutsOf(records).filter(isUnlinked);
  if (unlinked.length === 0) {
    await commitStore.clear();
    return 0;
  }
  const graph = await commitStore.graph();
  const known = [...(await store.changes()).values()];
  const index = new ChangeIndex(
    known.filter(change => change.fingerprint === fingerprint),
  );
  // Newest first, as those are what people look at.
  const step = unlinked.slice(-limit);
  const batches: SyncBatch[] = [];
  try {
    for (const part of chunks(step, AT_ONCE)) {
      const commits = await Promise.allSettled(
        part.map(rollout => commitsOf(rollout, graph, host)),
      );
      for (const [number, rollout] of part.entries()) {
        const found = await findChangesOf(
          rollout,
          unwrap(commits[number]),
          index,
          host,
        );
        batches.push(link(rollout, found, records, store, source));
      }
    }
  } finally {
    await context.emit(mergeBatches(batches));
  }
  const left = unlinked.length - step.length;
  if (left === 0) {
    await commitStore.clear();
  }
  return left;
}

function unwrap<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') {
    throw result.reason;
  }
  return result.value;
}

/** Records the changes of a rollout. */
function link(
  { deployment, previous, recordId }: Rollout,
  { changes, discovered, promotions }: FoundChanges,
  records: Map<string, DeploymentRecord>,
  store: HistoryStore,
  source: string,
): SyncBatch {
  deployment.linked = {
    base: previous?.sha ?? null,
    changes: changes
      .filter(({ entityRefs }) =>
        entityRefs.includes(deployment.fact.entityRef),
      )
      .map(({ id }) => id),
  };
  return mergeBatches([
    store.changeBatch(discovered),
    store.promotionBatch(promotions, source),
    store.linkedBatch(recordId, records.get(recordId)!, deployment),
  ]);
}

async function commitsOf(
  { sha, previous }: Rollout,
  graph: CommitGraph,
  host: CodeHost,
): Promise<HistoryCommit[] | undefined> {
  if (previous?.sha === sha) {
    return [];
  }
  return graph.between(previous?.sha, sha) ?? host.compare(previous?.sha, sha);
}

async function findChangesOf(
  rollout: Rollout,
  commits: HistoryCommit[] | undefined,
  index: ChangeIndex,
  host: CodeHost,
): Promise<FoundChanges> {
  return commits
    ? findChanges(commits, index, host)
    : {
        changes: mergedBetween(rollout, index),
        discovered: [],
        promotions: [],
      };
}

/**
 * A fallback for missing commits, for example after a force push: the changes
 * merged in between.
 */
function mergedBetween(
  { finishedAt, previous }: Rollout,
  index: ChangeIndex,
): ChangeRecord[] {
  if (!previous) {
    return [];
  }
  const from = Date.parse(previous.finishedAt);
  const to = Date.parse(finishedAt);
  return index.all().filter(({ mergedAt, promotion }) => {
    const time = Date.parse(mergedAt ?? '');
    return !promotion && time > from && time <= to;
  });
}
