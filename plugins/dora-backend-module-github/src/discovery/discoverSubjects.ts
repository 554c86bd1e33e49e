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
import {
  ANNOTATION_LOCATION,
  ANNOTATION_SOURCE_LOCATION,
  Entity,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { GithubIntegration, ScmIntegrations } from '@backstage/integration';
import {
  CodeHostConfig,
  readEntityTarget,
} from '@backstage-dora/plugin-dora-node';
import { GithubSubject, GithubTarget, Origin, ORIGINS } from './GithubSubject';

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
  const { integrations, config, logger } = options;
  const subjects = new Map<string, GithubSubject>();
  for (const entity of entities) {
    try {
      const repository = repositoryOf(entity, integrations);
      const target = readEntityTarget(entity, config, ORIGINS);
      const known = subjects.get(repository.id) ?? {
        ...repository,
        entityRefs: [],
        targets: [],
        fingerprint: '',
      };
      subjects.set(repository.id, withTarget(known, target, config));
    } catch (error) {
      logger.warn(`Nothing is read from GitHub for an entity: ${error}`);
    }
  }
  return [...subjects.values()];
}

function withTarget(
  subject: GithubSubject,
  target: GithubTarget,
  config: CodeHostConfig<Origin>,
): GithubSubject {
  const targets = [...subject.targets, target].sort((a, b) =>
    a.entityRef < b.entityRef ? -1 : 1,
  );
  return {
    ...subject,
    targets,
    entityRefs: targets.map(({ entityRef }) => entityRef),
    fingerprint: JSON.stringify([
      targets,
      config.production,
      config.bots,
      config.incidents,
    ]),
  };
}

function repositoryOf(entity: Entity, integrations: ScmIntegrations) {
  const slug = entity.metadata.annotations?.[PROJECT_SLUG]?.trim() ?? '';
  const [, owner, repo] = /^([^/\s]+)\/([^/\s]+)$/.exec(slug) ?? [];
  if (!owner) {
    throw new Error(
      `${stringifyEntityRef(entity)} has ${PROJECT_SLUG} ${JSON.stringify(
        slug,
      )}, which is no owner/repository`,
    );
  }
  const { host, apiBaseUrl, apps } = integrationOf(entity, integrations).config;
  return {
    // GitHub does not tell names by case.
    id: `${host}/${slug}`.toLocaleLowerCase('en-US'),
    host,
    owner,
    repo,
    apiBaseUrl: apiBaseUrl ?? `https://${host}/api/v3`,
    // Each installation of an App has a rate limit of its own.
    budget: (apps?.length ? `${host}/${owner}` : host).toLocaleLowerCase(
      'en-US',
    ),
  };
}

/** The GitHub that an entity comes from; else the only one that is configured; else github.com. */
function integrationOf(
  entity: Entity,
  integrations: ScmIntegrations,
): GithubIntegration {
  const { annotations = {} } = entity.metadata;
  for (const name of [ANNOTATION_SOURCE_LOCATION, ANNOTATION_LOCATION]) {
    const url = /^url:(https?:\/\/.+)$/.exec(annotations[name] ?? '')?.[1];
    const integration = url && integrations.github.byUrl(url);
    if (integration) {
      return integration;
    }
  }
  const all = integrations.github.list();
  const others = all.filter(({ config }) => config.host !== 'github.com');
  const publicOne = all.find(({ config }) => config.host === 'github.com');
  const isConfigured =
    publicOne?.config.token || publicOne?.config.apps?.length;
  const chosen = others.length === 1 && !isConfigured ? others[0] : publicOne;
  if (!chosen) {
    throw new Error('there is no integration of GitHub');
  }
  return chosen;
}
