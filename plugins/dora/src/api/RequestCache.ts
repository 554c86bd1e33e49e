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

/** What a page sees of a request. */
export interface RequestState<T> {
  data?: T;
  error?: Error;
  loading: boolean;
}

type Load = (signal: AbortSignal) => Promise<unknown>;

interface Entry {
  load: Load;
  state: RequestState<unknown>;
  loadedAt?: number;
  controller?: AbortController;
  listeners: Set<() => void>;
}

const IDLE: RequestState<never> = { loading: true };

/**
 * Answers by request, shared by everything on a page: the same request runs
 * once, an answer is fresh for a minute, and a request that nobody waits for any
 * more is aborted. Nothing is ever repeated by itself; a failed request waits
 * for `retry`, or for the next visitor.
 */
export class RequestCache {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;
  readonly #freshFor: number;
  readonly #capacity: number;

  constructor(options?: {
    now?: () => number;
    freshForMs?: number;
    capacity?: number;
  }) {
    this.#now = options?.now ?? Date.now;
    this.#freshFor = options?.freshForMs ?? 60_000;
    this.#capacity = options?.capacity ?? 100;
  }

  /** State of a request; stable between changes. */
  get(key: string): RequestState<unknown> {
    return this.#entries.get(key)?.state ?? IDLE;
  }

  /** Starts the request where no fresh answer is at hand; returns the way out. */
  subscribe(key: string, load: Load, listener: () => void): () => void {
    const entry = this.#entry(key, load);
    const isNewcomer = entry.listeners.size === 0;
    entry.listeners.add(listener);
    if (!entry.controller && this.#isDue(entry, isNewcomer)) {
      this.#load(entry);
    }
    return () => {
      entry.listeners.delete(listener);
      // Waits for the rest of the commit, which may mount another subscriber.
      queueMicrotask(() => this.#abandon(key, entry));
    };
  }

  /** Runs the request again, whatever is known of it. */
  retry(key: string, load: Load): void {
    const entry = this.#entry(key, load);
    if (!entry.controller) {
      this.#load(entry);
    }
  }

  /**
   * Something was written: what is shown is asked again, the old answer staying
   * until the new one is there, and what is not shown is forgotten.
   */
  refresh(): void {
    for (const [key, entry] of [...this.#entries]) {
      // Its answer may be from before.
      entry.controller?.abort();
      entry.controller = undefined;
      if (entry.listeners.size > 0) {
        this.#load(entry);
      } else {
        this.#entries.delete(key);
      }
    }
  }

  #entry(key: string, load: Load): Entry {
    const known = this.#entries.get(key);
    const entry = known ?? {
      load,
      state: IDLE,
      listeners: new Set<() => void>(),
    };
    entry.load = load;
    // Moves it to the end: a Map keeps the order of insertion.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  #isDue(entry: Entry, isNewcomer: boolean): boolean {
    if (entry.state.error) {
      return isNewcomer;
    }
    return (
      entry.loadedAt === undefined ||
      this.#now() - entry.loadedAt > this.#freshFor
    );
  }

  async #load(entry: Entry): Promise<void> {
    const controller = new AbortController();
    entry.controller = controller;
    this.#set(entry, { data: entry.state.data, loading: true });
    try {
      const data = await entry.load(controller.signal);
      if (entry.controller === controller) {
        entry.controller = undefined;
        entry.loadedAt = this.#now();
        this.#set(entry, { data, loading: false });
        this.#evict();
      }
    } catch (error) {
      if (entry.controller === controller) {
        entry.controller = undefined;
        this.#set(entry, {
          data: entry.state.data,
          error: error instanceof Error ? error : new Error(String(error)),
          loading: false,
        });
      }
    }
  }

  #abandon(key: string, entry: Entry): void {
    if (entry.listeners.size > 0 || !entry.controller) {
      return;
    }
    entry.controller.abort();
    entry.controller = undefined;
    if (entry.loadedAt === undefined) {
      this.#entries.delete(key);
    } else {
      this.#set(entry, { data: entry.state.data, loading: false });
    }
  }

  #evict(): void {
    for (const [key, entry] of this.#entries) {
      if (this.#entries.size <= this.#capacity) {
        return;
      }
      if (entry.listeners.size === 0) {
        this.#entries.delete(key);
      }
    }
  }

  #set(entry: Entry, state: RequestState<unknown>): void {
    entry.state = state;
    for (const listener of [...entry.listeners]) {
      listener();
    }
  }
}
