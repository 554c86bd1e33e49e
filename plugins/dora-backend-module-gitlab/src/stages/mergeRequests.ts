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
  StageCursor,
  StageStep,
} from '@backstage-dora/plugin-dora-node';
import { changeId, MergeRequestReader } from '../changes/MergeRequestReader';
import { WireMergeRequest } from '../client/wire';
import { readUpdates } from './updates';
import { Work } from './types';

/** Reads the merged merge requests; unchanged ones are not requested again. */
export async function readMergeRequests(
  work: Work,
  cursor: StageCursor,
): Promise<StageStep> {
  const { client, context, project, store } = work;
  const { items, ...step } = await readUpdates(work, cursor, query =>
    client.mergedRequests(project.id, query),
  );
  const reader = MergeRequestReader.create(work);
  for (const chunk of chunks(items)) {
    const wanted = await Promise.all(chunk.map(item => isNew(item, work)));
    const changes = await Promise.all(
      chunk.filter((_, index) => wanted[index]).map(item => reader.read(item)),
    );
    await context.emit(store.changeBatch(changes));
  }
  return step;
}

async function isNew(
  item: WireMergeRequest,
  { context, project, store, subject }: Work,
): Promise<boolean> {
  // A merge request merged before the start of the history may have been
  // commented on since.
  if (Date.parse(item.merged_at ?? '') < Date.parse(project.knownSince)) {
    return false;
  }
  const known = await store.change(changeId(project, item.iid));
  context.signal.throwIfAborted();
  return (
    known?.fingerprint !== subject.fingerprint ||
    known.updatedAt !== item.updated_at
  );
}
