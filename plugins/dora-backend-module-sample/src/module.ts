import { createBackendModule } from '@backstage/backend-plugin-api';

/**
 * Hands the facts of a sample organisation to the DORA backend plugin.
 *
 * @public
 */
export const doraModuleSample = createBackendModule({
  pluginId: 'dora',
  moduleId: 'sample',
  register(reg) {
    reg.registerInit({ deps: {}, async init() {} });
  },
});
