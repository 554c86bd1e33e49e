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

import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { DateTime, Duration } from 'luxon';
import { SourceConnection, SourceSynchronisation } from '../Source';
import { emitBatch } from './emitBatch';
import { RateLimitError, SyncError } from './errors';
import { prefixedState } from './prefixedState';
import { digest, Progress, ProgressStore, subjectPrefix } from './progress';
import { SyncSubject, SyncSystem } from './types';

/** Delay after a failure; doubled with each consecutive one. */
const FIRST_PAUSE = Duration.fromObject({ minutes: 1 });
const LONGEST_PAUSE = Duration.fromObject({ hours: 1 });

export interface SubjectSyncOptions<TSubject extends SyncSubject> {
  system: SyncSystem<TSubject>;
  connection: SourceConnection;
  progressStore: ProgressStore;
  backfill: Duration;
  interval: Duration;
  lookBack: Duration;
  logger: LoggerService;
  now: () => DateTime;
}

/** Takes one subject through its passes, one step at a time. */
export class SubjectSync<TSubject extends SyncSubject> {
  #progress: Progress;

  constructor(
    readonly subject: TSubject,
    known: Progress | undefined,
    private readonly options: SubjectSyncOptions<TSubject>,
  ) {
    const { backfill, now } = options;
    const fingerprint = digest(subject.fingerprint, backfill.toISO()!);
    this.#progress =
      known?.fingerprint === fingerprint
        ? known
        : {
            fingerprint,
            phase: 'backfill',
            done: 0,
            // A waiting subject continues to wait, whatever else has changed.
            dueAt: known?.waiting ? known.dueAt : iso(now()),
            failures: known?.failures ?? 0,
            waiting: known?.waiting ?? false,
          };
  }

  get dueAt(): DateTime {
    return DateTime.fromISO(this.#progress.dueAt);
  }

  get isBackfilling(): boolean {
    return this.#progress.phase === 'backfill';
  }

  /** Whether it is in the middle of a pass. */
  get isUnderWay(): boolean {
    return this.#progress.startedAt !== undefined;
  }

  /** Whether it must not be read before it is due. */
  get isWaiting(): boolean {
    return this.#progress.waiting === true;
  }

  /**
   * Runs the next step. Errors are reported, not thrown.
   *
   * @returns the rate limit error if the budget is used up
   */
  async step(signal: AbortSignal): Promise<RateLimitError | undefined> {
    const { system, connection, now } = this.options;
    const { subject } = this;
    try {
      await this.#begin();
      const { cursor, since } = this.#progress;
      const logger = this.options.logger.child({ subject: subject.id });
      const { next, remaining } = await system.step(subject, {
        since: DateTime.fromISO(since!),
        backfill: this.isBackfilling,
        cursor,
        state: prefixedState(connection.state, subjectPrefix(subject)),
        shared: prefixedState(connection.state, 'shared/'),
        emit: batch => emitBatch(subject, batch, connection, logger),
        now,
        signal,
        logger,
      });
      await this.#advance(next, remaining);
    } catch (error) {
      if (error instanceof RateLimitError) {
        await this.postpone(error.until);
        return error;
      }
      if (!signal.aborted) {
        await this.#fail(error);
      }
    }
    return undefined;
  }

  /** Postpones it because other subjects have used up the budget. */
  async postpone(until: DateTime): Promise<void> {
    await this.#write({ dueAt: iso(until), waiting: true });
    await this.#report({ state: 'waiting', until: iso(until) });
  }

  async #begin(): Promise<void> {
    const { progressStore, backfill, lookBack, logger, now } = this.options;
    if (this.isUnderWay) {
      return;
    }
    const { watermark, phase } = this.#progress;
    const since =
      watermark && phase === 'incremental'
        ? DateTime.fromISO(watermark).minus(lookBack)
        : now().minus(backfill);
    await this.#write({
      startedAt: iso(now()),
      // Due now, even if it was requested early: a pass continues until it is
      // complete.
      dueAt: iso(now()),
      since: iso(since),
      cursor: undefined,
      done: 0,
      remaining: undefined,
    });
    await progressStore.fulfil(this.subject.id);
    if (this.isBackfilling) {
      logger.info(
        `Reading ${this.subject.id} since ${since.toUTC().toISODate()}`,
      );
      await this.#report({ state: 'backfilling' });
    }
  }

  async #advance(
    next: Progress['cursor'],
    remaining: number | undefined,
  ): Promise<void> {
    const { interval, logger, now } = this.options;
    const done = this.#progress.done + 1;
    if (next !== undefined) {
      const left = remaining === undefined ? undefined : Math.ceil(remaining);
      await this.#write({
        cursor: next,
        done,
        remaining: left,
        failures: 0,
        waiting: false,
      });
      if (this.isBackfilling) {
        logger.debug(
          `${this.subject.id}: ${done} steps done, ${left} remaining`,
        );
        await this.#report({ state: 'backfilling' });
      }
      return;
    }
    if (this.isBackfilling) {
      logger.info(`Finished reading ${this.subject.id} in ${done} steps`);
    }
    await this.#write({
      phase: 'incremental',
      watermark: this.#progress.startedAt,
      startedAt: undefined,
      since: undefined,
      cursor: undefined,
      done,
      remaining: undefined,
      dueAt: iso(now().plus(interval)),
      failures: 0,
      waiting: false,
    });
    await this.#report({ state: 'up-to-date' });
  }

  async #fail(error: unknown): Promise<void> {
    const { logger, now } = this.options;
    const failures = this.#progress.failures + 1;
    const pause = Math.min(
      FIRST_PAUSE.toMillis() * 2 ** (failures - 1),
      LONGEST_PAUSE.toMillis(),
    );
    const until = iso(now().plus(pause));
    const message = error instanceof Error ? error.message : String(error);
    const advice = error instanceof SyncError ? error.advice : undefined;
    logger.warn(
      `Could not read ${
        this.subject.id
      }, retrying at ${until}: ${stringifyError(error)}${
        advice ? ` - ${advice}` : ''
      }`,
    );
    await this.#write({ dueAt: until, failures, waiting: true });
    await this.#report({ state: 'failed', until, error: message, advice });
  }

  async #write(changes: Partial<Progress>): Promise<void> {
    this.#progress = { ...this.#progress, ...changes } as Progress;
    await this.options.progressStore.write(this.subject.id, this.#progress);
  }

  async #report(
    what: Pick<SourceSynchronisation, 'state' | 'until' | 'error' | 'advice'>,
  ): Promise<void> {
    const { done, remaining } = this.#progress;
    await this.options.connection.report({
      subject: this.subject.id,
      entityRefs: this.subject.entityRefs,
      kinds: this.options.system.kinds,
      ...(this.isBackfilling && { done, remaining }),
      ...what,
    });
  }
}

function iso(time: DateTime): string {
  return time.toUTC().toISO()!;
}
