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

import { Knex } from 'knex';
import knexFactory from 'knex';
import { writeFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogEntities } from '../conformance/__testUtils__/randomOrganisation';
import { BackendProcess } from './__testUtils__/BackendProcess';
import {
  catalogIsRead,
  eventually,
  expectMetricsOf,
  INGEST,
  ingest,
} from './__testUtils__/calls';
import { ControlledPostgres } from './__testUtils__/ControlledPostgres';
import {
  createPostgres,
  LastingDatabase,
} from './__testUtils__/lastingDatabases';
import {
  manyCalls,
  sendAll,
  storedOf,
  together,
} from './__testUtils__/manyCalls';
import { TOKENS, Workplace } from './__testUtils__/Workplace';

jest.setTimeout(300_000);

const METRICS = '/api/dora/metrics';

/** Thirty seconds in `npm run test:soak`. */
const OUTAGE_MS = Number(process.env.DORA_OUTAGE_SECONDS ?? 3) * 1000;

/** Where the scheduler of Backstage keeps what runs when. */
const TASKS = 'dora.backstage_backend_tasks__tasks';

const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

describe('Two backends on one PostgreSQL', () => {
  const now = Date.now();
  const calls = manyCalls({ histories: 8, factsPerCall: 40, now });
  const parts = [0, 1, 2, 3].map(part =>
    calls.filter((_, index) => index % 4 === part),
  );
  let postgres: ControlledPostgres;
  let volume: string | undefined;
  let workplace: Workplace;
  let database: LastingDatabase;
  let knex: Knex;
  let backends: BackendProcess[];

  beforeAll(async () => {
    postgres = await ControlledPostgres.start();
    volume = await postgres.smallVolume(128);
    if (volume) {
      const admin = knexFactory({ client: 'pg', connection: postgres.url });
      await admin.raw(`create tablespace small location '${volume}'`);
      await admin.destroy();
    }
    database = await createPostgres(postgres.url, volume && 'small');
    workplace = await Workplace.create();
    await workplace.writeCatalog(catalogEntities());
    knex = database.open();
    const start = () =>
      workplace.launch(database.config, {
        retention: {
          months: 120,
          schedule: {
            frequency: { hours: 1 },
            timeout: { minutes: 5 },
            initialDelay: { seconds: 10 },
          },
        },
      });
    // One after the other: both would create the tables of Backstage's own plugins at the same time.
    const first = await start();
    await first.waitUntilReady();
    await knex.raw(
      'create table runs (id text, ticket text, unique (id, ticket))',
    );
    await knex.raw(`
      create function note_run() returns trigger language plpgsql as $$
      begin
        insert into runs values (new.id, new.current_run_ticket) on conflict do nothing;
        return new;
      end $$`);
    await knex.raw(`
      create trigger note_run after update on ${TASKS} for each row
      when (new.current_run_ticket is not null) execute function note_run()`);
    const second = await start();
    await second.waitUntilReady();
    backends = [first, second];
    await Promise.all(backends.map(backend => catalogIsRead(backend)));
  });

  afterAll(async () => {
    await workplace?.remove();
    await knex?.destroy();
    await postgres?.remove();
  });

  it('make of the same facts, sent to both at once, what they are', async () => {
    await sendAll([...parts[0], ...parts[0]], 8, async (call, index) => {
      await ingest(backends[index % 2], call);
    });
    const stored = await storedOf(knex, parts[0]);
    expect(stored.filter(call => call.stored !== call.of)).toEqual([]);
    await Promise.all(
      backends.map(backend =>
        expectMetricsOf(backend, together(parts[0]), now),
      ),
    );
  });

  it('do what is scheduled once', async () => {
    await eventually(async () => {
      expect(await knex('runs').pluck('id')).toContain('dora-retention');
    });
    // As long again as the other would take to begin, were it to.
    await sleep(2000);
    expect(await knex('runs').where('id', 'dora-retention')).toHaveLength(1);
  });

  it('lose nothing when one is killed while it derives: the other takes over', async () => {
    const [first, second] = backends;
    // Nobody reads, so the first derives by itself, soon; it comes as far as to write the rows.
    const hold = await knex.transaction();
    await hold.raw('lock table releases in share mode');
    await sendAll(parts[1], 4, async call => {
      await ingest(first, call);
    });
    await eventually(async () => {
      const { rows } = await knex.raw(
        `select 1 from pg_locks
         where relation = 'releases'::regclass and not granted`,
      );
      expect(rows).toHaveLength(1);
    });
    await first.kill();
    await hold.rollback();
    expect(await knex('derivation_queue').first()).toBeDefined();
    await expectMetricsOf(second, together([...parts[0], ...parts[1]]), now);
    expect(await knex('derivation_queue').first()).toBeUndefined();
  });

  it('report that the database is unavailable, keep what they acknowledged, and continue when it is back', async () => {
    const [, backend] = backends;
    const answered = new Set<number>();
    const refused: object[] = [];
    let halting: Promise<void> | undefined;
    const away = async () => {
      await postgres.halt();
      // As senders do, until it is back.
      const { status, retryAfter, body } = await backend.send('GET', METRICS, {
        token: TOKENS.ingest,
      });
      refused.push({ status, retryAfter, message: body.error.message });
      await sleep(OUTAGE_MS);
      await postgres.restart();
    };
    await sendAll(parts[2], 4, async (call, index) => {
      if (index === 3) {
        halting = away();
      }
      for (;;) {
        const { status, retryAfter, body } = await backend.send(
          'POST',
          INGEST,
          { token: TOKENS.ingest, body: call },
        );
        if (status === 200) {
          answered.add(index);
          return;
        }
        refused.push({ status, retryAfter, message: body.error.message });
        await sleep(200);
      }
    });
    await halting;
    expect(answered.size).toBe(parts[2].length);
    expect(refused.length).toBeGreaterThan(0);
    const told = {
      status: 503,
      retryAfter: '5',
      message: 'The database cannot be reached at the moment; try again later',
    };
    expect(refused).toEqual(refused.map(() => told));
    await expectMetricsOf(backend, together(parts.slice(0, 3).flat()), now);
  });

  it('answer when the database goes on after it has hung, or say that it does not, and lose nothing', async () => {
    const [, backend] = backends;
    const refused: (string | undefined)[] = [];
    const statuses: number[] = [];
    const send = async (call: object): Promise<void> => {
      // A test that gets no answer in a minute fails.
      const { status, retryAfter } = await backend.send('POST', INGEST, {
        token: TOKENS.ingest,
        body: call,
      });
      statuses.push(status);
      if (status !== 200) {
        refused.push(retryAfter);
        await sleep(500);
        await send(call);
      }
    };
    await postgres.freeze();
    const sending = sendAll(parts[3], 16, send);
    const reading = backend.send('GET', METRICS, { token: TOKENS.ingest });
    await sleep(OUTAGE_MS);
    // It is not the backend that hangs.
    const health = await backend.send('GET', '/.backstage/health/v1/liveness');
    expect(health.status).toBe(200);
    expect(statuses).not.toContain(200);
    await postgres.thaw();
    await sending;
    expect([200, 503]).toContain((await reading).status);
    expect(new Set([...statuses, 200, 503])).toEqual(new Set([200, 503]));
    expect(refused).toEqual(
      refused.map(() => expect.stringMatching(/^[1-9]\d*$/)),
    );
    const stored = await storedOf(knex, parts[3]);
    expect(stored.filter(call => call.stored !== call.of)).toEqual([]);
    await expectMetricsOf(backend, together(calls), now);
  });

  it('accept what they can from 200 concurrent senders, and tell the others to try again later', async () => {
    const [, backend] = backends;
    const sent = await Promise.all(
      Array.from({ length: 200 }, async (_, sender) => {
        const signals = Array.from({ length: 100 }, (_unused, index) => ({
          source: 'senders',
          id: `${sender}.${index}`,
          entityRef: 'login',
          type: 'note',
          at: '2026-03-01T00:00:00Z',
          // So that they are no small calls, of which there is room for more.
          name: 'x'.repeat(1000),
        }));
        const { status, retryAfter } = await backend.send('POST', INGEST, {
          token: TOKENS.ingest,
          body: { signals },
        });
        return { sender, status, retryAfter };
      }),
    );
    const taken = sent.filter(({ status }) => status === 200);
    const refused = sent.filter(({ status }) => status !== 200);
    expect(taken.length).toBeGreaterThan(0);
    expect(refused).toEqual(
      refused.map(({ sender }) => ({
        sender,
        status: 503,
        retryAfter: expect.stringMatching(/^[1-9]\d*$/),
      })),
    );
    const [{ count }] = await knex('signals')
      .where({ source: 'senders' })
      .count();
    expect(Number(count)).toBe(100 * taken.length);
  });

  it('read from a database that is read-only, and say so to senders', async () => {
    const [, backend] = backends;
    await postgres.halt();
    await postgres.restart({ default_transaction_read_only: 'on' });
    const note = {
      signals: [
        {
          source: 'notes',
          id: '1',
          entityRef: 'login',
          type: 'note',
          at: '2026-03-01T00:00:00Z',
        },
      ],
    };
    const send = () =>
      backend.send('POST', INGEST, { token: TOKENS.ingest, body: note });
    await eventually(async () => {
      expect(await send()).toMatchObject({
        status: 503,
        retryAfter: '30',
        body: {
          error: {
            name: 'ServiceUnavailableError',
            message: expect.stringContaining('read-only'),
          },
        },
      });
    });
    await expectMetricsOf(backend, together(calls), now);
    await postgres.halt();
    await postgres.restart();
    await eventually(async () => {
      expect(await send()).toMatchObject({ status: 200 });
    });
  });

  it('store a call whole or not at all when the disk is full, and say so', async () => {
    if (!volume) {
      process.stdout.write('No small volume can be had here: skipped\n');
      return;
    }
    const [, backend] = backends;
    const filler = join(volume, 'filler');
    await fill(filler);
    const more = manyCalls({ histories: 20, factsPerCall: 400, now }).slice(8);
    const statuses: [number, string | undefined][] = [];
    for (const call of more) {
      const { status, body } = await backend.send('POST', INGEST, {
        token: TOKENS.ingest,
        body: call,
      });
      statuses.push([status, body.error?.message]);
      if (status !== 200) {
        break;
      }
    }
    expect(statuses[statuses.length - 1]).toEqual([
      503,
      'The database has run out of disk space; try again later',
    ]);
    const sent = more.slice(0, statuses.length);
    const stored = await storedOf(knex, sent);
    expect(stored.slice(0, -1).filter(call => call.stored !== call.of)).toEqual(
      [],
    );
    expect(stored[stored.length - 1].stored).toBe(0);

    await rm(filler);
    await ingest(backend, more[statuses.length - 1]);
    await eventually(async () => {
      expect(await knex('derivation_queue').first()).toBeUndefined();
    });
  });
});

/** Writes until there is no space left. */
async function fill(file: string): Promise<void> {
  for (;;) {
    try {
      await writeFile(file, Buffer.alloc(256 * 1024), { flag: 'a' });
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' });
      return;
    }
  }
}
