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
  chunks,
  mergeBatches,
  StageCursor,
  StageStep,
} from '@backstage-dora/plugin-dora-node';
import {
  PullRequest,
  readDetailsTogether,
} from '../changes/pullRequestDetails';
import { PullRequestReader } from '../changes/PullRequestReader';
import { unlistedCommitsBatch } from '../changes/unlistedCommits';
import { etagState, nextPage, readPage } from './paging';
import { at, Work } from './types';

const LIST = 'pulls';
const PER_PAGE = 100;

/** Reads the merged pull requests; unchanged ones are not requested again. */
export async function readPullRequests(
  work: Work,
  { page = 1 }: StageCursor,
): Promise<StageStep> {
  const { client, context, repository, store, subject } = work;
  const list = await readPage<PullRequest>(work, LIST, page, headers =>
    client.rest.pulls.list({
      ...at(work),
      state: 'closed',
      sort: 'updated',
      direction: 'desc',
      per_page: PER_PAGE,
      page,
      headers,
    }),
  );
  if (!list) {
    return {};
  }
  const since = context.since.toMillis();
  const merged = list.items.filter(
    ({ merged_at: time, updated_at: updated }) =>
      time && Date.parse(context.backfill ? time : updated) >= since,
  );
  const known = await Promise.all(
    merged.map(({ number }) => store.change(`${repository.name}#${number}`)),
  );
  const changed = merged.filter(
    ({ updated_at: updatedAt }, index) =>
      known[index]?.fingerprint !== subject.fingerprint ||
      known[index]?.updatedAt !== updatedAt,
  );
  const promotions = new Set(
    merged.filter((_, index) => known[index]?.promotion),
  );
  const details = await readDetailsTogether(changed, work);
  const reader = new PullRequestReader(work);
  for (const chunk of chunks(changed)) {
    const changes = await Promise.all(
      chunk.map(async pull => {
        const { record, fact } = await reader.read(
          pull,
          details.get(pull.number),
        );
        const promotion = promotions.has(pull);
        return { record: { ...record, ...(promotion && { promotion }) }, fact };
      }),
    );
    await context.emit(
      mergeBatches([
        store.changeBatch(changes),
        unlistedCommitsBatch(changes.map(({ record }) => record)),
      ]),
    );
  }
  await context.emit({ state: etagState(LIST, page, list) });
  const oldest = list.items[list.items.length - 1];
  const isOver = !oldest || Date.parse(oldest.updated_at) < since;
  return nextPage(page, list, isOver);
}
