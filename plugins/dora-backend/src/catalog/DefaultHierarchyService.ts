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
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { catalogEntityReadPermission } from '@backstage/plugin-catalog-common/alpha';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { Knex } from 'knex';
import { CatalogReader } from './CatalogReader';
import { readVersion } from './catalogState';
import { DefaultHierarchy } from './DefaultHierarchy';
import { EntityStore } from './EntityStore';
import { ExpiringCache } from './ExpiringCache';
import { DomainKind, Hierarchy, HierarchyService } from './types';

/** How long a reader's permissions are cached, in ms. */
const READABLE_FOR = 30_000;
const READERS_KEPT = 100;

/** Options of {@link DefaultHierarchyService}. */
export interface HierarchyServiceOptions {
  knex: Knex;
  catalog: CatalogService;
  auth: AuthService;
  permissions: PermissionsService;
  config: { domain: DomainKind };
  /** ms since the epoch */
  now: () => number;
}

/**
 * Answers from the stored rows, cached in memory until their version changes:
 * another process may have written newer ones.
 */
export class DefaultHierarchyService implements HierarchyService {
  readonly #knex: Knex;
  readonly #permissions: PermissionsService;
  readonly #config: { domain: DomainKind };
  readonly #reader: CatalogReader;
  readonly #store: EntityStore;
  readonly #readable: ExpiringCache<Hierarchy>;
  #hierarchy?: DefaultHierarchy;
  #loading?: { version: string; hierarchy: Promise<DefaultHierarchy> };

  static create(options: HierarchyServiceOptions): DefaultHierarchyService {
    return new DefaultHierarchyService(options);
  }

  private constructor(options: HierarchyServiceOptions) {
    this.#knex = options.knex;
    this.#permissions = options.permissions;
    this.#config = options.config;
    this.#reader = CatalogReader.create(options);
    this.#store = EntityStore.create(options);
    this.#readable = ExpiringCache.create({
      lifetime: READABLE_FOR,
      size: READERS_KEPT,
      now: options.now,
    });
  }

  async whole(tx?: Knex.Transaction): Promise<DefaultHierarchy> {
    const version = await this.#version(tx ?? this.#knex);
    if (this.#hierarchy?.version === version) {
      return this.#hierarchy;
    }
    if (tx) {
      // Never waits for other loads here: they may be waiting for the
      // connection that this transaction holds.
      return this.#load(tx, version);
    }
    if (this.#loading?.version !== version) {
      this.#loading = { version, hierarchy: this.#load(this.#knex, version) };
    }
    const { hierarchy } = this.#loading;
    try {
      return await hierarchy;
    } finally {
      if (this.#loading?.hierarchy === hierarchy) {
        this.#loading = undefined;
      }
    }
  }

  async readableBy(credentials: BackstageCredentials): Promise<Hierarchy> {
    const whole = await this.whole();
    const [decision] = await this.#permissions.authorizeConditional(
      [{ permission: catalogEntityReadPermission }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.CONDITIONAL) {
      return decision.result === AuthorizeResult.ALLOW
        ? whole
        : whole.restrictTo([]);
    }
    // The conditions are part of the key because they may depend on more than
    // the principal, such as group memberships.
    const key = JSON.stringify([
      whole.version,
      credentials.principal,
      decision.conditions,
    ]);
    return this.#readable.getOrCreate(key, async () =>
      whole.restrictTo(await this.#reader.readRefs(credentials)),
    );
  }

  /**
   * @param version - read before the rows; if the rows turn out newer, the next
   *   call loads them again
   */
  async #load(knex: Knex, version: string): Promise<DefaultHierarchy> {
    this.#hierarchy = DefaultHierarchy.create({
      version,
      domain: this.#config.domain,
      entities: await this.#store.load(knex),
    });
    return this.#hierarchy;
  }

  async #version(knex: Knex): Promise<string> {
    return (await readVersion(knex)) ?? '';
  }
}
