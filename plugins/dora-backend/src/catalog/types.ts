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

import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { DeploymentSettings } from './EntityStore';

export type Level = 'component' | 'product' | 'domain' | 'platform';

/**
 * What counts as a domain: the group that owns a product, or the catalog
 * `Domain` that it is part of.
 */
export type DomainKind = 'group' | 'domain';

/** A catalog entity in the hierarchy. */
export interface HierarchyEntity {
  /** `entities.id`, which facts and derived rows refer to */
  id: number;
  /** Full reference in lower case */
  ref: string;
  /** In lower case: component, system, domain, group, or user (owners only) */
  kind: string;
  title: string;
  type?: string;
  lifecycle?: string;
  /**
   * References of the entities it directly rolls up to: a component's product,
   * a product's domain, a group's parent.
   */
  parents: string[];
  /** References of the owners, as the catalog says */
  owners: string[];
}

/**
 * The catalog's current hierarchy as one reader may see it; immutable. Roll-up
 * follows the whole hierarchy; entities that the reader may not see are left
 * out of every answer.
 */
export interface Hierarchy {
  /** Changes whenever the answers may. */
  readonly version: string;
  /** True when the reader may read the whole catalog. */
  readonly unrestricted: boolean;
  /**
   * By full or short reference, in any case; undefined if there is no such
   * entity or the reader may not see it.
   */
  get(entityRef: string): HierarchyEntity | undefined;
  getById(id: number): HierarchyEntity | undefined;
  /**
   * Ids of everything at and below an entity (components, systems, domains,
   * groups); of everything if omitted. Releases carry the id of a component (or
   * of a system, for a deployment of the system itself), incidents that of any
   * of these, so the same list serves both.
   */
  idsUnder(entityRef?: string): number[];
  /** The components below an entity (or all), without systems. */
  componentsUnder(entityRef?: string): HierarchyEntity[];
  /**
   * All entities of a level, optionally only those at or below an entity;
   * ordered by title, then reference.
   */
  level(level: Level, under?: string): HierarchyEntity[];
  /** By which settings the deployments of a component (`entities.id`) count, where the configuration is not to say. */
  settingsOf(id: number): DeploymentSettings;
  /** What an entity is listed under: a component's product, a product's domain, a domain's platform. */
  parent(entityRef: string): HierarchyEntity | undefined;
}

export interface HierarchyService {
  /**
   * The whole hierarchy, for derivation.
   *
   * @param tx - transaction to read in, so that the hierarchy is no older than
   *   what the transaction has already read; required within a transaction, as
   *   SQLite has a single connection
   */
  whole(tx?: Knex.Transaction): Promise<Hierarchy>;
  /** What the caller may read (catalog.entity.read). */
  readableBy(credentials: BackstageCredentials): Promise<Hierarchy>;
}

/** What a change of the catalog means for what is derived; all are `entities.id`. */
export interface HierarchyChanges {
  /** Entities that are new or gone, or have other entities below them than before */
  regroupedIds: number[];
  /** Components whose deployments count by other settings than before */
  reconfiguredIds: number[];
}

/** Is notified when entities roll up differently, or have other settings. */
export interface HierarchyListener {
  /** Called in the transaction that stores the change. */
  changed(tx: Knex.Transaction, changes: HierarchyChanges): Promise<void>;
  /** Called once that transaction is committed. */
  committed(): void;
}

/** Keeps up with the catalog. */
export interface CatalogFollower {
  /**
   * Brings the hierarchy up to date within a few seconds, for when an unknown
   * entity is requested. Cheap if nothing has changed; never fails, and waits
   * at most a few seconds. Not for use within a transaction.
   */
  catchUp(): Promise<void>;
}
