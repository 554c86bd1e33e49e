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

import { FormattedResponse } from '@gitbeaker/requester-utils';

const MAX_ENTRIES = 100;
const MAX_LENGTH = 200_000;

interface Entry {
  etag: string;
  response: FormattedResponse;
}

/** Caches recent responses for conditional requests. */
export class ResponseCache {
  readonly #entries = new Map<string, Entry>();

  get(url: string): Entry | undefined {
    return this.#entries.get(url);
  }

  /** Caches a response if it has an ETag and is not too long. */
  keep(url: string, response: FormattedResponse, length: number): void {
    this.#entries.delete(url);
    const { etag } = response.headers;
    if (!etag || length > MAX_LENGTH) {
      return;
    }
    this.#entries.set(url, { etag, response });
    if (this.#entries.size > MAX_ENTRIES) {
      const [oldest] = this.#entries.keys();
      this.#entries.delete(oldest);
    }
  }
}
