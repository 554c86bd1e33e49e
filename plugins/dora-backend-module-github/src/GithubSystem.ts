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

import { LoggerService } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { Entity } from '@backstage/catalog-model';
import { FactKind } from '@backstage-dora/plugin-dora-common';
import {
  GithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import {
  CodeHostConfig,
  HistoryStore,
  runStages,
  SyncContext,
  SyncStep,
  SyncSystem,
} from '@backstage-dora/plugin-dora-node';
import { DateTime } from 'luxon';
import { explainError } from './client/explainError';
import { GithubClient } from './client/GithubClient';
import { RateBudgets } from './client/RateBudgets';
import { readCredentials } from './client/readCredentials';
import { discoverSubjects, PROJECT_SLUG } from './discovery/discoverSubjects';
import { GithubSubject, Origin, sourceOf } from './discovery/GithubSubject';
import { stagesOf } from './stages';
import { knownRepository, readRepository } from './stages/repository';

const RETRY_PAUSE_MS = 1000;

/** Options of {@link GithubSystem}. */
export interface GithubSystemOptions {
  config: CodeHostConfig<Origin>;
  integrations: ScmIntegrations;
  credentials: GithubCredentialsProvider;
  logger: LoggerService;
  now: () => DateTime;
  /** Delay after the first failure of GitHub or the network. */
  retryPauseMs?: number;
}

/** Reads repositories on GitHub and GitHub Enterprise Server. */
export class GithubSystem implements SyncSystem<GithubSubject> {
  readonly filter = {
    kind: ['Component', 'System'],
    [`metadata.annotations.${PROJECT_SLUG}`]: CATALOG_FILTER_EXISTS,
  };
  readonly #budgets = new Map<string, RateBudgets>();

  static create(options: GithubSystemOptions): GithubSystem {
    return new GithubSystem(options);
  }

  private constructor(private readonly options: GithubSystemOptions) {}

  get kinds(): FactKind[] {
    const { labels } = this.options.config.incidents;
    return [
      'deployments',
      'changes',
      ...(labels.length > 0 ? ['incidents' as const] : []),
    ];
  }

  async discover(entities: Entity[]): Promise<GithubSubject[]> {
    return discoverSubjects(entities, this.options);
  }

  async step(subject: GithubSubject, context: SyncContext): Promise<SyncStep> {
    try {
      return await this.#step(subject, context);
    } catch (error) {
      throw explainError(error, subject);
    }
  }

  async #step(subject: GithubSubject, context: SyncContext): Promise<SyncStep> {
    const { config } = this.options;
    const client = this.#client(subject, context);
    const known = context.cursor && (await knownRepository(context));
    return runStages(
      stagesOf(subject, config, context),
      {
        subject,
        repository: known || (await readRepository(subject, client, context)),
        client,
        config,
        context,
        store: new HistoryStore(context.state),
        source: sourceOf(subject),
      },
      context.cursor,
    );
  }

  #client(
    subject: GithubSubject,
    { backfill, signal }: SyncContext,
  ): GithubClient {
    const { credentials, now, retryPauseMs = RETRY_PAUSE_MS } = this.options;
    const { apiBaseUrl, budget } = subject;
    const rates = this.#budgets.get(budget) ?? new RateBudgets(now);
    this.#budgets.set(budget, rates);
    return GithubClient.create({
      apiBaseUrl,
      budgets: rates,
      backfill,
      retryPauseMs,
      signal,
      credentials: () => readCredentials(credentials, subject),
    });
  }
}
