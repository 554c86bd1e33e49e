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

/** The minimum memory that any request is counted with. */
const LEAST = 16 * 1024;

/** Bodies up to this size are small and have memory reserved apart from that of large ones. */
const SMALL = 64 * 1024;
const ROOM_FOR_SMALL = 4 * MEBIBYTE;

/**
 * If there is no room left, bodies that have been stalled for this long are
 * aborted to make room.
 */
const STALLED_MS = 1000;

const RETRY_AFTER_S = 2;

/** Options of {@link BodyReader}. */
export interface BodyReaderOptions {
  /** Maximum total size of large bodies in memory, in bytes after decompression; at least 10 MiB */
  bytes: number;
  /**
   * How long a body may stall, in ms. Defaults to 5 s, within which TCP
   * retransmits lost data several times.
   */
  idle?: number;
  /**
   * How long a body may take in total, in ms. Defaults to 30 s: the largest
   * body then needs 3 Mbit/s, which any machine that builds or deploys has.
   */
  total?: number;
}

/** A body in memory. */
interface Body {
  bytes: number;
  /** When data last arrived, in ms since the epoch */
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

/** The decoder for the charset of a body. */
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
 * Reads request bodies, each completely before it is processed, so that a slow
 * sender delays nobody else. Bounds their total memory until they have been
 * processed; each counts with as much as has arrived.
 */
export class BodyReader {
  readonly #limits: Required<BodyReaderOptions>;
  /** Bodies being received, the one stalled for longest first */
  readonly #arriving = new Set<Body>();
  #bytes = 0;

  static create(options: BodyReaderOptions): BodyReader {
    return new BodyReader(options);
  }

  private constructor(options: BodyReaderOptions) {
    this.#limits = { idle: 5000, total: 30_000, ...options };
  }

  /** Processes the JSON body of a request; the body counts towards the limit until then. */
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

  /** Throws if there is no room for a body of this size. */
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
