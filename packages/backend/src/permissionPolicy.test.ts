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
  AuthorizeResult,
  createPermission,
} from '@backstage/plugin-permission-common';
import { PolicyQueryUser } from '@backstage/plugin-permission-node';
import { DoraPermissionPolicy } from './permissionPolicy';

const request = (name: string) => ({
  permission: createPermission({ name, attributes: {} }),
});
const member = (...ownershipEntityRefs: string[]) =>
  ({ info: { ownershipEntityRefs } } as PolicyQueryUser);

describe('DoraPermissionPolicy', () => {
  const policy = new DoraPermissionPolicy(['group:default/Platform']);

  it.each(['dora.ingest', 'dora.correct'])(
    'lets only contributors use %s',
    async name => {
      await expect(
        policy.handle(request(name), member('user:default/a')),
      ).resolves.toEqual({ result: AuthorizeResult.DENY });
      await expect(policy.handle(request(name))).resolves.toEqual({
        result: AuthorizeResult.DENY,
      });
      await expect(
        policy.handle(
          request(name),
          member('user:default/a', 'group:default/platform'),
        ),
      ).resolves.toEqual({ result: AuthorizeResult.ALLOW });
    },
  );

  it('lets everybody do everything else', async () => {
    await expect(
      policy.handle(request('dora.read'), member('user:default/a')),
    ).resolves.toEqual({ result: AuthorizeResult.ALLOW });
  });
});
