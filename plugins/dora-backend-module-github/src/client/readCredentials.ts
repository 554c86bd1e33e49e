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

import { GithubCredentialsProvider } from '@backstage/integration';
import { SyncError } from '@backstage-dora/plugin-dora-node';
import { GithubSubject } from '../discovery/GithubSubject';

/** Authentication headers from the credentials that Backstage has for a repository. */
export async function readCredentials(
  provider: GithubCredentialsProvider,
  { host, owner, repo }: GithubSubject,
): Promise<Record<string, string>> {
  const url = `https://${host}/${owner}/${repo}`;
  const { headers } = await provider
    .getCredentials({ url })
    .catch(error => Promise.reject(explain(error, url)));
  if (!headers) {
    throw new SyncError(
      `There are no credentials for ${url}`,
      `Configure a token or a GitHub App for ${host} in integrations.github, and install the App for ${owner}`,
    );
  }
  return headers;
}

/** Adds advice on how to fix it, unless GitHub failed to issue a token for an App. */
function explain(error: unknown, url: string): unknown {
  const { status, message } = error as { status?: number; message?: string };
  return status !== undefined && status >= 500
    ? error
    : new SyncError(
        `There are no credentials for ${url}: ${message ?? error}`,
        'Install the GitHub App of integrations.github for this repository, or configure a token',
        error,
      );
}
