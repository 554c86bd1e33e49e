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

/** Options of {@link ExpiringCache}. */
export interface ExpiringCacheOptions {
  /** In ms */
  lifetime: number;
  /** Maximum number of entries; the oldest are evicted. */
  size: number;
  /** ms since the epoch */
  now: () => number;
}

/**
 * Caches results for a limited time; concurrent calls share one pending result,
 * and failures are not cached.
 */
export class ExpiringCache<T> {
  readonly #options: ExpiringCacheOptions;
  /** Oldest first. */
  readonly #entries = new Map<
    string,
    { value: Promise<T>; expiresAt: number }
  >();

  static create<T>(options: ExpiringCacheOptions): ExpiringCache<T> {
    return new ExpiringCache(options);
  }

  private constructor(options: ExpiringCacheOptions) {
    this.#options = options;
  }

  async getOrCreate(key: string, create: () => Promise<T>): Promise<T> {
    const { lifetime, now } = this.#options;
    this.#dropOld();
    const kept = this.#entries.get(key);
    if (kept) {
      return kept.value;
    }
    const entry = { value: create(), expiresAt: now() + lifetime };
    this.#entries.set(key, entry);
    entry.value.catch(() => {
      if (this.#entries.get(key) === entry) {
        this.#entries.delete(key);
      }
    });
    return entry.value;
  }

  #dropOld(): void {
    const { now, size } = this.#options;
    for (const [key, { expiresAt }] of this.#entries) {
      if (expiresAt > now() && this.#entries.size < size) {
        return;
      }
      this.#entries.delete(key);
    }
  }
}
