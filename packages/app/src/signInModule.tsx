import { ErrorPanel, ProxiedSignInPage } from '@backstage/core-components';
import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import { useEffect } from 'react';

const RETRY_MS = 3000;

/** With `npm start` the browser opens before the backend is up. */
const TryAgain = ({ error }: { error?: Error }) => {
  useEffect(() => {
    const timer = setTimeout(() => window.location.reload(), RETRY_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <ErrorPanel
      title="Waiting for the backend to sign you in"
      error={error ?? new Error('No answer')}
    />
  );
};

/** Signs everybody in as a guest, without a click. */
const guestSignInPage = SignInPageBlueprint.make({
  params: {
    loader: async () => props =>
      (
        <ProxiedSignInPage
          {...props}
          provider="guest"
          ErrorComponent={TryAgain}
        />
      ),
  },
});

export const signInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [guestSignInPage],
});
