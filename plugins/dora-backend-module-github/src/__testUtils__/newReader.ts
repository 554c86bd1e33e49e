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
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import { JsonObject } from '@backstage/types';
import { readCodeHostConfig } from '@backstage-dora/plugin-dora-node';
import { SystemReader } from '@backstage-dora/plugin-dora-node/testUtils';
import { DateTime } from 'luxon';
import { GithubSubject, ORIGINS } from '../discovery/GithubSubject';
import { GithubSystem } from '../GithubSystem';
import { FakeGithub } from './FakeGithub';

/** Reads repositories of a GitHub without a backend, and collects the results. */
export function newReader(
  { url: apiBaseUrl, token }: FakeGithub,
  config: JsonObject = {},
  now = () => DateTime.utc(),
): SystemReader<GithubSubject> {
  const rootConfig = mockServices.rootConfig({
    data: {
      dora: { github: config },
      integrations: { github: [{ host: 'github.com', apiBaseUrl, token }] },
    },
  });
  const integrations = ScmIntegrations.fromConfig(rootConfig);
  const system = GithubSystem.create({
    config: readCodeHostConfig(rootConfig, 'dora.github', ORIGINS),
    integrations,
    credentials:
      DefaultGithubCredentialsProvider.fromIntegrations(integrations),
    logger: mockServices.logger.mock(),
    now,
    retryPauseMs: 1,
  });
  return new SystemReader(system, now);
}
