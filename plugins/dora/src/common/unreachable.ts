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

import type { ResponseError } from '@backstage/errors';

/** Why the DORA backend plugin gave no answer. */
export type Unreachable = 'notFound' | 'network' | 'notJson';

/** Why there is no answer from the DORA backend plugin; undefined if the error is its answer. */
export function unreachable(error: Error): Unreachable | undefined {
  switch (error.name) {
    // What `fetch` throws without an answer, in every browser.
    case 'TypeError':
      return 'network';
    // Such as the page of a proxy, with status 200.
    case 'SyntaxError':
      return 'notJson';
    case 'ResponseError': {
      const { statusCode, cause } = error as ResponseError;
      // The plugin's own 404, for an entity, has this name; Backstage's for a
      // plugin that it does not have is empty.
      return statusCode === 404 && cause.name !== 'NotFoundError'
        ? 'notFound'
        : undefined;
    }
    default:
      return undefined;
  }
}
