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
import { InputError } from '@backstage/errors';
import { GitLabIntegration, ScmIntegrations } from '@backstage/integration';
import {
  CodeHostConfig,
  DORA_ANNOTATIONS,
  readEntityTarget,
} from '@backstage-dora/plugin-dora-node';
import {
  GitLabSubject,
  GitLabTarget,
  INSTANCE,
  Origin,
  ORIGINS,
  PROJECT_ID,
  PROJECT_SLUG,
  subjectId,
} from './GitLabSubject';

/** Finds the projects that entities say are theirs. */
export function discoverSubjects(
  entities: Entity[],
  options: {
    integrations: ScmIntegrations;
    config: CodeHostConfig<Origin>;
    logger: LoggerService;
  },
): GitLabSubject[] {
  const { integrations, config, logger } = options;
  const subjects = new Map<string, GitLabSubject>();
  for (const entity of entities) {
    try {
      const { host } = integrationOf(entity, integrations).config;
      const project = projectOf(entity);
      const id = subjectId(host, project);
      const known = subjects.get(id) ?? {
        id,
        host,
        project,
        budget: host,
        entityRefs: [],
        targets: [],
        fingerprint: '',
      };
      subjects.set(id, withTarget(known, targetOf(entity, config), config));
    } catch (error) {
      logger.warn(`Nothing is read from GitLab for an entity: ${error}`);
    }
  }
  return [...subjects.values()];
}

function targetOf(
  entity: Entity,
  config: CodeHostConfig<Origin>,
): GitLabTarget {
  const target = readEntityTarget(entity, config, ORIGINS);
  if (target.from === 'jobs' && !target.job) {
    throw new InputError(
      `${target.entityRef}: say which job deploys it, by the annotation ${DORA_ANNOTATIONS.job} or by dora.gitlab.deployments.job`,
    );
  }
  return target;
}

function withTarget(
  subject: GitLabSubject,
  target: GitLabTarget,
  config: CodeHostConfig<Origin>,
): GitLabSubject {
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

/** The number wins: it stays when the project moves. */
function projectOf(entity: Entity): number | string {
  const { annotations = {} } = entity.metadata;
  const id = annotations[PROJECT_ID]?.trim();
  if (id) {
    if (!/^[1-9]\d*$/.test(id)) {
      throw invalid(entity, PROJECT_ID, id, 'number of a project');
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
    )}, which is no ${what}`,
  );
}

/** The GitLab that an entity names or comes from; else the only one that is configured; else gitlab.com. */
function integrationOf(
  entity: Entity,
  integrations: ScmIntegrations,
): GitLabIntegration {
  const { annotations = {} } = entity.metadata;
  const instance = annotations[INSTANCE]?.trim().replace(/^https?:\/\//, '');
  if (instance) {
    const [host] = instance.split('/');
    const named = integrations.gitlab.byHost(host);
    if (!named) {
      throw invalid(entity, INSTANCE, instance, 'host of integrations.gitlab');
    }
    return named;
  }
  for (const name of [ANNOTATION_SOURCE_LOCATION, ANNOTATION_LOCATION]) {
    const url = /^url:(https?:\/\/.+)$/.exec(annotations[name] ?? '')?.[1];
    const integration = url && integrations.gitlab.byUrl(url);
    if (integration) {
      return integration;
    }
  }
  const all = integrations.gitlab.list();
  const others = all.filter(({ config }) => config.host !== 'gitlab.com');
  const publicOne = all.find(({ config }) => config.host === 'gitlab.com');
  const chosen =
    others.length === 1 && !publicOne?.config.token ? others[0] : publicOne;
  if (!chosen) {
    throw new InputError('there is no integration of GitLab');
  }
  return chosen;
}
