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

import { setMaxListeners } from 'node:events';

/**
 * A signal that is aborted when another one is, and in any case after a
 * timeout.
 *
 * Node 20 never releases the result of `AbortSignal.any` with
 * `AbortSignal.timeout`, nor a request that listens to it; this one is released
 * after the timeout.
 *
 * @public
 */
export function abortWithin(signal: AbortSignal, ms: number): AbortSignal {
  const controller = new AbortController();
  const follow = () => controller.abort(signal.reason);
  if (signal.aborted) {
    follow();
    return controller.signal;
  }
  // There is one listener for each request within the timeout.
  setMaxListeners(0, signal);
  signal.addEventListener('abort', follow);
  setTimeout(() => {
    signal.removeEventListener('abort', follow);
    controller.abort(new DOMException('The request timed out', 'TimeoutError'));
  }, ms).unref();
  return controller.signal;
}
