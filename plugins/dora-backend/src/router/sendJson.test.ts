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
import Router from 'express-promise-router';
import request from 'supertest';
import { sendJson } from './sendJson';

const rows = (count: number) => ({
  items: Array.from({ length: count }, (_, n) => ({ n, title: `Größe ${n}` })),
});

/** Asks for an answer of so many rows. */
const ask = (count: number, encodings: string) => {
  const app = express();
  const router = Router();
  router.get('/', (req, res) => sendJson(req, res, rows(count)));
  app.use(router);
  return request(app).get('/').set('Accept-Encoding', encodings);
};

it.each([
  ['a large answer compressed', 5_000, 'gzip, deflate, br', 'gzip'],
  ['a large answer uncompressed on request', 5_000, 'identity', undefined],
  [
    'a large answer uncompressed to clients that refuse gzip',
    5_000,
    'gzip;q=0',
    undefined,
  ],
  ['a small answer as it is', 3, 'gzip', undefined],
])('sends %s', async (_, count, accepted, encoding) => {
  const { body, headers } = await ask(count, accepted).expect(200);
  expect(body).toEqual(rows(count));
  expect(headers['content-type']).toBe('application/json; charset=utf-8');
  expect(headers['content-encoding']).toBe(encoding);
});

it('sends what the caller has already no more', async () => {
  const { headers } = await ask(5_000, 'gzip').expect(200);
  const again = await ask(5_000, 'gzip').set('If-None-Match', headers.etag);
  expect(again.status).toBe(304);
  expect(headers.vary).toBe('Accept-Encoding');
});
