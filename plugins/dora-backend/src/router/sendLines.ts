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
import { TryLaterError } from './TryLaterError';

const RETRY_AFTER_S = 10;

/** Lines are sent in chunks, as each write has a cost. */
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

/** Options of {@link createLineSender}. */
export interface LineSenderOptions {
  /**
   * Maximum number of concurrent answers; each holds one batch from the
   * database in memory. 32 by default
   */
  concurrent?: number;
  /** How long a client may read nothing, in ms; a minute by default */
  stalledAfter?: number;
}

/**
 * Creates a function that sends one JSON document per line, no faster than the
 * client reads. A failure before the first line is an ordinary error; after it,
 * the connection is broken, so that nobody mistakes a part for the whole. It is
 * also broken if the client does not read.
 */
export function createLineSender({
  concurrent = 32,
  stalledAfter = 60_000,
}: LineSenderOptions = {}) {
  let sending = 0;

  async function send(response: Response, documents: AsyncIterable<object>) {
    const iterator = documents[Symbol.asyncIterator]();
    const first = await iterator.next();
    response.type(LINES);
    let stalled: Error | undefined;
    response.setTimeout(stalledAfter, () => {
      // Otherwise the database is slow, not the client.
      if (response.writableNeedDrain) {
        stalled = new Error(
          `The client read nothing for ${stalledAfter / 1000} s`,
        );
        response.destroy();
      }
    });
    try {
      await pipeline(Readable.from(piecesOf(first, iterator)), response);
    } catch (error) {
      if (!response.destroyed) {
        response.destroy();
      }
      const hasGone =
        (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE';
      if (stalled || !hasGone) {
        throw stalled ?? error;
      }
    }
  }

  return async (response: Response, documents: AsyncIterable<object>) => {
    if (sending === concurrent) {
      throw new TryLaterError(
        'Too many clients are reading a feed at the moment; try again later',
        RETRY_AFTER_S,
      );
    }
    sending++;
    try {
      await send(response, documents);
    } finally {
      sending--;
    }
  };
}
