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

import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import {
  FactsService,
  Source,
  SourceConnection,
} from '@backstage-dora/plugin-dora-node';
import { DateTime } from 'luxon';
import { generateFacts } from '../generator/generateFacts';
import { SAMPLE_SOURCE } from '../generator/Subject';
import { SampleOrganisation } from '../organisation';
import { ingestFacts } from './ingestFacts';
import { Progress, SampleProgress } from './SampleProgress';

const SEED = 'sample';

/** Another one replaces the facts that the one before had made; raise it with every change of them. */
const GENERATOR = '1';

const HISTORY = { days: 365 };

/** What {@link SampleSource} needs. */
export interface SampleSourceOptions {
  /** Whether the facts are to be there, or to be gone. */
  enabled: boolean;
  organisation: SampleOrganisation;
  progress: SampleProgress;
  scheduler: SchedulerService;
  logger: LoggerService;
  now: () => DateTime;
}

/**
 * Brings in a year of facts of the sample organisation, and every day those of
 * the day before. Takes them away where they are not wanted.
 */
export class SampleSource implements Source {
  static create(options: SampleSourceOptions): SampleSource {
    return new SampleSource(options);
  }

  private constructor(private readonly options: SampleSourceOptions) {}

  getSourceName(): string {
    return SAMPLE_SOURCE;
  }

  async connect({ facts }: SourceConnection): Promise<void> {
    const { enabled, progress, scheduler, logger } = this.options;
    if (!enabled) {
      await this.#remove(facts);
      return;
    }
    await progress.prepare();
    await scheduler.scheduleTask({
      id: 'dora-sample',
      // Each start looks at once, and as the facts are stored by their
      // identity, several replicas do no harm. To look again costs one read.
      scope: 'local',
      frequency: { minutes: 10 },
      timeout: { minutes: 30 },
      fn: async signal => {
        try {
          await this.#update(facts, signal);
        } catch (error) {
          // Nobody else tells about a local task that fails.
          logger.error('The sample organisation has gaps', toError(error));
        }
      },
    });
  }

  async #update(facts: FactsService, signal: AbortSignal): Promise<void> {
    const { organisation, progress, logger, now } = this.options;
    const today = now().toUTC().startOf('day');
    const { start, through } = await this.#begin(facts, today);
    if (through && through >= today.toISODate()!) {
      return;
    }
    const day = (date: string) => DateTime.fromISO(date, { zone: 'utc' });
    const fresh = generateFacts({
      organisation,
      seed: SEED,
      start: day(start),
      today,
      since: through ? day(through) : undefined,
    });
    if (await ingestFacts(facts, fresh, signal)) {
      await progress.reach(today.toISODate()!);
      logger.info(
        `Brought in ${fresh.length} facts of the sample organisation, from ${
          through ?? start
        } to ${today.toISODate()}`,
      );
    }
  }

  /** The history that is there, or a new one of the year until today. */
  async #begin(facts: FactsService, today: DateTime): Promise<Progress> {
    const { progress } = this.options;
    const known = await progress.read();
    if (known?.generator === GENERATOR) {
      return known;
    }
    if (known) {
      await this.#remove(facts);
    }
    return progress.begin({
      generator: GENERATOR,
      start: today.minus(HISTORY).toISODate()!,
    });
  }

  async #remove(facts: FactsService): Promise<void> {
    const { progress, logger } = this.options;
    // Without an earlier sample there is nothing to look for.
    if (!(await progress.isPrepared()) || !(await progress.read())) {
      return;
    }
    const count = await facts.deleteSource(SAMPLE_SOURCE);
    await progress.forget();
    logger.info(`Removed ${count} facts of the sample organisation`);
  }
}
