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

import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import {
  DefaultGitlabCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import { JsonObject, JsonValue } from '@backstage/types';
import {
  Change,
  Deployment,
  Incident,
} from '@backstage-dora/plugin-dora-common';
import {
  readCodeHostConfig,
  SyncBatch,
  SyncContext,
} from '@backstage-dora/plugin-dora-node';
import { DateTime } from 'luxon';
import { GitLabSubject, ORIGINS } from '../discovery/GitLabSubject';
import { GitLabSystem } from '../GitLabSystem';
import { FakeGitLab } from './FakeGitLab';
import { MemoryState } from './MemoryState';

/** Reads projects of a GitLab without a backend around it, and keeps what it finds. */
export class Reader {
  readonly deployments = new Map<string, Deployment>();
  readonly changes = new Map<string, Change>();
  readonly incidents = new Map<string, Incident>();
  system!: GitLabSystem;
  readonly #shared = new MemoryState();
  readonly #states = new Map<string, MemoryState>();

  static create(
    gitlab: FakeGitLab,
    now: () => DateTime,
    options: { gitlab?: JsonObject; token?: string } = {},
  ): Reader {
    return new Reader(gitlab, now, options);
  }

  private constructor(
    private readonly gitlab: FakeGitLab,
    private readonly now: () => DateTime,
    options: { gitlab?: JsonObject; token?: string },
  ) {
    this.configure(options);
  }

  /** As after a restart with another configuration; what is remembered stays. */
  configure(options: { gitlab?: JsonObject; token?: string }): void {
    const { token = this.gitlab.token } = options;
    const rootConfig = mockServices.rootConfig({
      data: {
        dora: { gitlab: options.gitlab ?? {} },
        integrations: { gitlab: [{ ...this.gitlab.integration, token }] },
      },
    });
    const integrations = ScmIntegrations.fromConfig(rootConfig);
    this.system = GitLabSystem.create({
      config: readCodeHostConfig(rootConfig, 'dora.gitlab', ORIGINS, [
        'incident',
      ]),
      integrations,
      credentials:
        DefaultGitlabCredentialsProvider.fromIntegrations(integrations),
      logger: mockServices.logger.mock(),
      now: this.now,
      retryPauseMs: 1,
    });
  }

  /** A whole pass over the projects of some entities, since a time. */
  async read(
    entities: Entity[],
    since: string,
    backfill = true,
  ): Promise<GitLabSubject[]> {
    const subjects = await this.system.discover(entities);
    for (const subject of subjects) {
      let cursor: JsonValue | undefined;
      do {
        const step = await this.system.step(
          subject,
          this.#context(subject, since, backfill, cursor),
        );
        cursor = step.next;
      } while (cursor !== undefined);
    }
    return subjects;
  }

  /** What a deployment carries, by the ids of its changes. */
  carriedBy(id: string): string[] | undefined {
    return this.deployments.get(id)?.changes as string[] | undefined;
  }

  #context(
    subject: GitLabSubject,
    since: string,
    backfill: boolean,
    cursor: JsonValue | undefined,
  ): SyncContext {
    const state = this.#states.get(subject.id) ?? new MemoryState();
    this.#states.set(subject.id, state);
    return {
      since: DateTime.fromISO(since),
      backfill,
      cursor,
      state,
      shared: this.#shared,
      emit: batch => this.#emit(batch, state),
      now: this.now,
      signal: new AbortController().signal,
      logger: mockServices.logger.mock(),
    };
  }

  async #emit(
    { facts = {}, retracted = [], state = {}, forget = [] }: SyncBatch,
    memory: MemoryState,
  ): Promise<void> {
    const kept = {
      deployments: this.deployments as Map<string, unknown>,
      changes: this.changes as Map<string, unknown>,
      incidents: this.incidents as Map<string, unknown>,
      signals: new Map<string, unknown>(),
    };
    for (const kind of ['deployments', 'changes', 'incidents'] as const) {
      facts[kind]?.forEach(fact => kept[kind].set(fact.id, fact));
    }
    retracted.forEach(({ kind, id }) => kept[kind].delete(id));
    await memory.setAll(state);
    await memory.delete(...forget);
  }
}
