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

import { InputError, toError } from '@backstage/errors';
import { Request } from 'express';
import { PayloadTooLargeError } from '../intake';
import { receiveBody, UnsupportedMediaTypeError } from './receiveBody';
import { TryLaterError } from './TryLaterError';

const MEBIBYTE = 1024 * 1024;
const LARGEST = 10 * MEBIBYTE;

/** What any request takes of memory, however little it says. */
const LEAST = 16 * 1024;

/** Up to this a body is small, and has room where large ones have taken all of theirs. */
const SMALL = 64 * 1024;
const ROOM_FOR_SMALL = 4 * MEBIBYTE;

/** Where there is no room left, bodies of which nothing has come for so long make some. */
const STALLED_MS = 1000;

const RETRY_AFTER_S = 2;

/** What {@link BodyReader} needs. */
export interface BodyReaderOptions {
  /** How many bytes of large bodies may be in memory at the same time, inflated; 10 MiB at least */
  bytes: number;
  /**
   * For how long nothing of a body may arrive, in ms. By default 5 s: TCP repeats what was lost several times within
   * that.
   */
  idle?: number;
  /**
   * How long a body may take, in ms. By default 30 s: the largest then needs 3 Mbit/s, which any machine has that builds
   * or deploys.
   */
  total?: number;
}

/** A body in memory. */
interface Body {
  bytes: number;
  /** When something of it has arrived last, in ms since the epoch */
  progressAt: number;
  givenUp: AbortController;
}

const tooLarge = () =>
  new PayloadTooLargeError(
    'The body is larger than 10 MB; send the facts in several calls',
  );

const noRoom = () =>
  new TryLaterError(
    'Too much data is being sent at the moment; try again later',
    RETRY_AFTER_S,
  );

/** How the bytes of a body are read as text. */
function decoderOf(request: Request): TextDecoder {
  if (!request.is('application/json')) {
    throw new UnsupportedMediaTypeError(
      'Send JSON, with the header "Content-Type: application/json"',
    );
  }
  const [, charset] =
    /charset="?([^\s";]+)/i.exec(request.headers['content-type'] ?? '') ?? [];
  try {
    return new TextDecoder(charset);
  } catch {
    throw new UnsupportedMediaTypeError(
      `Send UTF-8: the charset "${charset}" is not supported`,
    );
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(
      `The body is not valid JSON: ${toError(error).message}`,
    );
  }
}

/**
 * Reads the bodies of requests, each completely before anything is done with it, so that nobody waits for a slow sender
 * but the sender. Bounds the memory that they take together, until they are done with; each takes as much as has arrived
 * of it.
 */
export class BodyReader {
  readonly #limits: Required<BodyReaderOptions>;
  /** Those that are arriving, first the one of which nothing has arrived for longest */
  readonly #arriving = new Set<Body>();
  #bytes = 0;

  static create(options: BodyReaderOptions): BodyReader {
    return new BodyReader(options);
  }

  private constructor(options: BodyReaderOptions) {
    this.#limits = { idle: 5000, total: 30_000, ...options };
  }

  /** Does something with the JSON body of a request; until it is done, the body counts. */
  async use<T>(
    request: Request,
    work: (json: unknown) => Promise<T>,
  ): Promise<T> {
    const decoder = decoderOf(request);
    const body = { bytes: 0, progressAt: 0, givenUp: new AbortController() };
    try {
      return await work(
        parse(decoder.decode(await this.#receive(request, body))),
      );
    } finally {
      this.#bytes -= body.bytes;
    }
  }

  async #receive(request: Request, body: Body): Promise<Buffer> {
    const announced = Number(request.headers['content-length'] ?? 0);
    if (announced > LARGEST) {
      throw tooLarge();
    }
    this.#makeRoom(body, announced);
    this.#hold(body, 0);
    try {
      return await receiveBody(request, {
        ...this.#limits,
        signal: body.givenUp.signal,
        onProgress: bytes => {
          if (bytes > LARGEST) {
            throw tooLarge();
          }
          this.#hold(body, bytes);
        },
      });
    } finally {
      this.#arriving.delete(body);
    }
  }

  #hold(body: Body, arrived: number): void {
    const bytes = Math.max(LEAST, arrived);
    this.#makeRoom(body, bytes);
    this.#bytes += bytes - body.bytes;
    body.bytes = bytes;
    body.progressAt = Date.now();
    this.#arriving.delete(body);
    this.#arriving.add(body);
  }

  /** Throws where there is no room for a body of some size. */
  #makeRoom(body: Body, bytes: number): void {
    const room = this.#limits.bytes + (bytes > SMALL ? 0 : ROOM_FOR_SMALL);
    const others = () => this.#bytes - body.bytes;
    for (const other of this.#arriving) {
      if (
        others() + bytes <= room ||
        Date.now() - other.progressAt < STALLED_MS
      ) {
        break;
      }
      if (other !== body) {
        this.#giveUp(other);
      }
    }
    if (others() + bytes > room) {
      throw noRoom();
    }
  }

  #giveUp(body: Body): void {
    this.#arriving.delete(body);
    this.#bytes -= body.bytes;
    body.bytes = 0;
    body.givenUp.abort(noRoom());
  }
}
