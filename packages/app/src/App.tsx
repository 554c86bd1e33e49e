import { createApp } from '@backstage/frontend-defaults';
import { navModule } from './navModule';
import { signInModule } from './signInModule';

export default createApp({ features: [navModule, signInModule] });
