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

import { FactChange } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { Socket } from 'node:net';
import { NaiveFacts } from '../conformance/__testUtils__/naiveRules';
import {
  catalogEntities,
  ENTITY_REFS,
} from '../conformance/__testUtils__/randomOrganisation';
import { catalogIsRead, INGEST } from './__testUtils__/calls';
import { copiesOf, factsIn } from './__testUtils__/copies';
import { ControlledPostgres } from './__testUtils__/ControlledPostgres';
import {
  createPostgres,
  LastingDatabase,
} from './__testUtils__/lastingDatabases';
import { manyCalls, storedOf, together } from './__testUtils__/manyCalls';
import { Percentiles } from './__testUtils__/Percentiles';
import { ReplaceableBackend } from './__testUtils__/ReplaceableBackend';
import { TOKENS, Workplace } from './__testUtils__/Workplace';

/** Set by `npm run test:soak`. */
const MINUTES = Number(process.env.DORA_SOAK_MINUTES ?? 0);
const describeSoak = MINUTES > 0 ? describe : describe.skip;

jest.setTimeout((MINUTES + 15) * 60_000);

/** In MB, of each process. */
const MAX_MEMORY = 700;
const BULK_SENDERS = 200;
/** Of the random organisation: eight components alone would have more deployments in minutes than others in years. */
const COPIES = 50;
const FACTS_PER_BULK = 2000;

/** Calls that begin and never end, beside one of which nearly all has come. */
const STALLED = 130;
const MEBIBYTE = 1024 * 1024;
const SCRAPE_EVERY_MS = 15_000;

/** Of about 450 facts each */
const HISTORIES_PER_BULK = 2;
const BULK_EVERY_MS = 2000;

/** Calls with one fact each. */
function oneByOne({
  deployments,
  changes,
  incidents,
  artifacts,
}: NaiveFacts): NaiveFacts[] {
  const none = {
    deployments: [],
    changes: [],
    incidents: [],
    artifacts: [],
  };
  return [
    ...deployments.map(fact => ({ ...none, deployments: [fact] })),
    ...changes.map(fact => ({ ...none, changes: [fact] })),
    ...incidents.map(fact => ({ ...none, incidents: [fact] })),
    ...artifacts.map(fact => ({ ...none, artifacts: [fact] })),
  ];
}

const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

describeSoak('Two backends under load', () => {
  const now = Date.now();
  const memory: number[] = [];
  const statuses = new Map<string, number>();
  const stalled = new Set<Socket>();
  let postgres: ControlledPostgres;
  let database: LastingDatabase;
  let workplace: Workplace;
  let knex: Knex;
  let backends: ReplaceableBackend[];
  let running = true;

  beforeAll(async () => {
    postgres = await ControlledPostgres.start();
    database = await createPostgres(postgres.url);
    knex = database.open();
    workplace = await Workplace.create();
    await workplace.writeCatalog(copiesOf(catalogEntities(), COPIES));
    const start = () => workplace.launch(database.config, {});
    backends = [];
    for (let count = 0; count < 2; count++) {
      backends.push(await ReplaceableBackend.start(start));
    }
    await Promise.all(
      backends.map(({ current }) => catalogIsRead(current, COPIES)),
    );
  });

  afterAll(async () => {
    running = false;
    await workplace?.remove();
    await knex?.destroy();
    await postgres?.remove();
  });

  const one = () => backends[Math.floor(Math.random() * backends.length)];

  /** Counts the outcomes of calls, for the report at the end. */
  function note(method: string, outcome: number | Error): undefined {
    const result =
      typeof outcome === 'number'
        ? outcome
        : (outcome.cause as { code?: string } | undefined)?.code ??
          outcome.name;
    const key = `${method} ${result}`;
    statuses.set(key, (statuses.get(key) ?? 0) + 1);
    return undefined;
  }

  /** Sends until it is answered as it should be; to either, whichever is there. */
  async function persist(
    method: string,
    path: string,
    body: object | string | undefined,
    accepted: number[],
    durations?: Percentiles,
  ) {
    for (;;) {
      const begun = Date.now();
      const answer = await one()
        .current.send(method, path, { token: TOKENS.ingest, body })
        .catch(error => note(method, error));
      if (answer) {
        note(method, answer.status);
      }
      if (answer && accepted.includes(answer.status)) {
        durations?.add(Date.now() - begun);
        return;
      }
      // Killed meanwhile, or told to come again; anything else is a fault.
      expect([undefined, 503]).toContain(answer?.status);
      expect(answer?.retryAfter ?? '1').toMatch(/^\d+$/);
      await sleep(answer ? 500 : 200);
    }
  }

  async function read(path: string, durations: Percentiles) {
    const begun = Date.now();
    const answer = await one()
      .current.send('GET', path, { token: TOKENS.ingest })
      .catch(error => note('GET', error));
    if (answer) {
      note('GET', answer.status);
    }
    if (answer?.status === 200) {
      durations.add(Date.now() - begun);
    } else {
      expect([undefined, 503]).toContain(answer?.status);
      await sleep(200);
    }
  }

  async function readWhile(isGoing: () => boolean, durations: Percentiles) {
    const paths = [
      '/api/dora/metrics',
      '/api/dora/metrics?entityRef=login',
      '/api/dora/compare?level=component',
      '/api/dora/releases?entityRef=group:company',
    ];
    for (let turn = 0; isGoing(); turn++) {
      await read(paths[turn % paths.length], durations);
      await sleep(50);
    }
  }

  /** Begins to send a call of 1 MB, again and again as it is refused. */
  async function stallWhile(isGoing: () => boolean, begun: string) {
    while (isGoing()) {
      const socket = one().current.stall(INGEST, {
        token: TOKENS.ingest,
        length: MEBIBYTE,
        begun,
      });
      stalled.add(socket);
      socket.on('error', () => undefined); // killed, or not there yet
      socket.once('data', () => socket.destroy());
      await new Promise(resolve => socket.once('close', resolve));
      stalled.delete(socket);
      await sleep(100);
    }
  }

  async function watchMemory() {
    while (running) {
      for (const { current } of backends) {
        const used = await current.memory();
        if (used !== undefined) {
          memory.push(used);
        }
      }
      await sleep(1000);
    }
  }

  const tell = (text: string) => process.stdout.write(`${text}\n`);

  /** Waits until all is derived, which may take longer than a call may. */
  async function derived(what: string) {
    const begun = Date.now();
    let pending: number | undefined;
    while (pending !== 0) {
      const { current } = backends[0];
      const answer = await current.send('GET', '/api/dora/metrics', {
        token: TOKENS.ingest,
      });
      expect(answer.status).toBe(200);
      pending = answer.body.pending;
    }
    tell(`${what} was derived in ${Math.round((Date.now() - begun) / 1000)} s`);
  }

  /** Everything that can be seen, as one backend sees it. */
  async function seen() {
    const answers: unknown[] = [];
    for (const entityRef of ['', ...ENTITY_REFS]) {
      for (const what of ['metrics', 'series', 'releases', 'incidents']) {
        const { status, body } = await backends[0].current.send(
          'GET',
          `/api/dora/${what}?from=2026-01-01&to=2027-01-01${
            entityRef && `&entityRef=${entityRef}`
          }`,
          { token: TOKENS.ingest },
        );
        expect(status).toBe(200);
        expect(body.pending).toBe(0);
        answers.push(
          // What grows with time alone is another thing each time.
          JSON.parse(
            JSON.stringify(body, (key, value) =>
              ['maturing', 'withOpen', 'tier', 'tierRange'].includes(key)
                ? undefined
                : value,
            ),
          ),
        );
      }
    }
    return answers;
  }

  it('answer 200 bulk senders at once, or tell them to come again', async () => {
    const atFirst = Math.round((await backends[0].current.memory()) ?? 0);
    const watching = watchMemory();
    const deployments = (sender: number) =>
      Array.from({ length: FACTS_PER_BULK }, (_, index) => ({
        source: `bulk-${sender}`,
        id: `${index}`,
        entityRef: `bulk-${sender}-${index % 3}`,
        environment: 'prod',
        status: 'success',
        version: `${sender}.${index}`,
        finishedAt: new Date(
          now - (sender * 977 + index * 60) * 1000,
        ).toISOString(),
      }));
    // Made before, as readers would wait for this process where it makes them.
    const bodies = Array.from({ length: BULK_SENDERS }, (_, sender) =>
      JSON.stringify({ deployments: deployments(sender) }),
    );
    let sending = true;
    const reads = new Percentiles();
    const reading = [1, 2].map(() => readWhile(() => sending, reads));
    const begun = Date.now();
    await Promise.all(bodies.map(body => persist('POST', INGEST, body, [200])));
    const seconds = (Date.now() - begun) / 1000;
    sending = false;
    await Promise.all(reading);
    running = false;
    await watching;
    running = true;
    tell(
      `${BULK_SENDERS} senders of ${FACTS_PER_BULK} facts: ${seconds.toFixed(
        0,
      )} s, ${Math.round(
        (BULK_SENDERS * FACTS_PER_BULK) / seconds,
      )} facts/s; reads meanwhile ${reads}; memory ${atFirst} MB at first, up to ${Math.round(
        Math.max(0, ...memory),
      )} MB; ${JSON.stringify([...statuses])}`,
    );
    const [{ count }] = await knex('deployments')
      .where('source', 'like', 'bulk-%')
      .count();
    expect(Number(count)).toBe(BULK_SENDERS * FACTS_PER_BULK);
    expect(Math.max(0, ...memory)).toBeLessThan(MAX_MEMORY);
  });

  it('lose nothing and stay right while calls stall, they are killed, and the database goes away', async () => {
    const end = Date.now() + MINUTES * 60_000;
    const isGoing = () => Date.now() < end;
    const sent: ReturnType<typeof manyCalls> = [];
    const taken = new Set<string>();
    const feed = new Map<string, object>();
    let cursor: string | undefined;
    const watching = watchMemory();
    const [reads, scrapes, bulk, singles] = Array.from(
      { length: 4 },
      () => new Percentiles(),
    );

    /** Facts of random times that nobody else sends. */
    const historyOf = (seed: number) =>
      factsIn(
        seed % COPIES,
        together(
          manyCalls({ histories: 1, factsPerCall: FACTS_PER_BULK, now, seed }),
        ),
      );
    const send = async (call: NaiveFacts, durations: Percentiles) => {
      await persist('POST', INGEST, call, [200], durations);
      sent.push(call);
    };
    const sendBulk = async (sender: number) => {
      for (let round = 0; isGoing(); round++) {
        const seed = sender * 100_000 + round * HISTORIES_PER_BULK;
        const call = together(
          Array.from({ length: HISTORIES_PER_BULK }, (_, index) =>
            historyOf(seed + index),
          ),
        );
        await send(call, bulk);
        await sleep(BULK_EVERY_MS);
      }
    };
    const sendSingly = async (sender: number) => {
      for (let round = 0; isGoing(); round++) {
        for (const call of oneByOne(historyOf(sender * 100_000 + round))) {
          if (!isGoing()) {
            return;
          }
          await send(call, singles);
          const [deployment] = call.deployments;
          if (deployment && sent.length % 50 === 0) {
            await persist(
              'DELETE',
              `/api/dora/facts/deployments/${deployment.source}/${deployment.id}`,
              undefined,
              // Taken by a call that got no answer.
              [204, 404],
            );
            taken.add(`${deployment.source} ${deployment.id}`);
          }
          await sleep(20);
        }
      }
    };
    const scrape = async () => {
      while (isGoing()) {
        await read('/api/dora/compare?level=product', scrapes);
        await sleep(SCRAPE_EVERY_MS);
      }
    };
    /** One has nearly come when it stalls, the others have only begun. */
    const stalling = Array.from({ length: STALLED + 1 }, (_, index) =>
      stallWhile(isGoing, index === 0 ? `{}${' '.repeat(900_000)}` : '{'),
    );
    /** @returns how many changes there were; undefined where there was no answer */
    const follow = async (after: string | undefined) => {
      const { status, body } = await one()
        .current.lines(
          `/api/dora/facts?limit=5000${after ? `&after=${after}` : ''}`,
          { token: TOKENS.ingest },
        )
        .catch(() => ({ status: 503, body: [] }));
      expect([200, 503]).toContain(status);
      for (const change of body as FactChange[]) {
        if (change.kind === 'corrections') continue; // of which there are none
        const { source, id } = 'fact' in change ? change.fact : change.deleted;
        const key = JSON.stringify([change.kind, source, id]);
        if ('fact' in change) {
          feed.set(key, change.fact);
        } else {
          feed.delete(key);
        }
        cursor = change.cursor;
      }
      return status === 200 ? body.length : undefined;
    };
    const kill = async () => {
      let kills = 0;
      while (isGoing()) {
        await sleep(15_000 + Math.random() * 15_000);
        await backends[kills++ % 2].replace();
      }
      tell(`${kills} times a backend was killed`);
    };
    const takeAway = async () => {
      while (isGoing()) {
        await sleep(60_000);
        await postgres.halt();
        await sleep(5000);
        await postgres.restart();
      }
    };
    await Promise.all([
      ...[1, 2].map(sendBulk),
      ...[3, 4, 5, 6].map(sendSingly),
      ...[1, 2].map(() => readWhile(isGoing, reads)),
      scrape(),
      (async () => {
        while (isGoing()) {
          await follow(cursor);
          await sleep(500);
        }
      })(),
      kill(),
      takeAway(),
    ]);
    stalled.forEach(socket => socket.destroy());
    await Promise.all(stalling);
    while ((await follow(cursor)) !== 0) {
      backends.forEach(({ current }) => current.expectRunning());
    }
    running = false;
    await watching;
    tell(
      `${MINUTES} minutes: ${sent.length} calls beside ${
        STALLED + 1
      } that stall; bulk ${bulk}; single facts ${singles}; reads ${reads}; scrapes ${scrapes}; memory up to ${Math.round(
        Math.max(0, ...memory),
      )} MB; ${JSON.stringify([...statuses])}`,
    );

    // Nothing that was answered is lost, and nothing that was taken is there.
    const stored = await storedOf(knex, sent);
    const missing = stored.reduce(
      (sum, call) => sum + call.of - call.stored,
      0,
    );
    expect(missing).toBe(taken.size);
    const [{ count }] = await knex('deployments').count();
    expect(
      [...feed.keys()].filter(key => key.startsWith('["deployments"')),
    ).toHaveLength(Number(count));

    // What was derived bit by bit is what is derived from nothing.
    await derived('What was left');
    const before = await seen();
    await knex('derivation_state').where('key', 'like', 'rules%').delete();
    await backends[0].replace();
    await derived('Everything');
    expect(await seen()).toEqual(before);
    expect(Math.max(0, ...memory)).toBeLessThan(MAX_MEMORY);
  });
});
