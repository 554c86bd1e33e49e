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

import { createBackendModule } from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';
import eventsPlugin from '@backstage/plugin-events-backend';
import { eventsExtensionPoint } from '@backstage/plugin-events-node/alpha';
import { ReleasesResult } from '@backstage-dora/plugin-dora-common';
import { FakeGitLab } from './__testUtils__/FakeGitLab';
import { component } from './__testUtils__/component';
import { Installation } from './__testUtils__/Installation';
import { eventPayload } from './__testUtils__/payloads';
import { World } from './__testUtils__/World';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const SECRET = 'right';

/** Rejects what @backstage/plugin-events-backend-module-gitlab rejects. */
const tokens = createBackendModule({
  pluginId: 'events',
  moduleId: 'gitlab-tokens',
  register(reg) {
    reg.registerInit({
      deps: { events: eventsExtensionPoint },
      async init({ events }) {
        events.addHttpPostIngress({
          topic: 'gitlab',
          validator: async ({ headers }, context) => {
            if (headers['x-gitlab-token'] !== SECRET) {
              context.reject({ status: 403, payload: { message: 'no' } });
            }
          },
        });
      },
    });
  },
});

describe('webhooks', () => {
  it('bring what has happened within seconds, and nothing when their token is wrong', async () => {
    const gitlab = await FakeGitLab.start();
    const installation = await Installation.start({
      knex: await databases.init('SQLITE_3'),
      gitlab,
      entities: [component('cart')],
      dora: { gitlab: { interval: { days: 30 } } },
      features: [eventsPlugin, tokens],
    });
    try {
      const project = gitlab.add('acme/shop/cart');
      const world = new World(
        project,
        'component:default/cart',
        Date.now() - 3_600_000,
        1000,
      );
      await installation.run();
      world.change('squash');
      world.deploy();
      const payload = eventPayload('deployment', project, gitlab.host, {
        status: 'success',
      });
      const releases = async () => {
        await installation.run();
        const { totalItems } = await installation.get<ReleasesResult>(
          '/releases?entityRef=component:default/cart',
        );
        return totalItems;
      };
      const before = gitlab.requests.length;
      expect(await installation.receive(payload, 'wrong')).toBe(403);
      expect(await releases()).toBe(0);
      expect(gitlab.requests).toHaveLength(before);

      expect(await installation.receive(payload, SECRET)).toBe(202);
      expect(await releases()).toBe(1);
    } finally {
      await installation.stop();
      await gitlab.stop();
    }
  });
});
