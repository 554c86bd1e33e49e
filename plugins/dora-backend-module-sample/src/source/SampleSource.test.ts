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
  DatabaseService,
  SchedulerServiceTaskInvocationDefinition,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import {
  FactKind,
  Facts,
  IngestResult,
} from '@backstage-dora/plugin-dora-common';
import {
  FactsService,
  SourceConnection,
} from '@backstage-dora/plugin-dora-node';
import { DateTime } from 'luxon';
import { isDeepStrictEqual } from 'node:util';
import { generateFacts } from '../generator/generateFacts';
import { sampleOrganisation } from '../organisation';
import { SampleProgress } from './SampleProgress';
import { SampleSource } from './SampleSource';

jest.setTimeout(120_000);

const TODAY = DateTime.fromISO('2026-03-05T10:20:30Z');
const TOMORROW = TODAY.plus({ days: 1 });

/** Enough for several calls, and no more. */
const ORGANISATION = {
  platforms: [
    {
      ...sampleOrganisation.platforms[0],
      teams: sampleOrganisation.platforms[0].teams.slice(0, 2),
    },
  ],
  domains: [],
};

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/** Keeps facts as the real service does, apart from checking them. */
class FakeFactsService implements FactsService {
  readonly stored = new Map<string, object>();
  readonly calls: number[] = [];
  reject?: string;

  async ingest(facts: Facts): Promise<IngestResult> {
    const entries = Object.entries(facts).flatMap(([kind, list]) =>
      (list as NonNullable<Facts[FactKind]>).map(
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
      rejected: this.reject
        ? [{ path: '/deployments/0', id: 'd', reason: this.reject }]
        : [],
      ignored: [],
      unmapped: [],
    };
  }

  async delete(): Promise<boolean> {
    throw new Error('One by one is too slow');
  }

  async deleteSource(source: string): Promise<number> {
    const keys = [...this.stored.keys()].filter(
      key => key.split(' ')[1] === source,
    );
    keys.forEach(key => this.stored.delete(key));
    return keys.length;
  }
}

class Installation {
  readonly facts = new FakeFactsService();
  /** Nothing but the facts is asked for. */
  readonly connection: SourceConnection = Object.assign(
    {} as SourceConnection,
    { facts: this.facts },
  );
  readonly logger = mockServices.logger.mock();

  static async create(databaseId: TestDatabaseId) {
    const knex = await databases.init(databaseId);
    return new Installation({ getClient: async () => knex });
  }

  private constructor(readonly database: DatabaseService) {}

  progress() {
    return SampleProgress.create(this.database);
  }

  /** Starts the backend once; returns what the scheduler then does again and again. */
  async start(options: { enabled?: boolean; now?: () => DateTime } = {}) {
    let task: SchedulerServiceTaskInvocationDefinition['fn'] | undefined;
    const scheduler = mockServices.scheduler.mock({
      scheduleTask: async ({ fn }) => {
        task = fn;
      },
    });
    await SampleSource.create({
      enabled: options.enabled ?? true,
      organisation: ORGANISATION,
      progress: this.progress(),
      scheduler,
      logger: this.logger,
      now: options.now ?? (() => TODAY),
    }).connect(this.connection);
    const run = async (signal = new AbortController().signal) => {
      this.facts.calls.length = 0;
      await task?.(signal);
      return this.facts.calls;
    };
    return { run, isScheduled: task !== undefined };
  }
}

/** What a fresh installation of that day has. */
const freshFacts = (today: DateTime, start: DateTime) =>
  new Map(
    generateFacts({
      organisation: ORGANISATION,
      seed: 'sample',
      start,
      today,
    }).map(({ kind, fact }) => [`${kind} sample ${fact.id}`, fact as object]),
  );

describe('SampleSource', () => {
  it.each(databases.eachSupportedId())(
    'brings in a year, then day by day, and takes it away again, %p',
    async databaseId => {
      const installation = await Installation.create(databaseId);
      const { facts } = installation;
      const start = TODAY.minus({ days: 365 });

      const first = await installation.start();
      const calls = await first.run();
      expect(calls.length).toBeGreaterThan(1);
      expect(Math.max(...calls)).toBeLessThanOrEqual(10_000);
      expect(isDeepStrictEqual(facts.stored, freshFacts(TODAY, start))).toBe(
        true,
      );
      expect(await first.run()).toEqual([]);

      // A start on the same day sends nothing; the day after, only what is new.
      let now = TODAY;
      const second = await installation.start({ now: () => now });
      expect(await second.run()).toEqual([]);
      now = TOMORROW;
      const [count, ...more] = await second.run();
      expect(more).toEqual([]);
      expect(count).toBeGreaterThan(0);
      expect(count).toBeLessThan(500);
      expect(isDeepStrictEqual(facts.stored, freshFacts(TOMORROW, start))).toBe(
        true,
      );

      facts.stored.set('deployments ci 1', {});
      const disabled = await installation.start({ enabled: false });
      expect(disabled.isScheduled).toBe(false);
      expect([...facts.stored.keys()]).toEqual(['deployments ci 1']);
      expect(await installation.progress().read()).toBeUndefined();

      // Enabled again, it is the year until then.
      const again = await installation.start({ now: () => TOMORROW });
      await again.run();
      facts.stored.delete('deployments ci 1');
      expect(
        isDeepStrictEqual(
          facts.stored,
          freshFacts(TOMORROW, start.plus({ days: 1 })),
        ),
      ).toBe(true);
    },
  );

  it('leaves no trace where it never was', async () => {
    const installation = await Installation.create('SQLITE_3');
    await installation.start({ enabled: false });
    expect(await installation.progress().isPrepared()).toBe(false);
    const knex = await installation.database.getClient();
    expect(await knex('sqlite_master').select('name')).toEqual([]);
  });

  it('tells what was rejected, and tries again', async () => {
    const installation = await Installation.create('SQLITE_3');
    const { run } = await installation.start();
    installation.facts.reject = 'no such status';
    await run();
    expect(installation.logger.error).toHaveBeenCalledWith(
      expect.any(String),
      expect.objectContaining({
        message:
          '1 facts of the sample organisation were rejected, first d: no such status',
      }),
    );
    installation.facts.reject = undefined;
    expect((await run()).length).toBeGreaterThan(1);
    expect(await run()).toEqual([]);
  });

  it('goes on where a stop or a crash left off', async () => {
    const installation = await Installation.create('SQLITE_3');
    const { run } = await installation.start();
    expect(await run(AbortSignal.abort())).toEqual([]);

    const later = await installation.start({ now: () => TOMORROW });
    await later.run();
    expect(
      isDeepStrictEqual(
        installation.facts.stored,
        freshFacts(TOMORROW, TODAY.minus({ days: 365 })),
      ),
    ).toBe(true);
  });

  it('replaces what an older generator made', async () => {
    const installation = await Installation.create('SQLITE_3');
    await installation.progress().prepare();
    await installation
      .progress()
      .begin({ generator: 'old', start: '2025-01-01', through: '2026-03-05' });
    installation.facts.stored.set('deployments sample old', {});

    await (await installation.start()).run();
    expect(
      isDeepStrictEqual(
        installation.facts.stored,
        freshFacts(TODAY, TODAY.minus({ days: 365 })),
      ),
    ).toBe(true);
  });

  it('agrees with another replica on the history', async () => {
    const installation = await Installation.create('SQLITE_3');
    await installation.progress().prepare();
    const one = { generator: '1', start: '2025-03-05' };
    expect(await installation.progress().begin(one)).toEqual(one);
    expect(
      await installation.progress().begin({ ...one, start: '2025-03-06' }),
    ).toEqual(one);
  });
});
