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

import { AuthService } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { SyncSubject, SyncSystem } from './types';

const PAGE_SIZE = 500;
const FIELDS = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.annotations',
];

/** Finds the subjects of a system in the catalog. */
export class Discovery<TSubject extends SyncSubject> {
  constructor(
    private readonly options: {
      system: SyncSystem<TSubject>;
      catalog: CatalogService;
      auth: AuthService;
    },
  ) {}

  async discover(): Promise<TSubject[]> {
    const { system, catalog, auth } = this.options;
    const entities: Entity[] = [];
    const pages = catalog.streamEntities(
      { filter: system.filter, fields: FIELDS, pageSize: PAGE_SIZE },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    for await (const page of pages) {
      entities.push(...page);
    }
    return system.discover(entities);
  }
}
