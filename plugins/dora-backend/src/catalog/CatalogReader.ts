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

import {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import {
  CATALOG_FILTER_EXISTS,
  EntityFilterQuery,
} from '@backstage/catalog-client';
import {
  Entity,
  RELATION_CHILD_OF,
  RELATION_OWNED_BY,
  RELATION_OWNER_OF,
  RELATION_PART_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { JsonObject, JsonValue } from '@backstage/types';
import { CatalogEntity, DeploymentSettings } from './EntityStore';

const FILTER: EntityFilterQuery = [
  { kind: ['Component', 'System', 'Domain', 'Group'] },
  // There may be very many users; only those that own something matter.
  { kind: 'User', [`relations.${RELATION_OWNER_OF}`]: CATALOG_FILTER_EXISTS },
];
const PAGE_SIZE = 1000;
const REF_FIELDS = ['kind', 'metadata.name', 'metadata.namespace'];
const FIELDS = [
  ...REF_FIELDS,
  'metadata.title',
  'spec.profile.displayName',
  'spec.type',
  'spec.lifecycle',
  'relations',
  // Not each by itself: their names have dots in them.
  'metadata.annotations',
];

/** Names or globs of the production environments of an entity, or of what is below it */
const PRODUCTION_ENVIRONMENTS = 'backstage-dora.io/production-environments';
/** A name or glob of the sources whose deployments of a component count */
const DEPLOYMENTS_FROM = 'backstage-dora.io/deployments-from';

/** Text as both databases can keep it: without NUL and lone surrogates. */
function toText(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string'
    ? Buffer.from(value.replaceAll('\0', '')).toString()
    : undefined;
}

/** Users are shown by their profile's display name. */
function titleOf({ metadata, kind, spec }: Entity): string {
  const profile = spec?.profile as JsonObject | undefined;
  return (
    toText(metadata.title) ||
    (kind === 'User' && toText(profile?.displayName)) ||
    metadata.name
  );
}

/** The entries of a list that is separated by commas, those within braces aside. */
function splitList(text: string): string[] {
  const entries = text.match(/(?:\{[^}]*\}|[^,{])+/g) ?? [];
  return entries.map(entry => entry.trim()).filter(entry => entry !== '');
}

function toSettings({ metadata }: Entity): DeploymentSettings {
  const annotation = (name: string) => toText(metadata.annotations?.[name]);
  const environments = splitList(annotation(PRODUCTION_ENVIRONMENTS) ?? '');
  const deploymentsFrom = annotation(DEPLOYMENTS_FROM)?.trim();
  return {
    ...(environments.length > 0 && { productionEnvironments: environments }),
    ...(deploymentsFrom && { deploymentsFrom }),
  };
}

function toCatalogEntity(entity: Entity): CatalogEntity {
  const targets = (type: string) => [
    ...new Set(
      entity.relations
        ?.filter(relation => relation.type === type)
        .map(({ targetRef }) => targetRef.toLocaleLowerCase('en-US'))
        .sort(),
    ),
  ];
  return {
    ref: stringifyEntityRef(entity),
    title: titleOf(entity),
    type: toText(entity.spec?.type),
    lifecycle: toText(entity.spec?.lifecycle),
    relations: {
      ownedBy: targets(RELATION_OWNED_BY),
      partOf: targets(RELATION_PART_OF),
      childOf: targets(RELATION_CHILD_OF),
    },
    settings: toSettings(entity),
  };
}

/** Reads the entities that make up the hierarchy from the catalog, page by page. */
export class CatalogReader {
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;

  static create(options: {
    catalog: CatalogService;
    auth: AuthService;
  }): CatalogReader {
    return new CatalogReader(options);
  }

  private constructor(options: { catalog: CatalogService; auth: AuthService }) {
    this.#catalog = options.catalog;
    this.#auth = options.auth;
  }

  /** All entities of the hierarchy, regardless of who may read them. */
  async readEntities(): Promise<CatalogEntity[]> {
    const entities = new Map<string, CatalogEntity>();
    const pages = this.#catalog.streamEntities(
      {
        filter: FILTER,
        fields: FIELDS,
        pageSize: PAGE_SIZE,
        totalItems: 'exclude',
      },
      { credentials: await this.#auth.getOwnServiceCredentials() },
    );
    for await (const page of pages) {
      for (const item of page) {
        const entity = toCatalogEntity(item);
        entities.set(entity.ref, entity);
      }
    }
    return [...entities.values()];
  }

  /** References of the entities in the hierarchy that a caller may read. */
  async readRefs(credentials: BackstageCredentials): Promise<string[]> {
    const refs: string[] = [];
    const pages = this.#catalog.streamEntities(
      {
        filter: FILTER,
        fields: REF_FIELDS,
        pageSize: PAGE_SIZE,
        totalItems: 'exclude',
      },
      { credentials },
    );
    for await (const page of pages) {
      refs.push(...page.map(stringifyEntityRef));
    }
    return refs;
  }
}
