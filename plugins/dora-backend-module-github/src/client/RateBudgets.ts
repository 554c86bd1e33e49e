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
import { DateTime } from 'luxon';
import { Headers, RateBudget } from './RateBudget';

/** The parts of a response that concern rate limits. */
interface Answer {
  headers: Headers;
  data: unknown;
}

const isGraphql = (url: string) => url.endsWith('/graphql');

/**
 * The rate limits of a token: requests to the REST API and points of the
 * GraphQL API, which are counted separately. Secondary limits apply to both.
 */
export class RateBudgets {
  readonly rest: RateBudget;
  readonly graphql: RateBudget;

  constructor(now: () => DateTime) {
    this.rest = new RateBudget(now);
    this.graphql = new RateBudget(now);
  }

  /** Throws if no request to a URL is allowed, or none for a history. */
  check(url: string, backfill: boolean): void {
    this.#of(url).check(backfill);
  }

  /** Updates the remaining budget from a response; throws if it reports that there is none. */
  learn(url: string, { headers, data }: Answer): void {
    const budget = this.#of(url);
    budget.learn(headers);
    if (isGraphql(url) && isRefusal(data)) {
      throw budget.refused(headers);
    }
  }

  /** The rate limit error, if the error is about the rate limit. */
  limitOf(url: string, error: RequestError): RateLimitError | undefined {
    const { headers = {} } = error.response ?? {};
    const isPrimary =
      !headers['retry-after'] && headers['x-ratelimit-remaining'] === '0';
    if (isGraphql(url) && !isPrimary) {
      this.graphql.limitOf(error);
      return this.rest.limitOf(error);
    }
    return this.#of(url).limitOf(error);
  }

  #of(url: string): RateBudget {
    return isGraphql(url) ? this.graphql : this.rest;
  }
}

/** GraphQL refuses with status 200. */
function isRefusal(data: unknown): boolean {
  const { errors } = (data ?? {}) as { errors?: { type?: string }[] };
  return errors?.some(({ type }) => type === 'RATE_LIMITED') ?? false;
}
