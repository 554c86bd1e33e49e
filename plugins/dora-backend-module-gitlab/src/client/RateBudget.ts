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

import { RateLimitError } from '@backstage-dora/plugin-dora-node';
import { DateTime } from 'luxon';

/** What is waited for when GitLab does not say how long. */
const DEFAULT_PAUSE = { minutes: 1 };

const limited = (until: DateTime) =>
  new RateLimitError(
    `GitLab's rate limit allows no more requests until ${until
      .toUTC()
      .toISO()}`,
    until,
  );

/** Knows when the requests to one GitLab are used up, and asks for none then. */
export class RateBudget {
  #usedUpUntil?: DateTime;

  constructor(private readonly now: () => DateTime) {}

  /** Throws when there is no request left. */
  check(): void {
    if (this.#usedUpUntil && this.#usedUpUntil > this.now()) {
      throw limited(this.#usedUpUntil);
    }
  }

  /** Learns from any answer how many remain. */
  learn(headers: Headers): void {
    if (headers.get('ratelimit-remaining') === '0') {
      this.#usedUpUntil = resetOf(headers) ?? this.#usedUpUntil;
    }
  }

  /** When to go on, if that is what an answer is about. */
  limitOf({ status, headers }: Response): RateLimitError | undefined {
    const pause = Number(headers.get('retry-after'));
    if (status !== 429 && !(status === 503 && pause > 0)) {
      return undefined;
    }
    this.#usedUpUntil =
      pause > 0
        ? this.now().plus({ seconds: pause })
        : resetOf(headers) ?? this.now().plus(DEFAULT_PAUSE);
    return limited(this.#usedUpUntil);
  }
}

function resetOf(headers: Headers): DateTime | undefined {
  const seconds = Number(headers.get('ratelimit-reset'));
  return seconds > 0 ? DateTime.fromSeconds(seconds) : undefined;
}
