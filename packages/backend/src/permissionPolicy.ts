import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
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

/** What changes the numbers of others, and so is not for everyone signed in. */
const RESTRICTED = ['dora.ingest', 'dora.correct'];

/**
 * Lets everybody do everything, except that only the users and the members of
 * the groups in `permission.doraContributors` may send or correct facts.
 *
 * Services, such as external-access tokens, never come here: the permission
 * framework lets them through, within the `accessRestrictions` of their token.
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
