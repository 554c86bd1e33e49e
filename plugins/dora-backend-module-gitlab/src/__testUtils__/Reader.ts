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
import {
  DefaultGitlabCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import { JsonObject } from '@backstage/types';
import { readCodeHostConfig } from '@backstage-dora/plugin-dora-node';
import { SystemReader } from '@backstage-dora/plugin-dora-node/testUtils';
import { DateTime } from 'luxon';
import { GitLabSubject, ORIGINS } from '../discovery/GitLabSubject';
import { GitLabSystem } from '../GitLabSystem';
import { FakeGitLab } from './FakeGitLab';

/** What it is configured by. */
export interface ReaderOptions {
  gitlab?: JsonObject;
  token?: string;
}

/** Reads projects of a GitLab without a backend, and collects the results. */
export class Reader extends SystemReader<GitLabSubject> {
  static create(
    gitlab: FakeGitLab,
    now: () => DateTime,
    options: ReaderOptions = {},
  ): Reader {
    const configured = (changed: ReaderOptions) =>
      newSystem(gitlab, now, changed);
    return new Reader(configured, configured(options), now);
  }

  private constructor(
    private readonly configured: (options: ReaderOptions) => GitLabSystem,
    system: GitLabSystem,
    now: () => DateTime,
  ) {
    super(system, now);
  }

  /** As after a restart with another configuration; what is remembered stays. */
  configure(options: ReaderOptions): void {
    this.system = this.configured(options);
  }

  /** What a deployment carries, by the ids of its changes. */
  carriedBy(id: string): string[] | undefined {
    return this.deployments.get(id)?.changes as string[] | undefined;
  }
}

function newSystem(
  gitlab: FakeGitLab,
  now: () => DateTime,
  options: ReaderOptions,
): GitLabSystem {
  const { token = gitlab.token } = options;
  const rootConfig = mockServices.rootConfig({
    data: {
      dora: { gitlab: options.gitlab ?? {} },
      integrations: { gitlab: [{ ...gitlab.integration, token }] },
    },
  });
  const integrations = ScmIntegrations.fromConfig(rootConfig);
  return GitLabSystem.create({
    config: readCodeHostConfig(rootConfig, 'dora.gitlab', ORIGINS, [
      'incident',
    ]),
    integrations,
    credentials:
      DefaultGitlabCredentialsProvider.fromIntegrations(integrations),
    logger: mockServices.logger.mock(),
    now,
    retryPauseMs: 1,
  });
}
