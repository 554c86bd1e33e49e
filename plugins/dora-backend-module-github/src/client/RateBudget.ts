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
import { RequestError } from '@octokit/request-error';
import { DateTime, DurationLike } from 'luxon';

/** GitHub's recommendation if it does not say how long to wait. */
const DEFAULT_PAUSE = { minutes: 1 };

/** The share of requests that histories leave for new data and other uses of the token. */
const KEPT_FOR_NEWS = 0.2;

export type Headers = Record<string, string | number | undefined>;

/** Tracks the rate limit of a token, so that no requests are sent once it is used up. */
export class RateBudget {
  #usedUpUntil?: DateTime;
  #usedUpForHistoryUntil?: DateTime;

  constructor(private readonly now: () => DateTime) {}

  /** Throws if there are no requests left, or too few for a history. */
  check(backfill: boolean): void {
    if (this.#usedUpUntil && this.#usedUpUntil > this.now()) {
      throw limited(this.#usedUpUntil);
    }
    const until = this.#usedUpForHistoryUntil;
    if (backfill && until && until > this.now()) {
      throw limited(until, true);
    }
  }

  /** Learns from an answer how many remain. */
  learn(headers: Headers): void {
    const remaining = Number(headers['x-ratelimit-remaining'] ?? NaN);
    const limit = Number(headers['x-ratelimit-limit'] ?? 0);
    if (remaining === 0) {
      this.#usedUpUntil = resetOf(headers);
    }
    this.#usedUpForHistoryUntil =
      remaining < limit * KEPT_FOR_NEWS ? resetOf(headers) : undefined;
  }

  /** Suspends requests for a while. */
  pause(duration: DurationLike): void {
    this.#usedUpUntil = this.now().plus(duration);
  }

  /** The rate limit error for a refusal that is not an HTTP error. */
  refused(headers: Headers): RateLimitError {
    const until = this.#saidBy(headers) ?? this.now().plus(DEFAULT_PAUSE);
    this.#usedUpUntil = until;
    return limited(until);
  }

  /** The rate limit error, if the error is about the rate limit. */
  limitOf(error: RequestError): RateLimitError | undefined {
    if (error.status !== 403 && error.status !== 429) {
      return undefined;
    }
    const headers: Headers = error.response?.headers ?? {};
    const until = this.#untilOf(error, headers);
    if (!until) {
      return undefined;
    }
    this.#usedUpUntil = until;
    return limited(until);
  }

  #untilOf(error: RequestError, headers: Headers): DateTime | undefined {
    const isLimit =
      error.status === 429 || /rate limit|abuse/i.test(error.message);
    return (
      this.#saidBy(headers) ??
      (isLimit ? this.now().plus(DEFAULT_PAUSE) : undefined)
    );
  }

  #saidBy(headers: Headers): DateTime | undefined {
    const retryAfter = Number(headers['retry-after']);
    if (retryAfter > 0) {
      return this.now().plus({ seconds: retryAfter });
    }
    return String(headers['x-ratelimit-remaining']) === '0'
      ? resetOf(headers)
      : undefined;
  }
}

function resetOf(headers: Headers): DateTime | undefined {
  const seconds = Number(headers['x-ratelimit-reset']);
  return seconds > 0 ? DateTime.fromSeconds(seconds) : undefined;
}

function limited(until: DateTime, backfillOnly = false): RateLimitError {
  return new RateLimitError(
    `GitHub's rate limit allows no more requests${
      backfillOnly ? ' for history' : ''
    } until ${until.toUTC().toISO()}`,
    until,
    backfillOnly,
  );
}
