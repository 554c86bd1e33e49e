import { createFrontendPlugin } from '@backstage/frontend-plugin-api';

/**
 * The DORA frontend plugin.
 *
 * @public
 */
export const doraPlugin = createFrontendPlugin({
  pluginId: 'dora',
  extensions: [],
});
