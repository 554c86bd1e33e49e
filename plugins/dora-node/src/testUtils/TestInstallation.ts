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

import {
  BackendFeature,
  coreServices,
  createServiceFactory,
  DatabaseService,
  SchedulerServiceTaskFunction,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { EventParams, eventsServiceRef } from '@backstage/plugin-events-node';
import { JsonObject } from '@backstage/types';
import {
  Coverage,
  Facts,
  IngestResult,
  MetricsResult,
} from '@backstage-dora/plugin-dora-common';

const DAY = 86_400_000;

/**
 * Options of {@link TestInstallation}.
 *
 * @public
 */
export interface TestInstallationOptions {
  /** The DORA plugin and its modules. */
  features: BackendFeature[];
  /** Outlives the installation, so that another one can continue where this one stopped. */
  knex: Awaited<ReturnType<DatabaseService['getClient']>>;
  entities: Entity[];
  config: JsonObject;
}

/**
 * A backend with the DORA plugin in which tests trigger scheduled tasks and
 * publish events.
 *
 * @public
 */
export class TestInstallation {
  readonly #tasks = new Map<string, SchedulerServiceTaskFunction>();
  readonly #listeners: Array<(event: EventParams) => Promise<void>> = [];
  #backend?: Awaited<ReturnType<typeof startTestBackend>>;

  /** @param source - the name of the source that runs */
  constructor(private readonly source: string) {}

  async start(options: TestInstallationOptions): Promise<this> {
    const { features, knex, entities, config } = options;
    const listeners = this.#listeners;
    const scheduler = mockServices.scheduler.mock({
      scheduleTask: async ({ id, fn }) => {
        this.#tasks.set(id, fn);
      },
    });
    this.#backend = await startTestBackend({
      features: [
        ...features,
        scheduler.factory,
        catalogServiceMock.factory({ entities }),
        createServiceFactory({
          service: eventsServiceRef,
          deps: {},
          factory: () => ({
            publish: async event => {
              await Promise.all(listeners.map(listener => listener(event)));
            },
            subscribe: async ({ topics, onEvent }) => {
              listeners.push(async event => {
                if (topics.includes(event.topic)) {
                  await onEvent(event);
                }
              });
            },
          }),
        }),
        createServiceFactory({
          service: coreServices.database,
          deps: {},
          factory: () => ({ getClient: async () => knex }),
        }),
        mockServices.rootConfig.factory({
          data: { backend: { baseUrl: 'http://localhost:0' }, ...config },
        }),
      ],
    });
    return this;
  }

  async stop(): Promise<void> {
    await this.#backend?.stop();
  }

  /** Runs the task that the scheduler runs every few seconds. */
  async run(signal: AbortSignal = new AbortController().signal): Promise<void> {
    await this.#tasks.get(`dora-${this.source}`)!(signal);
  }

  async publish(topic: string, eventPayload: unknown): Promise<void> {
    await Promise.all(
      this.#listeners.map(listener => listener({ topic, eventPayload })),
    );
  }

  async post(
    path: string,
    body: string,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return this.#request(path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  }

  async ingest(facts: Facts): Promise<void> {
    const response = await this.post('/api/dora/ingest', JSON.stringify(facts));
    const { rejected }: IngestResult = await read(response);
    if (rejected.length > 0) {
      throw new Error(JSON.stringify(rejected));
    }
  }

  async get<T>(path: string): Promise<T> {
    return read(await this.#request(`/api/dora${path}`));
  }

  /** The metrics of a component over the last year. */
  async metrics(name: string): Promise<MetricsResult> {
    const day = (offset: number) =>
      new Date(Date.now() + offset * DAY).toISOString().slice(0, 10);
    return this.get(
      `/metrics?entityRef=component:default/${name}&from=${day(-364)}&to=${day(
        1,
      )}`,
    );
  }

  coverage(): Promise<Coverage> {
    return this.get('/coverage');
  }

  async #request(path: string, init?: RequestInit): Promise<Response> {
    return fetch(
      `http://localhost:${this.#backend!.server.port()}${path}`,
      init,
    );
  }
}

async function read<T>(response: Response): Promise<T> {
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${response.url} answered ${response.status}: ${text}`);
  }
  return JSON.parse(text);
}
