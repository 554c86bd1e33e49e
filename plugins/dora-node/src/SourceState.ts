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

/**
 * What a source remembers between its runs: how far it has read, what it has
 * seen. Kept in the database that the facts are in, so that the two come and go
 * together, and shared by all replicas of the backend.
 *
 * @remarks
 *
 * Remember something only after the facts that it stands for are ingested: what
 * fails in between is then fetched again, and does no harm.
 *
 * @public
 */
export interface SourceState {
  /** What is remembered under a key; undefined where nothing is. */
  get<T extends JsonValue>(key: string): Promise<T | undefined>;

  /** All that is remembered under keys that begin so, in order of the keys. */
  list<T extends JsonValue>(
    prefix: string,
  ): Promise<Array<{ key: string; value: T }>>;

  /** Remembers a value in place of what was remembered before. */
  set(key: string, value: JsonValue): Promise<void>;

  /** Remembers several values, all or none of them. */
  setAll(values: Record<string, JsonValue>): Promise<void>;

  /** Forgets some keys; those that are not there do no harm. */
  delete(...keys: string[]): Promise<void>;

  /** Forgets all keys that begin so. */
  deleteAll(prefix: string): Promise<void>;
}
