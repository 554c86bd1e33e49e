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

/** Used if GitLab does not say how long to wait. */
const DEFAULT_PAUSE = { minutes: 1 };

const limited = (until: DateTime) =>
  new RateLimitError(
    `GitLab's rate limit allows no more requests until ${until
      .toUTC()
      .toISO()}`,
    until,
  );

/**
 * Tracks the rate limit of one GitLab instance, so that no requests are sent
 * once it is used up.
 */
export class RateBudget {
  #usedUpUntil?: DateTime;

  constructor(private readonly now: () => DateTime) {}

  /** Throws if there are no requests left. */
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

  /** The rate limit error, if the response is about the rate limit. */
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
