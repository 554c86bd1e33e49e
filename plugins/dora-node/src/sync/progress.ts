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

/** The progress of one subject; times in ISO 8601. */
export interface Progress extends JsonObject {
  /** See `SyncSubject`. */
  fingerprint: string;
  phase: 'backfill' | 'incremental';
  /** Start of the current pass; undefined between passes. */
  startedAt?: string;
  /** Start of the period that this pass reads. */
  since?: string;
  /** Where it continues. */
  cursor?: JsonValue;
  /** Completed steps of it. */
  done: number;
  remaining?: number;
  /** Everything before this time has been read. */
  watermark?: string;
  /** When it continues. */
  dueAt: string;
  /** Whether it must not continue earlier, because of a rate limit or a failure. */
  waiting: boolean;
  /** Consecutive failures. */
  failures: number;
}

const PROGRESS = 'progress/';
const REQUEST = 'request/';

/** Keeps the keys of subjects distinct, whatever their names contain. */
const encode = encodeURIComponent;

/** Stores the progress of the subjects of a source, and which of them are to be read soon. */
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
    // Undefined is not JSON, and is lost in a restart as well.
    await this.state.set(PROGRESS + encode(subject), progress);
  }

  /** Requested subjects and the times of the requests. */
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

  /**
   * Call it before reading the subject, so that anything that happens in the
   * meantime triggers another read.
   */
  async fulfil(...subjects: string[]): Promise<void> {
    await this.state.delete(
      ...subjects.map(subject => REQUEST + encode(subject)),
    );
  }
}

/** Key prefix for the state of a subject. */
export const subjectPrefix = (subject: SyncSubject) =>
  `subject/${encode(subject.id)}/`;

/** A short hash of the parts. */
export function digest(...parts: string[]): string {
  return createHash('sha256')
    .update(JSON.stringify(parts))
    .digest('hex')
    .slice(0, 16);
}
