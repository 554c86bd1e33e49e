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
  DefaultGitlabCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import {
  CodeHostConfig,
  HistoryStore,
  runStages,
  SyncContext,
  SyncError,
  SyncStep,
  SyncSystem,
} from '@backstage-dora/plugin-dora-node';
import { DateTime } from 'luxon';
import { explainError } from './client/explainError';
import { GitLabClient } from './client/GitLabClient';
import { GitLabHttp } from './client/GitLabHttp';
import { RateBudget } from './client/RateBudget';
import { discoverSubjects } from './discovery/discoverSubjects';
import {
  GitLabSubject,
  Origin,
  PROJECT_ID,
  PROJECT_SLUG,
  sourceOf,
} from './discovery/GitLabSubject';
import { stagesOf } from './stages';
import { findProject } from './stages/project';

const RETRY_PAUSE_MS = 1000;
const TIMEOUT_MS = 30_000;
const KINDS = ['Component', 'System'];

/** Options of {@link GitLabSystem}. */
export interface GitLabSystemOptions {
  config: CodeHostConfig<Origin>;
  integrations: ScmIntegrations;
  credentials: DefaultGitlabCredentialsProvider;
  logger: LoggerService;
  now: () => DateTime;
  /** Delay after the first failure of GitLab or the network. */
  retryPauseMs?: number;
  /** Request timeout. */
  timeoutMs?: number;
}

/** Reads projects on gitlab.com and self-managed GitLab. */
export class GitLabSystem implements SyncSystem<GitLabSubject> {
  readonly filter = [PROJECT_SLUG, PROJECT_ID].map(name => ({
    kind: KINDS,
    [`metadata.annotations.${name}`]: CATALOG_FILTER_EXISTS,
  }));
  readonly #https = new Map<string, GitLabHttp>();

  static create(options: GitLabSystemOptions): GitLabSystem {
    return new GitLabSystem(options);
  }

  private constructor(private readonly options: GitLabSystemOptions) {}

  get kinds(): FactKind[] {
    const { labels, types } = this.options.config.incidents;
    return [
      'deployments',
      'changes',
      ...(labels.length + types.length > 0 ? ['incidents' as const] : []),
    ];
  }

  async discover(entities: Entity[]): Promise<GitLabSubject[]> {
    return discoverSubjects(entities, this.options);
  }

  async step(subject: GitLabSubject, context: SyncContext): Promise<SyncStep> {
    const { config } = this.options;
    try {
      const client = new GitLabClient(this.#http(subject.host), context.signal);
      const project = await findProject(subject, client, context);
      return await runStages(
        stagesOf(subject, config, context),
        {
          subject,
          project,
          client,
          config,
          context,
          store: new HistoryStore(context.state),
          source: sourceOf(subject.host),
        },
        context.cursor,
      );
    } catch (error) {
      throw explainError(error, subject);
    }
  }

  /** One for all subjects of a host, as they share its rate limit. */
  #http(host: string): GitLabHttp {
    const known = this.#https.get(host);
    if (known) {
      return known;
    }
    const {
      integrations,
      now,
      retryPauseMs = RETRY_PAUSE_MS,
      timeoutMs = TIMEOUT_MS,
    } = this.options;
    const { apiBaseUrl } = integrations.gitlab.byHost(host)!.config;
    const http = new GitLabHttp({
      apiBaseUrl,
      budget: new RateBudget(now),
      retryPauseMs,
      timeoutMs,
      credentials: () => this.#credentials(host),
    });
    this.#https.set(host, http);
    return http;
  }

  async #credentials(host: string): Promise<Record<string, string>> {
    const { headers } = await this.options.credentials.getCredentials({
      url: `https://${host}/`,
    });
    if (!headers) {
      throw new SyncError(
        `There is no token for ${host}`,
        `Configure a token with the scope read_api for ${host} in integrations.gitlab`,
      );
    }
    return headers;
  }
}
