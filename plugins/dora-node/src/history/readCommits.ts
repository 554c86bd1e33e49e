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

import { SyncContext } from '../sync/types';
import { StageCursor, StageStep } from '../codehost/stages';
import { DateTime } from 'luxon';
import { CommitStore } from './CommitStore';
import { HistoryStore } from './HistoryStore';
import { isUnlinked, rolloutsOf } from './timelines';
import { CodeHost } from './types';

/** A deployed commit may be older than its deployment. */
const EARLIER = { days: 30 };

/**
 * Reads the commits behind the deployments, unless comparing each deployment
 * with the previous one takes fewer requests.
 */
export async function readCommits(
  context: SyncContext,
  host: CodeHost,
  { page = 1, after }: StageCursor,
): Promise<StageStep> {
  const store = new CommitStore(context.state);
  const rollouts = rolloutsOf(
    await new HistoryStore(context.state).deployments(),
  ).filter(isUnlinked);
  if (rollouts.length === 0) {
    await store.clear();
    return {};
  }
  const earliest = DateTime.fromISO(rollouts[0].finishedAt).minus(EARLIER);
  const since = after
    ? DateTime.fromISO(after)
    : DateTime.max(earliest, context.since);
  const { commits, hasNext, last } = await host.commits(since, page);
  if ((last ?? page) > rollouts.length) {
    await store.clear();
    return {};
  }
  if (page === 1) {
    await store.begin(since);
  }
  await context.emit(store.batch(commits));
  return hasNext
    ? {
        next: { page: page + 1, after: since.toUTC().toISO()! },
        ...(last && { remaining: last - page }),
      }
    : {};
}
