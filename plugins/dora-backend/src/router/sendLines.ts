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

import { Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { LINES } from './operations';

/** Lines are sent together, as each piece of an answer costs something. */
const PIECE = 64 * 1024;

async function* piecesOf(
  first: IteratorResult<object>,
  rest: AsyncIterator<object>,
): AsyncGenerator<string> {
  let piece = '';
  try {
    for (let next = first; !next.done; next = await rest.next()) {
      piece += `${JSON.stringify(next.value)}\n`;
      if (piece.length >= PIECE) {
        yield piece;
        piece = '';
      }
    }
    yield piece;
  } finally {
    await rest.return?.();
  }
}

/**
 * Sends one JSON document per line, no faster than they are read. What goes wrong before the first is an error like any
 * other; after it, the connection breaks, so that nobody takes a part for the whole.
 */
export async function sendLines(
  response: Response,
  documents: AsyncIterable<object>,
): Promise<void> {
  const iterator = documents[Symbol.asyncIterator]();
  const first = await iterator.next();
  response.type(LINES);
  try {
    await pipeline(Readable.from(piecesOf(first, iterator)), response);
  } catch (error) {
    if (!response.destroyed) {
      response.destroy();
    }
    // Whoever went away needs no answer.
    if (
      (error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE'
    ) {
      throw error;
    }
  }
}
