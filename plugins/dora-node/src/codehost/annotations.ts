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

import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { globMatcher } from './globs';
import { CodeHostConfig } from './readCodeHostConfig';

const PREFIX = 'backstage-dora.io/';

/**
 * Annotations that say which part of a repository belongs to an entity.
 *
 * @public
 */
export const DORA_ANNOTATIONS = {
  /** The origin of its deployments; `none` if it has none. */
  deployments: `${PREFIX}deployments`,
  /** Names or globs of its environments, separated by commas. */
  environment: `${PREFIX}environment`,
  /** The task of its deployments. */
  task: `${PREFIX}task`,
  /** The file of the workflow that deploys it. */
  workflow: `${PREFIX}workflow`,
  /** The job that deploys it. */
  job: `${PREFIX}job`,
  /** Globs of its tags, separated by commas. */
  tag: `${PREFIX}tag`,
  /** Paths of its files, or globs of them, separated by commas. */
  path: `${PREFIX}path`,
} as const;

/**
 * The part of a repository that belongs to an entity.
 *
 * @public
 */
export interface EntityTarget<TOrigin extends string = string> {
  entityRef: string;
  from: TOrigin | 'none';
  /** Names or globs; undefined means all production environments. */
  environments?: string[];
  /** For deployments without an environment of their own. */
  environment: string;
  task?: string;
  workflow?: string;
  job?: string;
  tags: string[];
  /** Undefined if everything belongs to it. */
  paths?: string[];
}

function list(text: string | undefined): string[] | undefined {
  const entries = text
    ?.split(',')
    .map(entry => entry.trim())
    .filter(entry => entry !== '');
  return entries?.length ? entries : undefined;
}

/**
 * Reads the annotations of an entity; throws if a value is invalid.
 *
 * @public
 */
export function readEntityTarget<TOrigin extends string>(
  entity: Entity,
  config: CodeHostConfig<TOrigin>,
  origins: readonly TOrigin[],
): EntityTarget<TOrigin> {
  const { annotations = {} } = entity.metadata;
  const get = (name: keyof typeof DORA_ANNOTATIONS) =>
    annotations[DORA_ANNOTATIONS[name]]?.trim() || undefined;
  const said = get('deployments');
  const choices: Array<TOrigin | 'none'> = [...origins, 'none'];
  const from = said
    ? choices.find(choice => choice === said)
    : implied(get, config.deployments.from, choices);
  if (!from) {
    throw new InputError(
      `${stringifyEntityRef(entity)}: ${
        DORA_ANNOTATIONS.deployments
      } is ${JSON.stringify(said)}, but must be one of ${choices.join(', ')}`,
    );
  }
  const environments = list(get('environment'));
  const { deployments } = config;
  return {
    entityRef: stringifyEntityRef(entity),
    from,
    environments,
    environment: environments?.[0] ?? deployments.environment,
    task: get('task'),
    workflow: get('workflow') ?? deployments.workflow,
    job: get('job') ?? deployments.job,
    tags: list(get('tag')) ?? deployments.tags,
    paths: list(get('path')),
  };
}

/** A workflow or tag annotation implies the origin. */
function implied<TOrigin extends string>(
  get: (name: 'workflow' | 'tag') => string | undefined,
  otherwise: TOrigin,
  choices: Array<TOrigin | 'none'>,
): TOrigin | 'none' | undefined {
  const wanted =
    (get('workflow') && 'workflow') ||
    (get('tag') && otherwise !== 'releases' && 'tags');
  return choices.find(choice => choice === wanted) ?? otherwise;
}

/**
 * Whether a deployment to an environment belongs to an entity. Environments
 * named by annotation are always fetched, so that people can see why they do
 * not count; otherwise only production is.
 *
 * @public
 */
export function environmentMatcher(
  target: EntityTarget,
  config: CodeHostConfig,
): (environment: string) => boolean {
  return globMatcher(target.environments ?? config.production);
}

/**
 * Whether a file belongs to an entity: a path includes everything below it.
 *
 * @public
 */
export function pathMatcher(target: EntityTarget): (file: string) => boolean {
  const { paths } = target;
  if (!paths) {
    return () => true;
  }
  const matchers = paths
    .map(path => path.replaceAll(/^(\.?\/)+|\/+$/g, ''))
    .map(path => {
      const isGlob = /[*?[\]{}]/.test(path);
      const glob = isGlob ? globMatcher([path], { path: true }) : undefined;
      return (file: string) =>
        glob?.(file) ||
        path === '' ||
        file === path ||
        file.startsWith(`${path}/`);
    });
  return file => matchers.some(matches => matches(file));
}
