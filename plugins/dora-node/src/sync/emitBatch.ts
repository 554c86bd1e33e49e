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

import { LoggerService } from '@backstage/backend-plugin-api';
import { Facts } from '@backstage-dora/plugin-dora-common';
import { SourceConnection } from '../Source';
import { prefixedState } from './prefixedState';
import { subjectPrefix } from './progress';
import { SyncBatch, SyncSubject } from './types';

const isEmpty = (facts: Facts) =>
  Object.values(facts).every(list => list.length === 0);

/** Stores the facts, and only then the state. */
export async function emitBatch(
  subject: SyncSubject,
  batch: SyncBatch,
  connection: SourceConnection,
  logger: LoggerService,
): Promise<void> {
  const { facts, retracted = [], state = {}, forget = [] } = batch;
  if (facts && !isEmpty(facts)) {
    const { rejected } = await connection.facts.ingest(facts);
    for (const { path, id, reason } of rejected) {
      logger.warn(
        `Rejected a fact from ${subject.id}: ${path} (${id ?? '?'}) ${reason}`,
      );
    }
  }
  for (const { kind, source, id } of retracted) {
    await connection.facts.delete(kind, { source, id });
  }
  const remembered = prefixedState(connection.state, subjectPrefix(subject));
  if (Object.keys(state).length > 0) {
    await remembered.setAll(state);
  }
  if (forget.length > 0) {
    await remembered.delete(...forget);
  }
}
