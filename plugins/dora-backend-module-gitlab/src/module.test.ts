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

import { startTestBackend, mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  doraSourcesExtensionPoint,
  Source,
} from '@backstage-dora/plugin-dora-node';
import { JsonObject } from '@backstage/types';
import doraModuleGitlab from '.';

async function start(gitlab: JsonObject) {
  const sources: Source[] = [];
  const backend = await startTestBackend({
    extensionPoints: [
      [
        doraSourcesExtensionPoint,
        { addSource: (source: Source) => sources.push(source) },
      ],
    ],
    features: [
      doraModuleGitlab,
      catalogServiceMock.factory(),
      mockServices.rootConfig.factory({
        data: { backend: { baseUrl: 'http://localhost' }, dora: { gitlab } },
      }),
    ],
  });
  await backend.stop();
  return sources.map(source => source.getSourceName());
}

describe('doraModuleGitlab', () => {
  it('adds a source, also where GitLab is not configured', async () => {
    expect(await start({})).toEqual(['gitlab']);
    expect(
      await start({
        backfill: 'P6M',
        deployments: { from: 'jobs', job: 'deploy' },
        incidents: { types: [], labels: ['outage'], reverts: true },
      }),
    ).toEqual(['gitlab']);
  });

  it.each<[JsonObject, string]>([
    [
      { deployments: { workflow: 'deploy.yml' } },
      'dora.gitlab.deployments.workflow is not a known key',
    ],
    [
      { deployments: { from: 'workflow' } },
      'dora.gitlab.deployments.from is "workflow", but must be one of deployments, jobs, releases, tags',
    ],
    [{ interval: 0 }, 'dora.gitlab.interval is 0'],
    [{ tokens: [] }, 'dora.gitlab.tokens is not a known key'],
  ])('does not start with %p', async (gitlab, message) => {
    await expect(start(gitlab)).rejects.toThrow(message);
  });
});
