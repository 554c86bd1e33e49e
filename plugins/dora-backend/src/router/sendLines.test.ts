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

import express from 'express';
import { once } from 'node:events';
import { get, IncomingMessage } from 'node:http';
import { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLineSender, LineSenderOptions } from './sendLines';

/** Serves a feed. */
async function serveFeed(
  documents: () => AsyncIterable<object>,
  options?: LineSenderOptions,
) {
  const sendLines = createLineSender(options);
  const errors: unknown[] = [];
  const app = express();
  app.get('/', async (_, response, next) => {
    try {
      await sendLines(response, documents());
    } catch (error) {
      errors.push(error);
      next(error);
    }
  });
  app.use(
    (
      error: Error,
      _: express.Request,
      response: express.Response,
      next: express.NextFunction,
    ) =>
      response.headersSent
        ? next(error)
        : response.status(503).send(error.message),
  );
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const read = (): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      get({ port, host: '127.0.0.1', agent: false }, resolve).once(
        'error',
        reject,
      );
    });
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { read, errors, close };
}

/** Serves a feed, and asks for it. */
async function ask(documents: () => AsyncIterable<object>) {
  const { read, errors, close } = await serveFeed(documents);
  const answer = await read();
  return {
    answer,
    errors,
    close: async () => {
      answer.destroy();
      await close();
    },
  };
}

async function textOf(answer: IncomingMessage) {
  let text = '';
  for await (const piece of answer.setEncoding('utf8')) {
    text += piece;
  }
  return text;
}

async function* numbers(count: number) {
  for (let n = 0; n < count; n++) {
    yield { n };
  }
}

it('sends a line per document, and none where there is none', async () => {
  const some = await ask(() => numbers(3));
  expect(some.answer.headers['content-type']).toMatch(/^application\/x-ndjson/);
  expect(await textOf(some.answer)).toBe('{"n":0}\n{"n":1}\n{"n":2}\n');
  await some.close();
  const none = await ask(() => numbers(0));
  expect(none.answer.statusCode).toBe(200);
  expect(await textOf(none.answer)).toBe('');
  await none.close();
});

it('answers with an error where the first document cannot be read', async () => {
  const { answer, close } = await ask(async function* fail() {
    yield* numbers(0);
    throw new Error('No database');
  });
  expect(answer.statusCode).toBe(503);
  expect(await textOf(answer)).toBe('No database');
  await close();
});

it('breaks off where a later document cannot be read', async () => {
  const { answer, errors, close } = await ask(async function* fail() {
    yield* numbers(20_000);
    throw new Error('No database');
  });
  await expect(textOf(answer)).rejects.toThrow('aborted');
  expect(errors).toEqual([new Error('No database')]);
  await close();
});

it('reads no more than is taken, and stops when the reader goes away', async () => {
  let read = 0;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>(resolve => {
    finish = resolve;
  });
  const { answer, errors, close } = await ask(async function* endless() {
    try {
      for (;;) {
        read++;
        yield { text: 'x'.repeat(1000) };
      }
    } finally {
      finish();
    }
  });
  // Until the buffers of both ends are full.
  let before = -1;
  while (read !== before) {
    before = read;
    await sleep(500);
  }
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(50_000);
  answer.destroy();
  await finished;
  expect(errors).toEqual([]);
  await close();
});

it('cuts off readers who stop reading, but not slow ones', async () => {
  let open = 0;
  const taken: number[] = [];
  const { read, errors, close } = await serveFeed(
    async function* endless() {
      const reader = open++;
      taken[reader] = 0;
      try {
        for (;;) {
          taken[reader]++;
          yield { text: 'x'.repeat(100_000) };
        }
      } finally {
        open--;
      }
    },
    { stalledAfter: 3000 },
  );
  const stalled = await Promise.all(Array.from({ length: 20 }, read));
  const slow = await read();
  expect(open).toBe(21);
  while (open > 1) {
    slow.resume();
    await sleep(200);
    slow.pause();
    await sleep(500);
  }
  expect(slow.destroyed).toBe(false);
  // What the buffers of both ends hold, in pieces of 0.1 MB, and no more in the meantime.
  expect(Math.max(...taken.slice(0, 20))).toBeLessThan(200);
  expect(errors).toEqual(
    stalled.map(() => new Error('The client read nothing for 3 s')),
  );
  for (const answer of stalled) {
    await expect(textOf(answer)).rejects.toThrow('aborted');
  }
  await close();
});

it('does not mistake a slow database for a reader who stops reading', async () => {
  const { read, close } = await serveFeed(
    async function* slowly() {
      yield { text: 'x'.repeat(100_000) };
      await sleep(1000);
      yield { n: 2 };
    },
    { stalledAfter: 200 },
  );
  expect(await textOf(await read())).toMatch(/\n\{"n":2\}\n$/);
  await close();
});

it('serves a limited number of readers at once, and tells others to try again later', async () => {
  let finish = () => {};
  const { read, close } = await serveFeed(
    async function* waiting() {
      yield { text: 'x'.repeat(100_000) };
      await new Promise<void>(resolve => {
        finish = resolve;
      });
    },
    { concurrent: 1 },
  );
  const first = await read();
  const second = await read();
  expect(second.statusCode).toBe(503);
  expect(await textOf(second)).toMatch('try again later');
  finish();
  await textOf(first);
  expect((await read()).statusCode).toBe(200);
  await close();
});
