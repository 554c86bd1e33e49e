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

import { CustomErrorBase, InputError } from '@backstage/errors';
import { Request } from 'express';
import { Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';

/** The format of the body is not supported. */
export class UnsupportedMediaTypeError extends CustomErrorBase {
  name = 'UnsupportedMediaTypeError' as const;
  readonly statusCode = 415;
}

/** The body did not arrive in time. */
export class RequestTimeoutError extends CustomErrorBase {
  name = 'RequestTimeoutError' as const;
  readonly statusCode = 408;
}

/** Limits for receiving a body. */
export interface ReceiveOptions {
  /** How long it may stall, in ms */
  idle: number;
  /** How long it may take in total, in ms */
  total: number;
  /**
   * Called whenever data arrives, with the number of bytes so far, after
   * decompression; throws if that is too much.
   */
  onProgress: (bytes: number) => void;
  /** Aborted to stop waiting for the rest; its reason is thrown. */
  signal: AbortSignal;
}

function inflate(request: Request): Readable {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  switch (encoding.toLowerCase()) {
    case 'identity':
      return request;
    case 'gzip':
      return request.pipe(createGunzip());
    case 'deflate':
      return request.pipe(createInflate());
    default:
      throw new UnsupportedMediaTypeError(
        `Send the body uncompressed or with gzip: the encoding "${encoding}" is not supported`,
      );
  }
}

/**
 * Receives and decompresses the whole body of a request. The rest of a refused
 * body is discarded.
 */
export async function receiveBody(
  request: Request,
  { idle, total, onProgress, signal }: ReceiveOptions,
): Promise<Buffer> {
  const body = inflate(request);
  const pieces: Buffer[] = [];
  let finish = () => {};
  try {
    await new Promise<void>((resolve, reject) => {
      const late = (ms: number, what: string) =>
        setTimeout(() => reject(new RequestTimeoutError(what)), ms);
      const idleTimer = late(
        idle,
        `No part of the body has arrived for ${idle / 1000} s; send it again`,
      );
      const totalTimer = late(
        total,
        `The body did not arrive within ${
          total / 1000
        } s; send it again, in several calls`,
      );
      const onArrival = () => idleTimer.refresh();
      let bytes = 0;
      const onPiece = (piece: Buffer) => {
        try {
          onProgress((bytes += piece.length));
          pieces.push(piece);
        } catch (error) {
          reject(error);
        }
      };
      finish = () => {
        clearTimeout(idleTimer);
        clearTimeout(totalTimer);
        request.off('data', onArrival);
        body.off('data', onPiece);
      };
      request.on('data', onArrival);
      request.once('close', () => {
        if (!request.complete) {
          reject(new InputError('The request was aborted'));
        }
      });
      body.on('data', onPiece);
      body.once('end', resolve);
      body.once('error', ({ message }) =>
        reject(new InputError(`The body cannot be read: ${message}`)),
      );
      signal.addEventListener('abort', () => reject(signal.reason));
    });
    // Listeners would retain the chunks for as long as the request exists.
    return Buffer.concat(pieces.splice(0));
  } finally {
    finish();
    pieces.length = 0;
    if (body !== request) {
      request.unpipe();
      body.destroy();
    }
    request.resume();
  }
}
