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
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Knex } from 'knex';
import { DoraConfig } from '../config';
import { Derivation } from '../derivation/types';
import { CatalogReader } from './CatalogReader';
import { readState } from './catalogState';
import { EntityStore } from './EntityStore';
import { Pace } from './Pace';
import { storeCatalog } from './storeCatalog';
import { CatalogFollower } from './types';

/** How long somebody who asks for what is not known waits for the catalog. */
const PATIENCE = 5000;

/** What {@link HierarchyRefresh} needs. */
export interface HierarchyRefreshOptions {
  knex: Knex;
  catalog: CatalogService;
  auth: AuthService;
  config: DoraConfig['hierarchy'];
  derivation: Derivation;
  logger: LoggerService;
  /** ms since the epoch */
  now: () => number;
}

/**
 * Keeps the stored hierarchy like that of the catalog. As the catalog does not tell of changes, it is looked at often by
 * a cheap outline of it, and read in full when that differs; and in full from time to time, as configured, for what the
 * outline does not show, such as titles.
 */
export class HierarchyRefresh implements CatalogFollower {
  readonly #options: HierarchyRefreshOptions;
  readonly #reader: CatalogReader;
  readonly #store: EntityStore;
  readonly #pace: Pace;
  #current?: Promise<void>;
  #failing = false;

  static create(options: HierarchyRefreshOptions): HierarchyRefresh {
    return new HierarchyRefresh(options);
  }

  private constructor(options: HierarchyRefreshOptions) {
    this.#options = options;
    this.#reader = CatalogReader.create(options);
    this.#store = EntityStore.create(options);
    this.#pace = Pace.create(options);
  }

  async schedule(scheduler: SchedulerService): Promise<void> {
    await scheduler.scheduleTask({
      id: 'dora-hierarchy-refresh',
      scope: 'global',
      ...this.#options.config.refresh,
      fn: () => this.refresh(),
    });
    await scheduler.scheduleTask({
      id: 'dora-hierarchy-watch',
      scope: 'global',
      frequency: { seconds: 5 },
      // A process that is killed keeps the others from watching for so long.
      timeout: { seconds: 15 },
      fn: async () => {
        if (this.#pace.isDue) {
          await this.#look();
        }
      },
    });
  }

  /** Reads the whole catalog. */
  async refresh(): Promise<void> {
    while (this.#current) {
      await this.#current;
    }
    await this.#start(async () => this.#read(await this.#readOutline()));
  }

  async catchUp(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      this.#pace.isPossible ? this.#look() : this.#current,
      new Promise(resolve => {
        timer = setTimeout(resolve, PATIENCE);
      }),
    ]);
    clearTimeout(timer);
  }

  /** Reads the catalog if it has changed. */
  async #look(): Promise<void> {
    await (this.#current ??
      this.#start(async () => {
        const outline = await this.#pace.look(() => this.#readOutline());
        const known = await readState(this.#options.knex, 'hierarchy-outline');
        if (outline !== known) {
          await this.#read(outline);
        }
      }));
  }

  /** One at a time; what goes wrong is told once, and tried again by the next. */
  async #start(work: () => Promise<void>): Promise<void> {
    this.#current = work()
      .then(
        () => {
          this.#failing = false;
        },
        error => {
          if (!this.#failing) {
            this.#options.logger.warn(
              'The catalog could not be read; the hierarchy stays as it was, and this is tried again',
              error,
            );
          }
          this.#failing = true;
        },
      )
      .finally(() => {
        this.#current = undefined;
      });
    await this.#current;
  }

  /** @param outline - of the catalog; from before, so that what changes meanwhile shows at the next look */
  async #read(outline: string): Promise<void> {
    const { config, derivation, knex, logger } = this.#options;
    const hierarchy = await this.#pace.read(async () => {
      const entities = await this.#reader.readEntities();
      return knex.transaction(tx =>
        storeCatalog(
          tx,
          { entities, outline },
          { store: this.#store, derivation, domain: config.domain },
        ),
      );
    });
    if (hierarchy) {
      derivation.wake();
      this.#pace.changed();
      logger.info(
        `The hierarchy has changed: it has ${
          hierarchy.level('component').length
        } components in ${hierarchy.level('product').length} products now`,
      );
    }
  }

  /** Entities roll up by the configuration too, so that it counts as a change of the catalog. */
  async #readOutline(): Promise<string> {
    return `${this.#options.config.domain}.${await this.#reader.readOutline()}`;
  }
}
