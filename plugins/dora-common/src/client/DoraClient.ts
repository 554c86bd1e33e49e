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

import { ResponseError } from '@backstage/errors';
import createClient, { Client, Middleware } from 'openapi-fetch';
import { paths } from '../generated/schema';
import {
  ChangesQuery,
  CompareQuery,
  CorrectionRequest,
  CoverageQuery,
  EventsQuery,
  FactChange,
  FactIdentity,
  FactKind,
  Facts,
  FactsQuery,
  IncidentsQuery,
  MetricsQuery,
  ReleaseEvent,
  ReleasesQuery,
  SeriesQuery,
  SignalsQuery,
  TimelineQuery,
  WorkspacesQuery,
} from '../types';
import { DoraApi, DoraRequestOptions } from './DoraApi';
import { readLines } from './readLines';

const emptyAnswer = ({ url }: Response) =>
  new Error(`Empty answer from ${url}`);

/**
 * Passes the request in parts, since the body of a `Request` can be read only
 * once, and Backstage's fetch API inspects its input before passing it on.
 */
async function send(
  request: Request,
  fetchApi: { fetch: typeof fetch },
): Promise<Response> {
  const { url, method, headers, signal } = request;
  // Not `request.body`, which not every browser supports.
  const body = (await request.text()) || undefined;
  return fetchApi.fetch(url, { method, headers, signal, body });
}

const throwResponseErrors: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
  },
};

/**
 * Talks to the DORA backend, from the frontend and from other backends.
 *
 * @public
 */
export class DoraClient implements DoraApi {
  readonly #discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  readonly #client: Client<paths>;

  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi: { fetch: typeof fetch };
  }) {
    this.#discoveryApi = options.discoveryApi;
    this.#client = createClient<paths>({
      // Through a closure, since a fetch API may be replaced after construction.
      fetch: request => send(request, options.fetchApi),
    });
    this.#client.use(throwResponseErrors);
  }

  async getMetrics(query?: MetricsQuery, options?: DoraRequestOptions) {
    const init = await this.#init(options);
    return dataOf(
      await this.#client.request('get', '/metrics', {
        ...init,
        params: { query },
      }),
    );
  }

  async getSeries(query?: SeriesQuery, options?: DoraRequestOptions) {
    const init = await this.#init(options);
    return dataOf(
      await this.#client.request('get', '/series', {
        ...init,
        params: { query },
      }),
    );
  }

  async compare(query?: CompareQuery, options?: DoraRequestOptions) {
    const init = await this.#init(options);
    return dataOf(
      await this.#client.request('get', '/compare', {
        ...init,
        params: { query },
      }),
    );
  }

  async getReleases(query?: ReleasesQuery, options?: DoraRequestOptions) {
    const init = await this.#init(options);
    return dataOf(
      await this.#client.request('get', '/releases', {
        ...init,
        params: { query },
      }),
    );
  }

  async getChanges(query?: ChangesQuery, options?: DoraRequestOptions) {
    const init = await this.#init(options);
    return dataOf(
      await this.#client.request('get', '/changes', {
        ...init,
        params: { query },
      }),
    );
  }

  async getIncidents(query?: IncidentsQuery, options?: DoraRequestOptions) {
    const init = await this.#init(options);
    return dataOf(
      await this.#client.request('get', '/incidents', {
        ...init,
        params: { query },
      }),
    );
  }

  async getSignals(query?: SignalsQuery, options?: DoraRequestOptions) {
    const init = await this.#init(options);
    return dataOf(
      await this.#client.request('get', '/signals', {
        ...init,
        params: { query },
      }),
    );
  }

  async getTimeline(query?: TimelineQuery, options?: DoraRequestOptions) {
    const init = await this.#init(options);
    return dataOf(
      await this.#client.request('get', '/timeline', {
        ...init,
        params: { query },
      }),
    );
  }

  async getWorkspaces(query?: WorkspacesQuery, options?: DoraRequestOptions) {
    const init = await this.#init(options);
    return dataOf(
      await this.#client.request('get', '/workspaces', {
        ...init,
        params: { query },
      }),
    );
  }

  async getDefinitions(options?: DoraRequestOptions) {
    const init = await this.#init(options);
    return dataOf(await this.#client.request('get', '/definitions', init));
  }

  async getCoverage(query?: CoverageQuery, options?: DoraRequestOptions) {
    const init = await this.#init(options);
    return dataOf(
      await this.#client.request('get', '/coverage', {
        ...init,
        params: { query },
      }),
    );
  }

  /**
   * All changes to facts and corrections after a cursor, as they arrive; needs
   * the permission `dora.export`. To continue later, keep the `cursor` of the
   * last one processed.
   */
  async *readFacts(
    query?: FactsQuery,
    options?: DoraRequestOptions,
  ): AsyncGenerator<FactChange> {
    const init = await this.#init(options);
    yield* documentsOf<FactChange>(
      await this.#client.request('get', '/facts', {
        ...init,
        params: { query },
        parseAs: 'stream',
      }),
    );
  }

  /**
   * The release events after a cursor, as they arrive. To continue later, keep
   * the `cursor` of the last event processed; start with that of {@link
   * DoraClient.getEventsCursor}.
   */
  async *readEvents(
    query?: EventsQuery,
    options?: DoraRequestOptions,
  ): AsyncGenerator<ReleaseEvent> {
    const init = await this.#init(options);
    yield* documentsOf<ReleaseEvent>(
      await this.#client.request('get', '/events', {
        ...init,
        params: { query },
        parseAs: 'stream',
      }),
    );
  }

  /** The cursor of the newest event. To miss nothing, get this first, then all releases, and then the events after it. */
  async getEventsCursor(options?: DoraRequestOptions) {
    const init = await this.#init(options);
    return dataOf(await this.#client.request('get', '/events/cursor', init));
  }

  async ingest(facts: Facts, options?: DoraRequestOptions) {
    const init = await this.#init(options);
    return dataOf(
      await this.#client.request('post', '/ingest', { ...init, body: facts }),
    );
  }

  async deleteFact(
    kind: FactKind,
    identity: FactIdentity,
    options?: DoraRequestOptions,
  ) {
    const init = await this.#init(options);
    await this.#client.request('delete', '/facts/{factKind}/{source}/{id}', {
      ...init,
      params: { path: { factKind: kind, ...identity } },
    });
  }

  async correct(correction: CorrectionRequest, options?: DoraRequestOptions) {
    const init = await this.#init(options);
    return dataOf(
      await this.#client.request('post', '/corrections', {
        ...init,
        body: correction,
      }),
    );
  }

  async deleteCorrection(id: string, options?: DoraRequestOptions) {
    const init = await this.#init(options);
    await this.#client.request('delete', '/corrections/{id}', {
      ...init,
      params: { path: { id } },
    });
  }

  async #init(options: DoraRequestOptions = {}) {
    return {
      baseUrl: await this.#discoveryApi.getBaseUrl('dora'),
      ...(options.signal && { signal: options.signal }),
      ...(options.token && {
        headers: { Authorization: `Bearer ${options.token}` },
      }),
    };
  }
}

/** The body of a response; the middleware throws errors before this point. */
function dataOf<T>(answer: { data?: T; response: Response }): T {
  if (answer.data === undefined) {
    throw emptyAnswer(answer.response);
  }
  return answer.data;
}

/** The documents of a response with one per line, as they arrive. */
async function* documentsOf<T>(answer: {
  data?: ReadableStream<Uint8Array> | null;
  response: Response;
}): AsyncGenerator<T> {
  if (!answer.data) {
    throw emptyAnswer(answer.response);
  }
  for await (const line of readLines(answer.data)) {
    yield JSON.parse(line);
  }
}
