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
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { DateTime, Duration } from 'luxon';
import { MemoryConnection } from '../__testUtils__/MemoryConnection';
import { RateLimitError, SyncError } from './errors';
import { SyncSource } from './SyncSource';
import { SyncContext, SyncStep, SyncSubject } from './types';

const NOW = DateTime.fromISO('2026-03-01T10:00:00Z');

const entity = (name: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, annotations: { 'acme.com/pages': '3' } },
});

type Step = (context: SyncContext, page: number) => Promise<SyncStep | void>;

/** Some subjects of some pages each. */
class Fake {
  readonly connection = new MemoryConnection();
  readonly logger = mockServices.logger.mock();
  /** Name, page and since of each step. */
  readonly steps: string[] = [];
  readonly pages: Record<string, number> = {};
  readonly behaviour: Record<string, Step> = {};
  fingerprint = '1';
  now = NOW;
  signal = new AbortController();
  source!: SyncSource<SyncSubject>;
  #task!: SchedulerServiceTaskFunction;

  constructor(private names: string[]) {}

  /** Starts a backend; what it remembers outlives it. */
  async start(names = this.names): Promise<void> {
    this.names = names;
    this.signal = new AbortController();
    this.source = SyncSource.create<SyncSubject>({
      name: 'acme',
      system: {
        filter: { kind: 'Component' },
        discover: async entities =>
          entities.map(({ metadata: { name } }) => ({
            id: name,
            entityRefs: [`component:default/${name}`],
            budget: name.split('-')[0],
            fingerprint: this.fingerprint,
          })),
        step: (subject, context) => this.#step(subject.id, context),
      },
      backfill: Duration.fromObject({ days: 30 }),
      interval: Duration.fromObject({ minutes: 5 }),
      lookBack: Duration.fromObject({ days: 3 }),
      concurrency: 2,
      auth: mockServices.auth(),
      catalog: catalogServiceMock({ entities: names.map(entity) }),
      scheduler: mockServices.scheduler.mock({
        scheduleTask: async ({ fn }) => {
          this.#task = fn;
        },
      }),
      logger: this.logger,
      now: () => this.now,
    });
    await this.source.connect(this.connection);
  }

  async run(): Promise<string[]> {
    this.steps.length = 0;
    await this.#task(this.signal.signal);
    return this.steps;
  }

  async later(duration: object): Promise<string[]> {
    this.now = this.now.plus(duration);
    return this.run();
  }

  async #step(name: string, context: SyncContext): Promise<SyncStep> {
    const page = (context.cursor as number | undefined) ?? 1;
    const days = NOW.diff(context.since, 'days').days;
    this.steps.push(`${name} ${page} ${Math.round(days)}`);
    const step = await this.behaviour[name]?.(context, page);
    const pages = this.pages[name] ?? 1;
    return (
      step ?? (page < pages ? { next: page + 1, remaining: pages - page } : {})
    );
  }
}

describe('SyncSource', () => {
  it('reads the history of all in turn, and then what is new', async () => {
    const fake = new Fake(['a', 'b', 'c']);
    fake.pages.a = 3;
    fake.pages.b = 3;
    await fake.start();
    const steps = await fake.run();
    expect([...steps].sort()).toEqual([
      'a 1 30',
      'a 2 30',
      'a 3 30',
      'b 1 30',
      'b 2 30',
      'b 3 30',
      'c 1 30',
    ]);
    expect(steps.indexOf('c 1 30')).toBeLessThan(steps.indexOf('a 3 30'));
    expect(fake.connection.reports.get('a')).toEqual({
      subject: 'a',
      entityRefs: ['component:default/a'],
      state: 'up-to-date',
    });

    expect(await fake.later({ minutes: 4 })).toEqual([]);
    fake.pages.a = 1;
    fake.pages.b = 1;
    expect((await fake.later({ minutes: 1 })).sort()).toEqual([
      'a 1 3',
      'b 1 3',
      'c 1 3',
    ]);
  });

  it('reports its progress, and continues after a restart', async () => {
    const fake = new Fake(['a']);
    fake.pages.a = 5;
    fake.behaviour.a = async (_, page) => {
      if (page === 3) {
        fake.signal.abort();
        throw new Error('aborted');
      }
    };
    await fake.start();
    await fake.run();
    expect(fake.connection.reports.get('a')).toMatchObject({
      state: 'backfilling',
      done: 2,
      remaining: 3,
    });
    delete fake.behaviour.a;
    await fake.start();
    expect(await fake.run()).toEqual(['a 3 30', 'a 4 30', 'a 5 30']);
  });

  it('keeps no state for facts that could not be stored', async () => {
    const fake = new Fake(['a']);
    fake.behaviour.a = async ({ emit }) => {
      await emit({ facts: { changes: [] }, state: { seen: 1 } });
      await emit({
        facts: {
          incidents: [
            {
              source: 'acme',
              id: 'i',
              entityRef: 'a',
              startedAt: '2026-01-01T00:00:00Z',
            },
          ],
        },
        retracted: [{ kind: 'changes', source: 'acme', id: 'c' }],
        state: { seen: 2 },
        forget: ['other'],
      });
    };
    fake.connection.failure = new Error('no database');
    await fake.start();
    await fake.run();
    const { state } = fake.connection;
    expect(await state.get('subject/a/seen')).toBe(1);
    expect(fake.connection.deleted).toEqual([]);
    expect(fake.connection.reports.get('a')).toMatchObject({
      state: 'failed',
      error: 'no database',
    });
    await fake.later({ minutes: 1 });
    expect(await state.get('subject/a/seen')).toBe(2);
    expect(fake.connection.ingested).toHaveLength(1);
    expect(fake.connection.deleted).toEqual(['changes c']);
    expect(fake.connection.reports.get('a')).toMatchObject({
      state: 'up-to-date',
    });
  });

  it('does not disturb others when one fails, and retries that one with growing delays', async () => {
    const fake = new Fake(['a', 'b']);
    fake.behaviour.a = async () => {
      throw new SyncError('no access', 'Give it access');
    };
    await fake.start();
    expect((await fake.run()).sort()).toEqual(['a 1 30', 'b 1 30']);
    expect(fake.connection.reports.get('a')).toMatchObject({
      state: 'failed',
      error: 'no access',
      advice: 'Give it access',
      until: '2026-03-01T10:01:00.000Z',
    });
    expect(fake.connection.reports.get('b')).toMatchObject({
      state: 'up-to-date',
    });
    // Not even an event is a reason to try again before.
    await fake.source.request('a');
    expect(await fake.later({ seconds: 59 })).toEqual([]);
    expect(await fake.later({ seconds: 1 })).toEqual(['a 1 30']);
    expect(fake.connection.reports.get('a')).toMatchObject({
      until: '2026-03-01T10:03:00.000Z',
    });
    for (let round = 0; round < 10; round++) {
      await fake.later({ hours: 1 });
    }
    expect(fake.connection.reports.get('a')).toMatchObject({
      until: fake.now.plus({ hours: 1 }).toUTC().toISO(),
    });

    delete fake.behaviour.a;
    await fake.later({ hours: 1 });
    expect(fake.connection.reports.get('a')).toMatchObject({
      state: 'up-to-date',
    });
  });

  it('makes all subjects of a budget wait, and no others', async () => {
    const fake = new Fake(['x-1', 'x-2', 'x-3', 'y-1']);
    const until = NOW.plus({ minutes: 20 });
    let limited = true;
    const limit = async () => {
      if (limited) {
        throw new RateLimitError('used up', until);
      }
    };
    Object.assign(fake.behaviour, { 'x-1': limit, 'x-2': limit, 'x-3': limit });
    await fake.start();
    await fake.run();
    expect(fake.steps).toContain('y-1 1 30');
    // Those that were under way at the same time have noticed by themselves.
    expect(fake.steps.length).toBeLessThanOrEqual(3);
    for (const name of ['x-1', 'x-2', 'x-3']) {
      expect(fake.connection.reports.get(name)).toMatchObject({
        state: 'waiting',
        until: until.toUTC().toISO(),
      });
    }
    limited = false;
    expect(await fake.later({ minutes: 19 })).toEqual(['y-1 1 3']);
    expect((await fake.later({ minutes: 1 })).sort()).toEqual([
      'x-1 1 30',
      'x-2 1 30',
      'x-3 1 30',
    ]);
  });

  it('continues with new data while histories wait', async () => {
    const fake = new Fake(['x-new']);
    await fake.start();
    await fake.run();
    await fake.start(['x-new', 'x-old', 'x-older']);
    const until = fake.now.plus({ minutes: 20 });
    for (const name of ['x-old', 'x-older']) {
      fake.behaviour[name] = async () => {
        throw new RateLimitError('few left', until, true);
      };
    }
    await fake.run();
    expect(fake.connection.reports.get('x-older')).toMatchObject({
      state: 'waiting',
    });
    expect(await fake.later({ minutes: 5 })).toEqual(['x-new 1 3']);
  });

  it('reads requested subjects at once and completely, even while they are being read', async () => {
    const fake = new Fake(['a']);
    await fake.start();
    await fake.run();
    fake.pages.a = 2;
    for (let times = 0; times < 5; times++) {
      await fake.source.request('a');
      await fake.source.request('unheard-of');
    }
    let again = true;
    fake.behaviour.a = async (_, page) => {
      if (again && page === 2) {
        again = false;
        await fake.source.request('a');
      }
    };
    expect(await fake.later({ seconds: 5 })).toEqual([
      'a 1 3',
      'a 2 3',
      'a 1 3',
      'a 2 3',
    ]);
    expect(await fake.later({ seconds: 5 })).toEqual([]);
    await fake.later({ minutes: 1 });
    expect(await fake.connection.state.list('request/')).toEqual([]);
  });

  it('reads the history again when its fingerprint changes', async () => {
    const fake = new Fake(['a']);
    await fake.start();
    await fake.run();
    fake.fingerprint = '2';
    await fake.start();
    expect(await fake.run()).toEqual(['a 1 30']);
    await fake.start();
    expect(await fake.run()).toEqual([]);
  });

  it('deletes the reports of subjects that no longer exist', async () => {
    const fake = new Fake(['a', 'b']);
    await fake.start();
    await fake.run();
    await fake.start(['b']);
    await fake.run();
    expect([...fake.connection.reports.keys()]).toEqual(['b']);
    // Once it is back, it goes on where it was.
    await fake.start(['a', 'b']);
    expect(await fake.later({ minutes: 5 })).toEqual(
      expect.arrayContaining(['a 1 3']),
    );
  });
});
