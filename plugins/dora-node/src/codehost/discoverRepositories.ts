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
} from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { ScmIntegration, ScmIntegrationsGroup } from '@backstage/integration';
import { SyncSubject } from '../sync/types';
import { EntityTarget, readEntityTarget } from './annotations';
import { CodeHostConfig } from './readCodeHostConfig';

/**
 * A repository, and which parts of it belong to which entity.
 *
 * @public
 */
export interface RepositorySubject<TOrigin extends string = string>
  extends SyncSubject {
  targets: EntityTarget<TOrigin>[];
}

/**
 * Finds the repositories that entities are annotated with; an entity with
 * invalid annotations is logged and skipped.
 *
 * @param name - display name of the code host
 * @param locate - returns the repository of an entity; throws if there is none
 * @param check - throws if a required annotation is missing
 *
 * @public
 */
export function discoverRepositories<
  TOrigin extends string,
  TRepository extends Pick<SyncSubject, 'id' | 'budget'>,
>(
  entities: Entity[],
  options: {
    name: string;
    config: CodeHostConfig<TOrigin>;
    origins: readonly TOrigin[];
    logger: LoggerService;
    locate: (entity: Entity) => TRepository;
    check?: (target: EntityTarget<TOrigin>) => void;
  },
): Array<TRepository & RepositorySubject<TOrigin>> {
  const { name, config, origins, logger, locate, check } = options;
  const found = new Map<
    string,
    { repository: TRepository; targets: EntityTarget<TOrigin>[] }
  >();
  for (const entity of entities) {
    try {
      const repository = locate(entity);
      const target = readEntityTarget(entity, config, origins);
      check?.(target);
      const known = found.get(repository.id) ?? { repository, targets: [] };
      known.targets.push(target);
      found.set(repository.id, known);
    } catch (error) {
      logger.warn(`Skipping an entity for ${name}: ${error}`);
    }
  }
  return [...found.values()].map(({ repository, targets }) => {
    targets.sort((a, b) => (a.entityRef < b.entityRef ? -1 : 1));
    return {
      ...repository,
      targets,
      entityRefs: targets.map(({ entityRef }) => entityRef),
      fingerprint: JSON.stringify([
        targets,
        config.production,
        config.bots,
        config.incidents,
      ]),
    };
  });
}

/**
 * The integration of the code host that an entity comes from; or else the only
 * one configured; or else that of the public host.
 *
 * @param publicHost - such as `github.com`, which has an integration without
 *   any configuration
 * @param hasCredentials - whether an integration has credentials
 *
 * @public
 */
export function integrationOf<
  TIntegration extends ScmIntegration & { config: { host: string } },
>(
  entity: Entity,
  integrations: ScmIntegrationsGroup<TIntegration>,
  publicHost: string,
  hasCredentials: (integration: TIntegration) => boolean,
): TIntegration {
  const { annotations = {} } = entity.metadata;
  for (const name of [ANNOTATION_SOURCE_LOCATION, ANNOTATION_LOCATION]) {
    const url = /^url:(https?:\/\/.+)$/.exec(annotations[name] ?? '')?.[1];
    const integration = url && integrations.byUrl(url);
    if (integration) {
      return integration;
    }
  }
  const all = integrations.list();
  const others = all.filter(({ config }) => config.host !== publicHost);
  const publicOne = all.find(({ config }) => config.host === publicHost);
  const isPublic = publicOne && hasCredentials(publicOne);
  const chosen = others.length === 1 && !isPublic ? others[0] : publicOne;
  if (!chosen) {
    throw new InputError(`there is no integration for ${publicHost}`);
  }
  return chosen;
}
