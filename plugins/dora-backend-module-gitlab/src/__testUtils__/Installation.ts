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

import { BackendFeature } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import doraPlugin from '@backstage-dora/plugin-dora-backend';
import { TestInstallation } from '@backstage-dora/plugin-dora-node/testUtils';
import { Knex } from 'knex';
import doraModuleGitlab from '..';

/** A backend with the plugin and the module, on a database that outlives it. */
export class Installation extends TestInstallation {
  static async start(options: {
    knex: Knex;
    gitlab?: { integration: JsonObject };
    entities: Entity[];
    dora?: JsonObject;
    /** Of the plugin for events, and what goes into it. */
    events?: { features: BackendFeature[]; config: JsonObject };
  }): Promise<Installation> {
    const { knex, gitlab, entities, dora = {}, events } = options;
    return new Installation('gitlab').start({
      features: [...(events?.features ?? []), doraPlugin, doraModuleGitlab],
      knex,
      entities,
      config: {
        ...(gitlab && { integrations: { gitlab: [gitlab.integration] } }),
        dora,
        ...(events && { events: events.config }),
      },
    });
  }

  /** Receives a webhook from GitLab. */
  async receive(
    payload: object,
    headers: Record<string, string>,
  ): Promise<number> {
    const { status } = await this.post(
      '/api/events/http/gitlab',
      JSON.stringify(payload),
      headers,
    );
    return status;
  }
}
