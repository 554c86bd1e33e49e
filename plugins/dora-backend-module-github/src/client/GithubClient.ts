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

import { abortWithin } from '@backstage-dora/plugin-dora-node';
import { retry } from '@octokit/plugin-retry';
import { RequestError } from '@octokit/request-error';
import { Octokit } from '@octokit/rest';
import { DateTime } from 'luxon';
import pLimit from 'p-limit';
import { RateBudgets } from './RateBudgets';
import { NodesQuery, readNodes } from './readNodes';

const RetryingOctokit = Octokit.plugin(retry);

/** Concurrent requests per subject; GitHub recommends few. */
const CONCURRENCY = 4;
const TIMEOUT_MS = 30_000;
/** Statuses that are not retried; GitHub's 410 and 451 are permanent too. */
const DO_NOT_RETRY = [400, 401, 403, 404, 409, 410, 422, 429, 451];

/** Options of {@link GithubClient}. */
export interface GithubClientOptions {
  apiBaseUrl: string;
  /** Authentication headers. */
  credentials: () => Promise<Record<string, string> | undefined>;
  budgets: RateBudgets;
  /** Whether history is read, which leaves part of the budget for new data. */
  backfill: boolean;
  signal: AbortSignal;
  /** Delay after the first failure. */
  retryPauseMs: number;
  /** Request timeout. */
  timeoutMs?: number;
}

/** A page of a list. */
export interface Page<T> {
  items: T[];
  etag?: string;
  hasNext: boolean;
  /** The number of the last page, if GitHub reports it. */
  last?: number;
}

interface ListResponse<T> {
  data: T;
  headers: { etag?: string; link?: string };
}

/** Sends requests to GitHub, with retries, and respecting its rate limits. */
export class GithubClient {
  static create(options: GithubClientOptions): GithubClient {
    const { apiBaseUrl, budgets, credentials, retryPauseMs, signal } = options;
    const { backfill, timeoutMs = TIMEOUT_MS } = options;
    const octokit = new RetryingOctokit({
      baseUrl: apiBaseUrl,
      userAgent: 'backstage-dora',
      log: { debug() {}, info() {}, warn() {}, error() {} },
      retry: { doNotRetry: DO_NOT_RETRY, retryAfterBaseValue: retryPauseMs },
      request: {
        fetch: (url: string, init: RequestInit) =>
          fetch(url, {
            ...init,
            signal: abortWithin(signal, timeoutMs),
          }),
      },
    });
    const limit = pLimit(CONCURRENCY);
    octokit.hook.wrap('request', (request, requestOptions) =>
      limit(async () => {
        const { url } = requestOptions;
        signal.throwIfAborted();
        budgets.check(url, backfill);
        Object.assign(requestOptions.headers, await credentials());
        try {
          const response = await request(requestOptions);
          budgets.learn(url, response);
          return response;
        } catch (error) {
          if (error instanceof RequestError) {
            throw budgets.limitOf(url, error) ?? error;
          }
          throw error;
        }
      }),
    );
    return new GithubClient(octokit, budgets);
  }

  private constructor(
    private readonly octokit: Octokit,
    private readonly budgets: RateBudgets,
  ) {}

  get rest(): Octokit['rest'] {
    return this.octokit.rest;
  }

  /**
   * Fetches nodes through the GraphQL API. This is an optimisation: REST
   * provides whatever is missing.
   *
   * @param ids - `node_id` values from REST; at most 100
   * @returns in the same order; undefined for incomplete nodes
   */
  async nodes<T>(
    query: NodesQuery,
    ids: string[],
  ): Promise<Array<T | undefined>> {
    const { graphql } = this.budgets;
    return readNodes(this.octokit.graphql, query, ids, duration =>
      graphql.pause(duration),
    );
  }

  /**
   * Requests a page if it has changed.
   *
   * @param etag - its ETag at the previous request; undefined to request it
   *   unconditionally
   * @returns undefined if nothing has changed, which does not count against the
   *   rate limit
   */
  async page<T>(
    ask: (headers: Record<string, string>) => Promise<ListResponse<T[]>>,
    etag?: string,
  ): Promise<Page<T> | undefined> {
    try {
      const { data, headers } = await ask(
        etag ? { 'if-none-match': etag } : {},
      );
      const last = /[?&]page=(\d+)[^>]*>; rel="last"/.exec(headers.link ?? '');
      return {
        items: data,
        etag: headers.etag,
        hasNext: /rel="next"/.test(headers.link ?? ''),
        ...(last && { last: Number(last[1]) }),
      };
    } catch (error) {
      if (hasStatus(error, 304)) {
        return undefined;
      }
      throw error;
    }
  }

  /** All items of a short list. */
  async all<T>(
    ask: (page: number) => Promise<ListResponse<T[]>>,
    maxPages: number,
  ): Promise<T[]> {
    const items: T[] = [];
    for (let number = 1; number <= maxPages; number++) {
      const page = await this.page(() => ask(number));
      items.push(...(page?.items ?? []));
      if (!page?.hasNext) {
        break;
      }
    }
    return items;
  }
}

/** Whether GitHub answered with one of the statuses. */
export function hasStatus(error: unknown, ...statuses: number[]): boolean {
  return error instanceof RequestError && statuses.includes(error.status);
}

/** A time in GitHub's format. */
export const isoTime = (time: DateTime) =>
  time.toUTC().toISO({ suppressMilliseconds: true })!;
