import { createBackendPlugin } from '@backstage/backend-plugin-api';

/**
 * The DORA backend plugin.
 *
 * @public
 */
export const doraPlugin = createBackendPlugin({
  pluginId: 'dora',
  register(reg) {
    reg.registerInit({ deps: {}, async init() {} });
  },
});
