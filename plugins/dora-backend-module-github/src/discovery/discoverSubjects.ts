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
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import {
  CodeHostConfig,
  discoverRepositories,
  integrationOf,
} from '@backstage-dora/plugin-dora-node';
import { GithubSubject, Origin, ORIGINS } from './GithubSubject';

export const PROJECT_SLUG = 'github.com/project-slug';

/** Finds the repositories that entities say are theirs. */
export function discoverSubjects(
  entities: Entity[],
  options: {
    integrations: ScmIntegrations;
    config: CodeHostConfig<Origin>;
    logger: LoggerService;
  },
): GithubSubject[] {
  return discoverRepositories(entities, {
    ...options,
    name: 'GitHub',
    origins: ORIGINS,
    locate: entity => repositoryOf(entity, options.integrations),
  });
}

function repositoryOf(entity: Entity, integrations: ScmIntegrations) {
  const slug = entity.metadata.annotations?.[PROJECT_SLUG]?.trim() ?? '';
  const [, owner, repo] = /^([^/\s]+)\/([^/\s]+)$/.exec(slug) ?? [];
  if (!owner) {
    throw new InputError(
      `${stringifyEntityRef(entity)} has ${PROJECT_SLUG} ${JSON.stringify(
        slug,
      )}, which is not of the form owner/repository`,
    );
  }
  const { host, apiBaseUrl, apps } = integrationOf(
    entity,
    integrations.github,
    'github.com',
    ({ config }) => Boolean(config.token || config.apps?.length),
  ).config;
  return {
    // GitHub's names are case-insensitive.
    id: `${host}/${slug}`.toLocaleLowerCase('en-US'),
    host,
    owner,
    repo,
    apiBaseUrl: apiBaseUrl ?? `https://${host}/api/v3`,
    // Each installation of an App has its own rate limit.
    budget: (apps?.length ? `${host}/${owner}` : host).toLocaleLowerCase(
      'en-US',
    ),
  };
}
