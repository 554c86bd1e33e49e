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

import { Facts, IngestResult } from '@backstage-dora/plugin-dora-common';
import { SourceConnection, SourceSynchronisation } from '../Source';
import { MemoryState } from '../testUtils/MemoryState';

/** What a source is given, to look at what it makes of it. */
export class MemoryConnection implements SourceConnection {
  readonly state = new MemoryState();
  readonly ingested: Facts[] = [];
  readonly deleted: string[] = [];
  readonly reports = new Map<string, SourceSynchronisation>();
  /** Thrown by the next call. */
  failure?: Error;

  readonly facts = {
    ingest: async (facts: Facts): Promise<IngestResult> => {
      const { failure } = this;
      this.failure = undefined;
      if (failure) {
        throw failure;
      }
      this.ingested.push(facts);
      return {
        accepted: Object.fromEntries(
          Object.entries(facts).map(([kind, list]) => [kind, list.length]),
        ) as IngestResult['accepted'],
        rejected: [],
        ignored: [],
        unmapped: [],
      };
    },
    delete: async (kind: string, { id }: { id: string }) => {
      this.deleted.push(`${kind} ${id}`);
      return true;
    },
    deleteSource: async () => 0,
  };

  async report(synchronisation: SourceSynchronisation) {
    this.reports.set(synchronisation.subject, synchronisation);
  }

  async retain(subjects: string[]) {
    for (const subject of this.reports.keys()) {
      if (!subjects.includes(subject)) {
        this.reports.delete(subject);
      }
    }
  }
}
