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

import { CustomErrorBase, InputError, toError } from '@backstage/errors';
import express, { NextFunction, Request, Response } from 'express';
import { PayloadTooLargeError } from '../intake';
import { findFault } from './validation';

const MEBIBYTE = 1024 * 1024;

/** What is sent is no JSON by its own account. */
export class UnsupportedMediaTypeError extends CustomErrorBase {
  name = 'UnsupportedMediaTypeError' as const;
  readonly statusCode = 415;
}

const LARGEST = 10 * MEBIBYTE;

// Not express.json, which takes an empty body for an empty object.
const parseText = express.text({
  type: 'application/json',
  limit: LARGEST,
});

/** Turns what the parser throws into errors that say what to do. */
function explained(error: Error & { status?: number }): Error {
  switch (error.status) {
    case 413:
      return new PayloadTooLargeError(
        'The body is larger than 10 MB; send the facts in several calls',
      );
    case 415:
      return new UnsupportedMediaTypeError(error.message);
    default:
      return error;
  }
}

/** How large the body of a request may be, as far as can be told before it is read. */
export function announcedSize({ headers }: Request): number {
  const length = Number(headers['content-length'] ?? NaN);
  const isPlain = (headers['content-encoding'] ?? 'identity') === 'identity';
  return isPlain && length <= LARGEST ? length : LARGEST;
}

/** Reads and parses the JSON body of a request, which must come with the media type of JSON. */
export async function readJson(
  request: Request,
  response: Response,
): Promise<unknown> {
  if (!request.is('application/json')) {
    throw new UnsupportedMediaTypeError(
      'Send JSON, with the header "Content-Type: application/json"',
    );
  }
  await new Promise<void>((resolve, reject) => {
    const next: NextFunction = error =>
      error ? reject(explained(error)) : resolve();
    parseText(request, response, next);
  });
  const text: string = request.body;
  // It may have megabytes, and the request is there until it is answered.
  request.body = undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(
      `The body is no valid JSON: ${toError(error).message}`,
    );
  }
}

/** Throws when a body is not what the schema says. */
export function checkBody(schema: string, body: unknown): void {
  const found = findFault(schema, body);
  if (found) {
    throw new InputError(
      `Request body${found.path ? ` at ${found.path}` : ''} ${found.fault}`,
    );
  }
}
