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
  findReverts,
  linkDeployments,
  StageCursor,
  StageStep,
} from '@backstage-dora/plugin-dora-node';
import { GitLabCodeHost } from '../changes/GitLabCodeHost';
import { isoTime, Work } from './types';

/** How many deployments are compared in a step. */
const LINKED_PER_STEP = 25;
/** By how much longer than the history reaches back things are remembered. */
const KEPT = 2;

/** Finds the changes of the deployments. */
export async function linkChanges(
  work: Work,
  { page = 1 }: StageCursor,
): Promise<StageStep> {
  const { context, source } = work;
  const left = await linkDeployments({
    context,
    host: GitLabCodeHost.create(work),
    source,
    limit: LINKED_PER_STEP,
  });
  return left > 0
    ? {
        next: { page: page + 1 },
        remaining: Math.ceil(left / LINKED_PER_STEP),
      }
    : {};
}

/** Finds the incidents that reverts tell of. */
export async function readReverts({
  context,
  source,
  store,
}: Work): Promise<StageStep> {
  await context.emit({
    facts: { incidents: await findReverts(store, source) },
  });
  return {};
}

/** Forgets what history will never need again. */
export async function forgetOld({
  config,
  context,
  store,
}: Work): Promise<StageStep> {
  const horizon = context
    .now()
    .minus(config.backfill.mapUnits(value => value * KEPT));
  await context.emit(
    store.pruneBatch(
      await store.deployments(),
      (await store.changes()).values(),
      isoTime(horizon),
    ),
  );
  return {};
}
