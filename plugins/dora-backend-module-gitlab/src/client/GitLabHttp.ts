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
import {
  createRequesterFn,
  FormattedResponse,
  RequesterType,
  ResourceOptions,
} from '@gitbeaker/requester-utils';
import { setTimeout as pause } from 'node:timers/promises';
import pLimit from 'p-limit';
import { GitLabError, toGitLabError, UnreachableError } from './GitLabError';
import { RateBudget } from './RateBudget';
import { ResponseCache } from './ResponseCache';

const CONCURRENCY = 8;
const ATTEMPTS = 4;
const REDIRECTS = 3;

/** Options of {@link GitLabHttp}. */
export interface GitLabHttpOptions {
  apiBaseUrl: string;
  /** Authentication headers. */
  credentials: () => Promise<Record<string, string>>;
  budget: RateBudget;
  /** Delay after the first failure. */
  retryPauseMs: number;
  /** Request timeout. */
  timeoutMs: number;
}

/**
 * HTTP access to one GitLab instance, replacing that of the client library,
 * which supports neither rate limits nor conditional requests nor API URLs
 * other than `/api/v4` of a host.
 */
export class GitLabHttp {
  readonly #limit = pLimit(CONCURRENCY);
  readonly #cache = new ResponseCache();

  constructor(private readonly options: GitLabHttpOptions) {}

  /** A requester for the client library, cancelled by a signal. */
  requester(signal: AbortSignal): (resource: ResourceOptions) => RequesterType {
    return createRequesterFn(
      async (_, options) => options,
      (endpoint, { prefixUrl, searchParams } = {}) =>
        this.#limit(() =>
          this.#get(
            [...prefixOf(prefixUrl), endpoint].join('/'),
            String(searchParams ?? ''),
            signal,
          ),
        ),
    );
  }

  async #get(
    endpoint: string,
    query: string,
    signal: AbortSignal,
  ): Promise<FormattedResponse> {
    const { apiBaseUrl, retryPauseMs } = this.options;
    const url = `${apiBaseUrl}/${endpoint}${query && `?${query}`}`;
    for (let attempt = 1; ; attempt++) {
      signal.throwIfAborted();
      try {
        return await this.#attempt(url, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (attempt === ATTEMPTS || !isTransient(error)) {
          throw error;
        }
        await pause(retryPauseMs * 2 ** (attempt - 1), undefined, { signal });
      }
    }
  }

  async #attempt(url: string, signal: AbortSignal): Promise<FormattedResponse> {
    const { budget } = this.options;
    budget.check();
    const known = this.#cache.get(url);
    const { response, text } = await this.#fetch(
      url,
      known ? { 'if-none-match': known.etag } : {},
      signal,
    );
    budget.learn(response.headers);
    if (known && response.status === 304) {
      return known.response;
    }
    const limit = budget.limitOf(response);
    if (limit) {
      throw limit;
    }
    if (!response.ok) {
      throw toGitLabError(response.status, text, new URL(url).pathname);
    }
    const answer: FormattedResponse = {
      body: parse(text, url),
      headers: Object.fromEntries(response.headers.entries()),
      status: response.status,
    };
    this.#cache.keep(url, answer, text.length);
    return answer;
  }

  /** Follows redirects of moved projects, but never sends credentials to another host. */
  async #fetch(
    url: string,
    headers: Record<string, string>,
    signal: AbortSignal,
  ): Promise<{ response: Response; text: string }> {
    let address = new URL(url);
    for (let redirects = 0; ; redirects++) {
      const { response, text } = await this.#ask(
        address,
        { ...headers, ...(await this.options.credentials()) },
        signal,
      );
      const location = response.headers.get('location');
      if (response.status === 304 || response.status >= 400 || !location) {
        return { response, text };
      }
      const next = new URL(location, address);
      if (next.origin !== address.origin || redirects === REDIRECTS) {
        throw new GitLabError(
          response.status,
          address.pathname,
          `it has moved to ${next.origin}${next.pathname}`,
        );
      }
      address = next;
    }
  }

  async #ask(
    url: URL,
    headers: Record<string, string>,
    signal: AbortSignal,
  ): Promise<{ response: Response; text: string }> {
    try {
      const response = await fetch(url, {
        headers: {
          accept: 'application/json',
          'user-agent': 'backstage-dora',
          ...headers,
        },
        redirect: 'manual',
        signal: abortWithin(signal, this.options.timeoutMs),
      });
      return { response, text: await response.text() };
    } catch (error) {
      throw new UnreachableError(url, error);
    }
  }
}

/** Some resources of the library put the start of their path into the base URL. */
function prefixOf(url: unknown): string[] {
  const [, prefix] = /\/api\/v4\/(.+)$/.exec(String(url)) ?? [];
  return prefix ? [prefix] : [];
}

/** Whether a retry may help: a transient failure of the network, a proxy or GitLab. */
function isTransient(error: unknown): boolean {
  return error instanceof GitLabError
    ? error.status >= 500
    : error instanceof UnreachableError;
}

function parse(text: string, url: string): FormattedResponse['body'] {
  try {
    return JSON.parse(text);
  } catch {
    throw new GitLabError(
      200,
      new URL(url).pathname,
      'something other than JSON; is apiBaseUrl of the integration correct?',
    );
  }
}
