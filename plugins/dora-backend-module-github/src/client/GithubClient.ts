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

/** Of one subject at the same time; GitHub asks for few. */
const CONCURRENCY = 4;
const TIMEOUT_MS = 30_000;
/** After a failure of GitHub or of the network; GitHub also says 410 and 451 for good. */
const DO_NOT_RETRY = [400, 401, 403, 404, 409, 410, 422, 429, 451];

/** What a {@link GithubClient} needs. */
export interface GithubClientOptions {
  apiBaseUrl: string;
  /** Headers that say who asks. */
  credentials: () => Promise<Record<string, string> | undefined>;
  budgets: RateBudgets;
  /** Whether history is read, which leaves some of the budget to what is new. */
  backfill: boolean;
  signal: AbortSignal;
  /** How long to wait after the first failure. */
  retryPauseMs: number;
  /** How long to wait for an answer. */
  timeoutMs?: number;
}

/** A page of a list. */
export interface Page<T> {
  items: T[];
  etag?: string;
  hasNext: boolean;
  /** The number of the last page, where GitHub tells. */
  last?: number;
}

interface ListResponse<T> {
  data: T;
  headers: { etag?: string; link?: string };
}

/** Asks GitHub: with patience, but not when it wants to be left alone. */
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
   * What the GraphQL API says about some things, which is an optimisation: what
   * it does not say, REST does.
   *
   * @param ids - of the things, as REST tells them in `node_id`; 100 at most
   * @returns in the same order; undefined for those of which it does not say all
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
   * Asks for a page, unless it is still what it was.
   *
   * @param etag - what came with it the last time; undefined asks in any case
   * @returns undefined when nothing has changed, which costs nothing
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

  /** All items of a list that is known to be short. */
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

/** Whether GitHub has answered so. */
export function hasStatus(error: unknown, ...statuses: number[]): boolean {
  return error instanceof RequestError && statuses.includes(error.status);
}

/** The time as GitHub writes it. */
export const isoTime = (time: DateTime) =>
  time.toUTC().toISO({ suppressMilliseconds: true })!;
