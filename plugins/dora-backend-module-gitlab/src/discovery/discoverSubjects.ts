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
import { GitLabIntegration, ScmIntegrations } from '@backstage/integration';
import {
  CodeHostConfig,
  discoverRepositories,
  DORA_ANNOTATIONS,
  integrationOf,
} from '@backstage-dora/plugin-dora-node';
import {
  GitLabSubject,
  INSTANCE,
  Origin,
  ORIGINS,
  PROJECT_ID,
  PROJECT_SLUG,
  subjectId,
} from './GitLabSubject';

/** Finds the projects that entities are annotated with. */
export function discoverSubjects(
  entities: Entity[],
  options: {
    integrations: ScmIntegrations;
    config: CodeHostConfig<Origin>;
    logger: LoggerService;
  },
): GitLabSubject[] {
  return discoverRepositories(entities, {
    ...options,
    name: 'GitLab',
    origins: ORIGINS,
    locate: entity => {
      const { host } = instanceOf(entity, options.integrations).config;
      const project = projectOf(entity);
      return { id: subjectId(host, project), host, project, budget: host };
    },
    check: ({ entityRef, from, job }) => {
      if (from === 'jobs' && !job) {
        throw new InputError(
          `${entityRef}: name the job that deploys it, with the annotation ${DORA_ANNOTATIONS.job} or with dora.gitlab.deployments.job`,
        );
      }
    },
  });
}

/** The id takes precedence: it is stable when the project moves. */
function projectOf(entity: Entity): number | string {
  const { annotations = {} } = entity.metadata;
  const id = annotations[PROJECT_ID]?.trim();
  if (id) {
    if (!/^[1-9]\d*$/.test(id)) {
      throw invalid(entity, PROJECT_ID, id, 'project number');
    }
    return Number(id);
  }
  const slug = annotations[PROJECT_SLUG]?.trim() ?? '';
  if (!/^[^/\s]+(\/[^/\s]+)+$/.test(slug)) {
    throw invalid(entity, PROJECT_SLUG, slug, 'group/project');
  }
  return slug;
}

function invalid(entity: Entity, name: string, value: string, what: string) {
  return new InputError(
    `${stringifyEntityRef(entity)} has ${name} ${JSON.stringify(
      value,
    )}, which is not a ${what}`,
  );
}

/** The GitLab instance that an entity names or comes from. */
function instanceOf(
  entity: Entity,
  integrations: ScmIntegrations,
): GitLabIntegration {
  const instance = entity.metadata.annotations?.[INSTANCE]?.trim().replace(
    /^https?:\/\//,
    '',
  );
  if (!instance) {
    return integrationOf(
      entity,
      integrations.gitlab,
      'gitlab.com',
      ({ config }) => Boolean(config.token),
    );
  }
  const named = integrations.gitlab.byHost(instance.split('/')[0]);
  if (!named) {
    throw invalid(entity, INSTANCE, instance, 'host of integrations.gitlab');
  }
  return named;
}
