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

import { JsonObject, JsonValue } from '@backstage/types';
import { createHash } from 'node:crypto';
import { SourceState } from '../SourceState';
import { SyncSubject } from './types';

/** How far one subject is; times in ISO 8601. */
export interface Progress extends JsonObject {
  /** What the facts depended on. */
  fingerprint: string;
  phase: 'backfill' | 'incremental';
  /** Start of the pass that is under way; undefined between passes. */
  startedAt?: string;
  /** What that pass reads since. */
  since?: string;
  /** Where it goes on. */
  cursor?: JsonValue;
  /** Steps of it that are done. */
  done: number;
  remaining?: number;
  /** What happened before has been read. */
  watermark?: string;
  /** When it goes on. */
  dueAt: string;
  /** Whether it must not go on before, be it for a rate limit or after a failure. */
  waiting: boolean;
  /** Failures in a row. */
  failures: number;
}

const PROGRESS = 'progress/';
const REQUEST = 'request/';

/** Keeps subjects apart, whatever is in their names. */
const encode = encodeURIComponent;

/** Keeps how far the subjects of a source are, and which of them are to be looked at soon. */
export class ProgressStore {
  constructor(private readonly state: SourceState) {}

  async readAll(): Promise<Map<string, Progress>> {
    const entries = await this.state.list<Progress>(PROGRESS);
    return new Map(
      entries.map(({ key, value }) => [
        decodeURIComponent(key.slice(PROGRESS.length)),
        value,
      ]),
    );
  }

  async write(subject: string, progress: Progress): Promise<void> {
    // What is undefined is no JSON, and is not there after a restart either.
    await this.state.set(PROGRESS + encode(subject), progress);
  }

  /** Subjects that something has happened to, and when that became known. */
  async requests(): Promise<Map<string, string>> {
    const entries = await this.state.list<string>(REQUEST);
    return new Map(
      entries.map(({ key, value }) => [
        decodeURIComponent(key.slice(REQUEST.length)),
        value,
      ]),
    );
  }

  async request(subject: string, at: string): Promise<void> {
    await this.state.set(REQUEST + encode(subject), at);
  }

  /** To be called before the subject is looked at, so that what happens meanwhile is looked at again. */
  async fulfil(...subjects: string[]): Promise<void> {
    await this.state.delete(
      ...subjects.map(subject => REQUEST + encode(subject)),
    );
  }
}

/** Where the system keeps what it remembers of a subject. */
export const subjectPrefix = (subject: SyncSubject) =>
  `subject/${encode(subject.id)}/`;

/** The same for the same parts, and short. */
export function digest(...parts: string[]): string {
  return createHash('sha256')
    .update(JSON.stringify(parts))
    .digest('hex')
    .slice(0, 16);
}
