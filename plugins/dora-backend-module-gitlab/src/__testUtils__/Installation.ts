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
  MetricsResult,
} from '@backstage-dora/plugin-dora-common';
import doraPlugin from '@backstage-dora/plugin-dora-backend';
import { Knex } from 'knex';
import request from 'supertest';
import doraModuleGitlab from '..';

/** A backend with the plugin and the module, on a database that outlives it. */
export class Installation {
  static async start(options: {
    knex: Knex;
    gitlab?: { integration: JsonObject };
    entities: Entity[];
    dora?: JsonObject;
    /** Of the plugin for events, and what goes into it. */
    events?: { features: BackendFeature[]; config: JsonObject };
  }): Promise<Installation> {
    const { knex, gitlab, entities, dora = {}, events } = options;
    const tasks = new Map<string, SchedulerServiceTaskFunction>();
    const listeners: Array<(event: EventParams) => Promise<void>> = [];
    const scheduler = mockServices.scheduler.mock({
      scheduleTask: async ({ id, fn }) => {
        tasks.set(id, fn);
      },
    });
    const backend = await startTestBackend({
      features: [
        ...(events?.features ?? []),
        doraPlugin,
        doraModuleGitlab,
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
          data: {
            backend: { baseUrl: 'http://localhost:0' },
            ...(gitlab && {
              integrations: { gitlab: [gitlab.integration] },
            }),
            dora,
            ...(events && { events: events.config }),
          },
        }),
      ],
    });
    return new Installation(backend, tasks, listeners);
  }

  private constructor(
    private readonly backend: Awaited<ReturnType<typeof startTestBackend>>,
    private readonly tasks: Map<string, SchedulerServiceTaskFunction>,
    private readonly listeners: Array<(event: EventParams) => Promise<void>>,
  ) {}

  async stop(): Promise<void> {
    await this.backend.stop();
  }

  /** What the scheduler does every few seconds. */
  async run(signal = new AbortController().signal): Promise<void> {
    await this.tasks.get('dora-gitlab')!(signal);
  }

  async publish(topic: string, eventPayload: unknown): Promise<void> {
    await Promise.all(
      this.listeners.map(listener => listener({ topic, eventPayload })),
    );
  }

  /** Takes what GitLab sends to a webhook. */
  async receive(
    payload: object,
    headers: Record<string, string>,
  ): Promise<number> {
    const { status } = await request(this.backend.server)
      .post('/api/events/http/gitlab')
      .set(headers)
      .send(payload);
    return status;
  }

  async ingest(facts: Facts): Promise<void> {
    const { body } = await request(this.backend.server)
      .post('/api/dora/ingest')
      .send(facts)
      .expect(200);
    if (body.rejected.length > 0) {
      throw new Error(JSON.stringify(body.rejected));
    }
  }

  async get<T>(path: string): Promise<T> {
    const { body } = await request(this.backend.server)
      .get(`/api/dora${path}`)
      .expect(200);
    return body;
  }

  /** Of the last year. */
  async metrics(name: string): Promise<MetricsResult> {
    const day = (offset: number) =>
      new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    return this.get(
      `/metrics?entityRef=component:default/${name}&from=${day(-364)}&to=${day(
        1,
      )}`,
    );
  }

  coverage(): Promise<Coverage> {
    return this.get('/coverage');
  }
}
