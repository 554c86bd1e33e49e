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

import { findReverts, linkDeployments } from '@backstage-dora/plugin-dora-node';
import { DateTime } from 'luxon';
import { GithubCodeHost } from '../changes/GithubCodeHost';
import { isoTime } from '../client/GithubClient';
import { StageCursor, StageStep, Work } from './types';

/** How many deployments are compared in a step. */
const LINKED_PER_STEP = 25;
/** What is older than history reaches back, by so many times, is of no use. */
const KEPT = 2;
const FORGET_EVERY = { days: 1 };
const FORGOTTEN = 'forgotten';

/** Finds the changes of the deployments. */
export async function linkChanges(
  work: Work,
  { page = 1 }: StageCursor,
): Promise<StageStep> {
  const { context, source, subject } = work;
  const left = await linkDeployments({
    context,
    host: GithubCodeHost.create(work),
    source,
    fingerprint: subject.fingerprint,
    limit: LINKED_PER_STEP,
  });
  return left > 0
    ? {
        next: { page: page + 1 },
        remaining: Math.ceil(left / LINKED_PER_STEP),
      }
    : {};
}

/** Takes back what an earlier configuration had found, and this one has not. */
export async function retractStale({
  context,
  store,
  subject,
}: Work): Promise<StageStep> {
  await context.emit(
    store.staleBatch(
      await store.deployments(),
      subject.fingerprint,
      isoTime(context.since),
    ),
  );
  return {};
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
  const now = context.now();
  const last = await context.state.get<string>(FORGOTTEN);
  if (last && DateTime.fromISO(last) > now.minus(FORGET_EVERY)) {
    return {};
  }
  const horizon = now.minus(config.backfill.mapUnits(value => value * KEPT));
  const batch = store.pruneBatch(
    await store.deployments(),
    (await store.changes()).values(),
    isoTime(horizon),
  );
  await context.emit({ ...batch, state: { [FORGOTTEN]: isoTime(now) } });
  return {};
}
