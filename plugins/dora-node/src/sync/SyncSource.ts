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

import {
  AuthService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { DateTime, Duration } from 'luxon';
import { Source, SourceConnection } from '../Source';
import { Discovery } from './Discovery';
import { ProgressStore } from './progress';
import { SubjectSync } from './SubjectSync';
import { SyncRun } from './SyncRun';
import { SyncSubject, SyncSystem } from './types';

/** How often to check for work, which takes two queries. */
const TICK = { seconds: 5 };
/**
 * A run ends by itself long before its timeout; after a crash, another replica
 * continues at the latest then.
 */
const RUN = Duration.fromObject({ minutes: 2 });
const TIMEOUT = { minutes: 5 };
/** How often the catalog is queried; more often while it is still empty, as after startup. */
const DISCOVERY = { minutes: 1 };
const FIRST_DISCOVERY = { seconds: 10 };

/**
 * Options of {@link SyncSource}.
 *
 * @public
 */
export interface SyncSourceOptions<TSubject extends SyncSubject> {
  /** Name of the source, such as `github`. */
  name: string;
  system: SyncSystem<TSubject>;
  /** How far back history is read. */
  backfill: Duration;
  /** How often a subject is read if no event arrives for it. */
  interval: Duration;
  /** How much further back than the last pass each pass reads, to pick up late data. */
  lookBack: Duration;
  /** How many subjects are read concurrently. */
  concurrency: number;
  auth: AuthService;
  catalog: CatalogService;
  scheduler: SchedulerService;
  logger: LoggerService;
  now: () => DateTime;
}

/**
 * Fetches the facts of a system for the entities of the catalog: first their
 * history, then whatever is new.
 *
 * @remarks
 *
 * It runs on one replica at a time and continues where it stopped. Its progress
 * and problems are shown under coverage.
 *
 * @public
 */
export class SyncSource<TSubject extends SyncSubject> implements Source {
  #connection?: SourceConnection;
  #discovered?: { subjects: TSubject[]; at: DateTime };

  static create<TSubject extends SyncSubject>(
    options: SyncSourceOptions<TSubject>,
  ): SyncSource<TSubject> {
    return new SyncSource(options);
  }

  private constructor(private readonly options: SyncSourceOptions<TSubject>) {}

  getSourceName(): string {
    return this.options.name;
  }

  async connect(connection: SourceConnection): Promise<void> {
    const { name, scheduler, logger } = this.options;
    this.#connection = connection;
    await scheduler.scheduleTask({
      id: `dora-${name.replaceAll(/[^\w]+/g, '-')}`,
      scope: 'global',
      frequency: TICK,
      timeout: TIMEOUT,
      fn: async signal => {
        try {
          await this.#run(connection, signal);
        } catch (error) {
          logger.error(`Source ${name} is stopping`, toError(error));
        }
      },
    });
  }

  /**
   * Requests that a subject be read soon because something has happened to it.
   * Repeated requests have no further effect, and unknown subjects are ignored.
   */
  async request(subjectId: string): Promise<void> {
    if (this.#connection) {
      const progressStore = new ProgressStore(this.#connection.state);
      await progressStore.request(subjectId, this.options.now().toISO()!);
    }
  }

  async #run(connection: SourceConnection, signal: AbortSignal): Promise<void> {
    const { concurrency, logger, now } = this.options;
    const progressStore = new ProgressStore(connection.state);
    const subjects = await this.#discover(connection, progressStore);
    const known = await progressStore.readAll();
    await new SyncRun({
      subjects: subjects.map(
        subject =>
          new SubjectSync(subject, known.get(subject.id), {
            ...this.options,
            connection,
            progressStore,
            logger,
          }),
      ),
      progressStore,
      concurrency,
      deadline: now().plus(RUN),
      signal,
      now,
    }).run();
  }

  async #discover(
    connection: SourceConnection,
    progressStore: ProgressStore,
  ): Promise<TSubject[]> {
    const { now } = this.options;
    if (this.#discovered) {
      const { subjects, at } = this.#discovered;
      if (now() < at.plus(subjects.length ? DISCOVERY : FIRST_DISCOVERY)) {
        return subjects;
      }
    }
    const requests = [...(await progressStore.requests()).keys()];
    const subjects = await new Discovery(this.options).discover();
    this.#discovered = { subjects, at: now() };
    const ids = new Set(subjects.map(({ id }) => id));
    await connection.retain([...ids]);
    await progressStore.fulfil(...requests.filter(id => !ids.has(id)));
    return subjects;
  }
}
