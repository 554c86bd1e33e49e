import { createApp } from '@backstage/frontend-defaults';
import { navModule } from './navModule';

export default createApp({ features: [navModule] });
