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

import { JsonValue } from '@backstage/types';
import { Facts, IngestResult } from '@backstage-dora/plugin-dora-common';
import { SourceConnection, SourceSynchronisation } from '../Source';
import { SourceState } from '../SourceState';

/** Keeps a state in memory, as JSON. */
export class MemoryState implements SourceState {
  readonly values = new Map<string, string>();

  async get<T extends JsonValue>(key: string): Promise<T | undefined> {
    const text = this.values.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }

  async list<T extends JsonValue>(prefix: string) {
    return [...this.values]
      .filter(([key]) => key.startsWith(prefix))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, text]) => ({ key, value: JSON.parse(text) as T }));
  }

  async set(key: string, value: JsonValue) {
    this.values.set(key, JSON.stringify(value));
  }

  async setAll(values: Record<string, JsonValue>) {
    for (const [key, value] of Object.entries(values)) {
      await this.set(key, value);
    }
  }

  async delete(...keys: string[]) {
    keys.forEach(key => this.values.delete(key));
  }

  async deleteAll(prefix: string) {
    const entries = await this.list(prefix);
    await this.delete(...entries.map(({ key }) => key));
  }
}

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
        accepted: { deployments: 0, changes: 0, incidents: 0, signals: 0 },
        rejected: [],
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
