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

import { toError } from '@backstage/errors';
import type { Derived } from '@backstage-dora/plugin-dora-common';
import { afterPause } from './afterPause';

/** What a page sees of a request. */
export interface RequestState<T> {
  data?: T;
  error?: Error;
  loading: boolean;
}

type Answer = Derived<object>;
type Load = (signal: AbortSignal) => Promise<Answer>;

interface Entry {
  load: Load;
  state: RequestState<Answer>;
  loadedAt?: number;
  controller?: AbortController;
  listeners: Set<() => void>;
  /** How often it was asked for again since somebody asked for it. */
  repeats: number;
  callOffRepeat?: () => void;
}

const IDLE: RequestState<never> = { loading: true };

/** How long to wait before each repetition; the last one holds for all that follow. */
const PAUSES_MS = [3_000, 5_000, 10_000, 20_000, 30_000];

/**
 * Answers by request, shared by everything on a page: the same request runs
 * once, an answer is fresh for a minute, and a request that nobody waits for any
 * more is aborted. An answer that lacks pending facts is never fresh: while it is
 * shown, it is asked for again, with growing pauses, until it lacks none. Nothing
 * else is repeated by itself; a failed request waits for `retry`, or for the next
 * visitor.
 */
export class RequestCache {
  readonly #entries = new Map<string, Entry>();
  readonly #watchers = new Set<() => void>();
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
  get(key: string): RequestState<Answer> {
    return this.#entries.get(key)?.state ?? IDLE;
  }

  /** How many facts what is shown lacks: as many as the answer that lacks the most. */
  pending(): number {
    const shown = [...this.#entries.values()].filter(
      ({ listeners }) => listeners.size > 0,
    );
    return Math.max(0, ...shown.map(({ state }) => state.data?.pending ?? 0));
  }

  /** Calls back whenever `pending` may have changed; returns the way out. */
  watchPending(listener: () => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
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
    const entry: Entry = known ?? {
      load,
      state: IDLE,
      listeners: new Set(),
      repeats: 0,
    };
    entry.load = load;
    // Moves it to the end: a Map keeps the order of insertion.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  #isDue(entry: Entry, isNewcomer: boolean): boolean {
    if (entry.state.error || entry.state.data?.pending) {
      return isNewcomer;
    }
    return (
      entry.loadedAt === undefined ||
      this.#now() - entry.loadedAt > this.#freshFor
    );
  }

  /**
   * @param isRepeat - whether nobody has asked for it: then nothing shows that it is
   * under way, and what is shown stays if it fails
   */
  async #load(entry: Entry, isRepeat = false): Promise<void> {
    const { data } = entry.state;
    const controller = new AbortController();
    entry.controller = controller;
    entry.callOffRepeat?.();
    entry.repeats = isRepeat ? entry.repeats + 1 : 0;
    if (!isRepeat) {
      this.#set(entry, { data, loading: true });
    }
    let state: RequestState<Answer>;
    try {
      state = { data: await entry.load(controller.signal), loading: false };
    } catch (error) {
      state = isRepeat
        ? entry.state
        : {
            data,
            error: toError(error) as Error,
            loading: false,
          };
    }
    if (entry.controller !== controller) {
      return;
    }
    entry.controller = undefined;
    if (!state.error) {
      entry.loadedAt = this.#now();
    }
    if (!state.error && state.data?.pending) {
      const pause = PAUSES_MS[Math.min(entry.repeats, PAUSES_MS.length - 1)];
      entry.callOffRepeat = afterPause(pause, () => this.#load(entry, true));
    }
    this.#set(entry, state);
    this.#evict();
  }

  #abandon(key: string, entry: Entry): void {
    if (entry.listeners.size > 0) {
      return;
    }
    entry.callOffRepeat?.();
    this.#notify(this.#watchers);
    if (!entry.controller) {
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

  #set(entry: Entry, state: RequestState<Answer>): void {
    entry.state = state;
    this.#notify(entry.listeners);
    this.#notify(this.#watchers);
  }

  #notify(listeners: Set<() => void>): void {
    for (const listener of [...listeners]) {
      listener();
    }
  }
}
