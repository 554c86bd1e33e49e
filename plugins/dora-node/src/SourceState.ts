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
 * State that a source keeps between runs: how far it has read, what it has
 * seen. Stored in the same database as the facts, so that the two stay
 * consistent, and shared by all replicas of the backend.
 *
 * @remarks
 *
 * Store state only after ingesting the facts that it stands for: after a
 * failure in between, they are fetched again, which is harmless.
 *
 * @public
 */
export interface SourceState {
  /** The value of a key; undefined if there is none. */
  get<T extends JsonValue>(key: string): Promise<T | undefined>;

  /** All values whose keys have the prefix, ordered by key. */
  list<T extends JsonValue>(
    prefix: string,
  ): Promise<Array<{ key: string; value: T }>>;

  /** Sets the value of a key. */
  set(key: string, value: JsonValue): Promise<void>;

  /** Sets several values atomically. */
  setAll(values: Record<string, JsonValue>): Promise<void>;

  /** Deletes keys; missing keys are ignored. */
  delete(...keys: string[]): Promise<void>;

  /** Deletes all keys with the prefix. */
  deleteAll(prefix: string): Promise<void>;
}
