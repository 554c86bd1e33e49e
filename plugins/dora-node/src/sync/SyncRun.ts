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

import { DateTime } from 'luxon';
import { ProgressStore } from './progress';
import { SubjectSync } from './SubjectSync';
import { SyncSubject } from './types';

export interface SyncRunOptions {
  subjects: SubjectSync<SyncSubject>[];
  progressStore: ProgressStore;
  /** How many subjects are read concurrently. */
  concurrency: number;
  /** No step starts after this time. */
  deadline: DateTime;
  signal: AbortSignal;
  now: () => DateTime;
}

/**
 * Runs the due subjects step by step in rotation, so that a long history does
 * not keep others waiting: first subjects known to have changed, then regular
 * passes, then histories.
 */
export class SyncRun {
  /** Until when each budget is used up: for everything, and for histories. */
  readonly #usedUp = new Map<string, DateTime>();
  readonly #usedUpForHistory = new Map<string, DateTime>();
  readonly #busy = new Set<SubjectSync<SyncSubject>>();
  /** The turn in which each was last read. */
  readonly #turns = new Map<SubjectSync<SyncSubject>, number>();
  #turn = 0;
  #requests = new Map<string, string>();

  constructor(private readonly options: SyncRunOptions) {}

  async run(): Promise<void> {
    const workers = Array.from({ length: this.options.concurrency }, () =>
      this.#work(),
    );
    await Promise.all(workers);
  }

  async #work(): Promise<void> {
    const { deadline, signal, now, progressStore } = this.options;
    while (!signal.aborted && now() < deadline) {
      this.#requests = await progressStore.requests();
      const sync = this.#next();
      if (!sync) {
        // The running workers pick up what becomes due in the meantime.
        return;
      }
      this.#busy.add(sync);
      this.#turns.set(sync, ++this.#turn);
      try {
        await this.#step(sync);
      } finally {
        this.#busy.delete(sync);
      }
    }
  }

  async #step(sync: SubjectSync<SyncSubject>): Promise<void> {
    const { budget } = sync.subject;
    const { now, signal } = this.options;
    const usedUp = [
      this.#usedUp.get(budget),
      sync.isBackfilling ? this.#usedUpForHistory.get(budget) : undefined,
    ].find(until => until && until > now());
    if (usedUp) {
      await sync.postpone(usedUp);
      return;
    }
    const limit = await sync.step(signal);
    if (limit) {
      const map = limit.backfillOnly ? this.#usedUpForHistory : this.#usedUp;
      map.set(budget, limit.until);
    }
  }

  #next(): SubjectSync<SyncSubject> | undefined {
    const [first] = this.options.subjects
      .filter(sync => !this.#busy.has(sync) && this.#isDue(sync))
      .sort(
        (a, b) =>
          this.#rank(a) - this.#rank(b) ||
          (this.#turns.get(a) ?? 0) - (this.#turns.get(b) ?? 0),
      );
    return first;
  }

  #isDue(sync: SubjectSync<SyncSubject>): boolean {
    if (sync.dueAt <= this.options.now()) {
      return true;
    }
    // Between passes it is not due unless something has happened; while
    // waiting, not even then.
    return (
      !sync.isUnderWay && !sync.isWaiting && this.#requests.has(sync.subject.id)
    );
  }

  #rank(sync: SubjectSync<SyncSubject>): number {
    if (sync.isBackfilling) {
      return 2;
    }
    return this.#requests.has(sync.subject.id) ? 0 : 1;
  }
}
