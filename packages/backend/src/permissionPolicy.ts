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
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { doraPermissions } from '@backstage-dora/plugin-dora-common';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';

/** Permissions that are not granted to everyone who is signed in. */
const RESTRICTED = doraPermissions.map(permission => permission.name);

/**
 * Lets everybody do everything, except that only the users and the members of
 * the groups in `permission.doraContributors` may send, correct or export facts.
 *
 * Services, such as external-access tokens, never get here: the permission
 * framework admits them, within the `accessRestrictions` of their token.
 */
export class DoraPermissionPolicy implements PermissionPolicy {
  readonly #contributors: Set<string>;

  constructor(contributors: string[]) {
    this.#contributors = new Set(
      contributors.map(ref => ref.toLocaleLowerCase('en-US')),
    );
  }

  async handle(
    request: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!RESTRICTED.includes(request.permission.name)) {
      return { result: AuthorizeResult.ALLOW };
    }
    const refs = user?.info.ownershipEntityRefs ?? [];
    const allowed = refs.some(ref =>
      this.#contributors.has(ref.toLocaleLowerCase('en-US')),
    );
    return { result: allowed ? AuthorizeResult.ALLOW : AuthorizeResult.DENY };
  }
}

export default createBackendModule({
  pluginId: 'permission',
  moduleId: 'dora-policy',
  register(reg) {
    reg.registerInit({
      deps: {
        policy: policyExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ policy, config }) {
        policy.setPolicy(
          new DoraPermissionPolicy(
            config.getOptionalStringArray('permission.doraContributors') ?? [],
          ),
        );
      },
    });
  },
});
