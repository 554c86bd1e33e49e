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
import { SourceState } from '../SourceState';

/**
 * Keeps a state in memory, as JSON.
 *
 * @public
 */
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
