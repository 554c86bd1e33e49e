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

import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { HierarchyService } from '../catalog/types';
import { CorrectionsService } from '../corrections/types';
import { FactIntake } from '../intake';
import { createService } from '../intake/__testUtils__/service';
import { createApp } from './__testUtils__/createApp';
import { RawCall, serve } from './__testUtils__/rawCalls';
import { BodyReaderOptions } from './BodyReader';
import { createWriteHandlers } from './writeHandlers';

jest.setTimeout(60_000);

const MEBIBYTE = 1024 * 1024;
const MINUTE = 60_000;

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const deployments = (source: string, count: number) =>
  JSON.stringify({
    deployments: Array.from({ length: count }, (_, index) => ({
      source,
      id: `${index}`,
      entityRef: `component:default/component-${index % 50}`,
      environment: 'production',
      status: 'success',
      version: `1.${index}`,
      finishedAt: '2026-03-01T09:30:00.123Z',
    })),
  });

/** An envelope of some size without a fact. */
const empty = (bytes: number) => `{}${' '.repeat(bytes - 2)}`;

async function serveIngest(
  facts: Partial<FactIntake>,
  options: { bodies?: Partial<BodyReaderOptions>; maxWait?: number } = {},
) {
  return serve(
    createApp(
      createWriteHandlers({
        auditor: mockServices.auditor.mock({
          createEvent: async () => ({
            success: async () => undefined,
            fail: async () => undefined,
          }),
        }),
        facts: facts as FactIntake,
        corrections: {} as CorrectionsService,
        hierarchy: {} as HierarchyService,
        maxWait: options.maxWait ?? MINUTE,
      }),
      options,
    ),
  );
}

const nothing = { accepted: {}, rejected: [], unmapped: [] };

/** Takes in nothing before it is told to. */
function slowFacts() {
  let proceed = () => {};
  const told = new Promise<void>(resolve => {
    proceed = resolve;
  });
  const ingest = jest.fn(() => told.then(() => nothing));
  return { facts: { ingest } as unknown as FactIntake, ingest, proceed };
}

const until = async (happens: () => boolean) => {
  while (!happens()) {
    await sleep(10);
  }
};

describe('Bodies of calls that send facts', () => {
  it.each(databases.eachSupportedId())(
    'keep nobody waiting while they do not arrive, on %s: 130 connections and an upload that stall',
    async id => {
      const knex = await databases.init(id);
      const { service } = await createService(knex);
      const server = await serveIngest(service, {
        // So that they are there for as long as the test takes.
        bodies: { idle: 10 * MINUTE, total: 10 * MINUTE },
      });
      const announcing = (bytes: number, begun: string) =>
        RawCall.ingest(server.port, [`Content-Length: ${bytes}`], begun);
      const stalled = [
        ...Array.from({ length: 65 }, () => announcing(MEBIBYTE, '{')),
        ...Array.from({ length: 65 }, () => announcing(10 * MEBIBYTE, '')),
        announcing(MEBIBYTE, empty(900_000)),
      ];
      await sleep(200);

      const sent: Promise<{ status: number }>[] = [];
      for (let sender = 0; sender < 4; sender++) {
        sent.push(server.send(deployments(`bulk-${sender}`, 5000)));
      }
      for (let sender = 0; sender < 16; sender++) {
        sent.push(server.send(deployments(`single-${sender}`, 1)));
      }
      const statuses = (await Promise.all(sent)).map(({ status }) => status);
      expect(statuses).toEqual(statuses.map(() => 200));
      expect(stalled.some(({ status }) => status)).toBe(false);
      expect(await knex('deployments').pluck('id')).toHaveLength(20_016);
      stalled.forEach(({ socket }) => socket.destroy());
      await server.close();
      await knex.destroy();
    },
  );

  it('make room for others where they have stopped arriving', async () => {
    const ingest = jest.fn(async () => nothing);
    const server = await serveIngest({ ingest } as unknown as FactIntake, {
      bodies: { bytes: 10 * MEBIBYTE, idle: MINUTE, total: MINUTE },
    });
    const stalled = Array.from({ length: 130 }, () =>
      RawCall.ingest(
        server.port,
        [`Content-Length: ${MEBIBYTE}`],
        empty(300_000),
      ),
    );
    // Some of them are refused at once, as there is no room for all.
    let answer = await server.send(empty(9 * MEBIBYTE));
    while (answer.status === 503) {
      await sleep(500);
      answer = await server.send(empty(9 * MEBIBYTE));
    }
    expect(answer.status).toBe(200);
    expect(ingest).toHaveBeenCalledTimes(1);
    // Those are told, and keep their connections: what they may still send is let pass.
    const evicted = stalled.filter(({ status }) => status === 503);
    expect(evicted.length).toBeGreaterThan(120);
    expect(evicted.some(({ socket }) => socket.closed)).toBe(false);
    stalled.forEach(({ socket }) => socket.destroy());
    await server.close();
  });

  it('are given up when nothing arrives, or when they never end, with an answer and the end of the connection', async () => {
    const { facts, ingest } = slowFacts();
    const server = await serveIngest(facts, {
      bodies: { idle: 400, total: 1500 },
    });
    const chunked = () =>
      RawCall.ingest(server.port, ['Transfer-Encoding: chunked']);
    const silent = chunked();
    const endless = Array.from({ length: 130 }, chunked);
    const drip = setInterval(
      () => endless.forEach(({ socket }) => socket.write('1\r\n \r\n')),
      50,
    );
    const { status, head, body } = await silent.closed();
    expect(status).toBe(408);
    expect(head).toMatch(/connection: close/i);
    expect(JSON.parse(body).error).toMatchObject({
      name: 'RequestTimeoutError',
      message: 'No part of the body has arrived for 0.4 s; send it again',
    });
    const ended = await Promise.all(endless.map(call => call.closed()));
    clearInterval(drip);
    expect(ended.map(answer => answer.status)).toEqual(ended.map(() => 408));
    expect(ended[0].body).toContain('The body did not arrive within 1.5 s');
    expect(ingest).not.toHaveBeenCalled();
    await server.close();
  });

  it('may arrive slowly, as long as they do, compressed too', async () => {
    const ingest = jest.fn(async () => nothing);
    const server = await serveIngest({ ingest } as unknown as FactIntake, {
      bodies: { idle: 500 },
    });
    const plain = Buffer.from(deployments('slow', 100));
    const calls = [
      { body: plain, headers: [] },
      { body: gzipSync(plain), headers: ['Content-Encoding: gzip'] },
    ].map(async ({ body, headers }) => {
      const call = RawCall.ingest(server.port, [
        `Content-Length: ${body.length}`,
        'Connection: close',
        ...headers,
      ]);
      const size = Math.ceil(body.length / 15);
      for (let from = 0; from < body.length; from += size) {
        call.socket.write(body.subarray(from, from + size));
        await sleep(100);
      }
      return call.closed();
    });
    const answers = await Promise.all(calls);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const sent = expect.objectContaining(JSON.parse(`${plain}`));
    expect(ingest.mock.calls).toEqual([
      [sent, expect.anything()],
      [sent, expect.anything()],
    ]);
    await server.close();
  });

  it('are refused where all that are being dealt with leave no room, but for small ones', async () => {
    const { facts, ingest, proceed } = slowFacts();
    const server = await serveIngest(facts, {
      bodies: { bytes: 10 * MEBIBYTE },
    });
    const large = empty(6 * MEBIBYTE);
    const first = server.send(large);
    await until(() => ingest.mock.calls.length === 1);

    expect(await server.send(large)).toMatchObject({
      status: 503,
      retryAfter: '2',
      body: {
        error: {
          name: 'ServiceUnavailableError',
          message: expect.stringContaining('try again later'),
        },
      },
    });
    // However large it is found to be.
    const inflated = await server.send(gzipSync(large), {
      'content-encoding': 'gzip',
    });
    expect(inflated.status).toBe(503);
    const small = Array.from({ length: 200 }, () => server.send('{}'));
    await until(() => ingest.mock.calls.length === 201);

    proceed();
    const answered = await Promise.all([first, ...small]);
    expect(answered.map(({ status }) => status)).toEqual(
      answered.map(() => 200),
    );
    expect((await server.send(large)).status).toBe(200);
    await server.close();
  });

  it('are no larger than 10 MB once inflated, and are what they say', async () => {
    const { facts, ingest } = slowFacts();
    const server = await serveIngest(facts);
    const gzip = { 'content-encoding': 'gzip' };
    const bomb = gzipSync(empty(100 * MEBIBYTE));
    const broken = gzipSync(empty(MEBIBYTE)).subarray(0, -100);
    const refusals = [
      await server.send(bomb, gzip),
      await server.send(broken, gzip),
      await server.send('no gzip', gzip),
      await server.send('{}', { 'content-encoding': 'br' }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([413, 400, 400, 415]);
    expect(refusals[1].body.error).toMatchObject({
      name: 'InputError',
      message: 'The body cannot be read: unexpected end of file',
    });
    expect(ingest).not.toHaveBeenCalled();
    await server.close();
  });

  it('wait for their turn until their senders have waited for long, or have gone', async () => {
    const waiting: AbortSignal[] = [];
    const ingest: FactIntake['ingest'] = (_, { signal }) =>
      new Promise((_resolve, reject) => {
        waiting.push(signal!);
        signal!.addEventListener('abort', () => reject(signal!.reason));
      });
    const server = await serveIngest({ ingest }, { maxWait: 1000 });
    const gone = RawCall.ingest(server.port, ['Content-Length: 2'], '{}');
    await until(() => waiting.length === 1);
    gone.socket.destroy();
    await until(() => waiting[0].aborted);
    expect(waiting[0].reason).toMatchObject({
      message: 'The request was aborted',
    });
    expect(await server.send('{}')).toMatchObject({
      status: 503,
      retryAfter: '5',
      body: {
        error: { message: expect.stringContaining('try again later') },
      },
    });
    await server.close();
  });
});
