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
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { sampleOrganisation } from '../organisation';
import { toEntities } from './toEntities';

/** Brings the entities of the sample organisation into the catalog, or takes them out of it. */
export class SampleEntityProvider implements EntityProvider {
  static create(options: { enabled: boolean }): SampleEntityProvider {
    return new SampleEntityProvider(options.enabled);
  }

  private constructor(private readonly enabled: boolean) {}

  getProviderName(): string {
    return 'dora-sample';
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    const entities = this.enabled ? toEntities(sampleOrganisation) : [];
    await connection.applyMutation({
      type: 'full',
      entities: entities.map(entity => ({
        entity,
        locationKey: this.getProviderName(),
      })),
    });
  }
}
