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

import { InputError } from '@backstage/errors';
import { Request } from 'express';
import { TryLaterError } from './TryLaterError';

const RETRY_AFTER_S = 5;

/**
 * Runs work for a request with a signal that is aborted when the request has
 * waited too long or the client has disconnected.
 */
export async function withMaxWait<T>(
  request: Request,
  maxWait: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const response = request.res!;
  // Not AbortSignal.any: Node 20 never releases such a signal while it has
  // listeners, nor what they hold.
  const controller = new AbortController();
  const onClose = () =>
    controller.abort(new InputError('The request was aborted'));
  const timer = setTimeout(
    () =>
      controller.abort(
        new TryLaterError(
          'Too many facts are being sent at the moment; try again later',
          RETRY_AFTER_S,
        ),
      ),
    maxWait,
  );
  response.once('close', onClose);
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    response.off('close', onClose);
  }
}
