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

import { SchedulerServiceTaskFunction } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import {
  FactIdentity,
  Facts,
  IngestResult,
} from '@backstage-dora/plugin-dora-common';
import { SourceSynchronisation } from '@backstage-dora/plugin-dora-node';
import { MemoryState } from '@backstage-dora/plugin-dora-node/testUtils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { JsonObject } from '@backstage/types';
import { DateTime } from 'luxon';
import { isDeepStrictEqual } from 'node:util';
import { generateFacts } from '../generator/generateFacts';
import { readOrganisation } from '../organisation/readOrganisation';
import { createSampleSource } from './createSampleSource';

jest.setTimeout(120_000);

const TODAY = DateTime.fromISO('2026-03-05T10:20:30Z');
const YEAR = { days: 365 };

/** Enough for several steps, and no more. */
const { habits, places } = readOrganisation();
const ORGANISATION = {
  habits,
  places: [...places.slice(0, 9), ...places.slice(22, 26)],
};

/** What outlives a backend: the facts, and what is remembered and reported. */
class Installation {
  readonly stored = new Map<string, object>();
  readonly state = new MemoryState();
  readonly reports = new Map<string, SourceSynchronisation>();
  /** How many facts each call had. */
  readonly calls: number[] = [];
  readonly failure = jest.fn((): void => undefined);
  now = TODAY;

  readonly facts = {
    /** Keeps facts as the real service does, apart from checking them. */
    ingest: async (facts: Facts): Promise<IngestResult> => {
      this.failure();
      const entries = Object.entries(facts).flatMap(([kind, list]) =>
        (list as FactIdentity[]).map(
          fact => [`${kind} ${fact.source} ${fact.id}`, fact] as const,
        ),
      );
      this.calls.push(entries.length);
      entries.forEach(([key, fact]) => this.stored.set(key, fact));
      return {
        accepted: {
          deployments: 0,
          changes: 0,
          incidents: 0,
          signals: 0,
          artifacts: 0,
        },
        rejected: [],
        ignored: [],
        unmapped: [],
      };
    },
    delete: async () => {
      throw new Error('Nothing is taken back one by one');
    },
    deleteSource: async (source: string) => {
      const keys = [...this.stored.keys()].filter(
        key => key.split(' ')[1] === source,
      );
      keys.forEach(key => this.stored.delete(key));
      return keys.length;
    },
  };

  /** Starts a backend; the result runs its task, as the scheduler does, and returns the sizes of its calls. */
  async start(enabled = true) {
    let task: SchedulerServiceTaskFunction | undefined;
    const source = createSampleSource(enabled ? ORGANISATION : undefined, {
      auth: mockServices.auth(),
      catalog: catalogServiceMock({ entities: [] }),
      scheduler: mockServices.scheduler.mock({
        scheduleTask: async ({ fn }) => {
          task = fn;
        },
      }),
      logger: mockServices.logger.mock(),
      now: () => this.now,
    });
    await source.connect({
      facts: this.facts,
      state: this.state,
      report: async report => {
        this.reports.set(report.subject, report);
      },
      retain: async subjects => {
        [...this.reports.keys()]
          .filter(subject => !subjects.includes(subject))
          .forEach(subject => this.reports.delete(subject));
      },
    });
    return async () => {
      this.calls.length = 0;
      await task?.(new AbortController().signal);
      return this.calls;
    };
  }

  async startAndRun(enabled?: boolean) {
    const run = await this.start(enabled);
    return run();
  }

  /** Whether it has exactly what a fresh installation of a history has. */
  hasHistory(start: DateTime): boolean {
    const midnight = (time: DateTime) => time.toUTC().startOf('day').toMillis();
    const facts = generateFacts(ORGANISATION, {
      start: midnight(start),
      today: midnight(this.now),
    });
    const fresh = Object.entries(facts).flatMap(([kind, list]) =>
      list.map(fact => [`${kind} ${fact.source} ${fact.id}`, fact] as const),
    );
    const stored = [...this.stored].filter(([key]) => / sample/.test(key));
    return isDeepStrictEqual(new Map(stored), new Map<string, object>(fresh));
  }
}

describe('createSampleSource', () => {
  it('brings in a year, then day by day, and removes it again', async () => {
    const installation = new Installation();
    const start = TODAY.minus(YEAR);
    installation.stored.set('deployments ci 1', {});

    const run = await installation.start();
    const calls = [...(await run())];
    expect(calls.length).toBeGreaterThan(1);
    expect(Math.max(...calls)).toBeLessThanOrEqual(10_000);
    expect(installation.hasHistory(start)).toBe(true);
    expect([...installation.reports.values()]).toEqual([
      {
        subject: 'sample organisation',
        entityRefs: ['group:sample/commerce'],
        state: 'up-to-date',
      },
    ]);

    // Nothing is sent twice: not later on the same day, nor after a restart.
    installation.now = TODAY.plus({ hours: 2 });
    expect(await run()).toEqual([]);
    const restarted = await installation.start();
    expect(await restarted()).toEqual([]);
    for (const days of [1, 2, 5]) {
      installation.now = TODAY.plus({ days });
      const sent = [...(await restarted())];
      const sum = sent.reduce((a, b) => a + b, 0);
      expect(sum).toBeGreaterThan(0);
      expect(sum).toBeLessThan(500);
      expect(installation.hasHistory(start)).toBe(true);
    }

    await installation.startAndRun(false);
    expect([...installation.stored.keys()]).toEqual(['deployments ci 1']);
    expect(installation.state.values.size).toBe(0);
    expect(installation.reports.size).toBe(0);

    // Enabled again, it is the year until then.
    await installation.startAndRun();
    expect(installation.hasHistory(installation.now.minus(YEAR))).toBe(true);
  });

  it('removes nothing where it never was', async () => {
    const installation = new Installation();
    installation.stored.set('deployments sample 1', {});
    await installation.start(false);
    expect(installation.stored.size).toBe(1);
  });

  it('goes on where a failure or a restart has stopped it', async () => {
    const installation = new Installation();
    installation.failure
      .mockReturnValueOnce(undefined)
      .mockImplementationOnce(() => {
        throw new Error('The database is away');
      });
    expect(await installation.startAndRun()).toHaveLength(1);
    expect([...installation.reports.values()]).toMatchObject([
      { state: 'failed', error: 'The database is away' },
    ]);

    installation.now = TODAY.plus({ days: 1 });
    const run = await installation.start();
    const { size } = installation.stored;
    await run();
    expect(installation.stored.size).toBeGreaterThan(size);
    // The next pass completes what the first step brought on the day before.
    installation.now = TODAY.plus({ days: 1, hours: 1 });
    await run();
    expect(installation.hasHistory(TODAY.minus(YEAR))).toBe(true);
  });

  it('replaces what other data has made', async () => {
    const installation = new Installation();
    await installation.startAndRun();
    const [{ key, value }] = await installation.state.list<JsonObject>(
      'progress/',
    );
    await installation.state.set(key, { ...value, fingerprint: 'other data' });
    installation.stored.set('deployments sample old', {});

    installation.now = TODAY.plus({ days: 3 });
    await installation.startAndRun();
    expect(installation.hasHistory(installation.now.minus(YEAR))).toBe(true);
  });
});
