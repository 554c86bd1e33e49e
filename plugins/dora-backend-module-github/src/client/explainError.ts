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

import { SyncError } from '@backstage-dora/plugin-dora-node';
import { RequestError } from '@octokit/request-error';
import { GithubSubject } from '../discovery/GithubSubject';

const PERMISSIONS =
  'read access to Actions, Contents, Deployments, Issues, Metadata and Pull requests (with a classic token the scope repo, or public_repo and repo_deployment for public repositories)';

/** Turns an error from GitHub into one with advice on how to fix it. */
export function explainError(error: unknown, subject: GithubSubject): unknown {
  if (!(error instanceof RequestError)) {
    return error;
  }
  const { host, owner, repo } = subject;
  const said = `GitHub answered ${error.status} to ${path(error)}: ${
    error.message
  }`;
  switch (error.status) {
    case 401:
      return new SyncError(
        said,
        `Check the token or the GitHub App for ${host} in integrations.github: it is invalid or has expired`,
        error,
      );
    case 403:
      return new SyncError(said, forbidden(error, subject), error);
    case 404:
      return new SyncError(
        said,
        `Check that ${host}/${owner}/${repo} still exists under that name, and if not correct the annotation github.com/project-slug of ${subject.entityRefs.join(
          ', ',
        )}; otherwise grant the token or GitHub App for ${host} access to it: ${PERMISSIONS}`,
        error,
      );
    default:
      return error;
  }
}

function forbidden(
  error: RequestError,
  { owner, repo }: GithubSubject,
): string {
  const headers = error.response?.headers ?? {};
  const permissions = headers['x-accepted-github-permissions'];
  const scopes = headers['x-accepted-oauth-scopes'];
  const wants =
    (permissions && `one of the permissions ${permissions}`) ||
    (scopes &&
      `one of the scopes ${scopes}, but has ${
        headers['x-oauth-scopes'] || 'none'
      }`);
  if (/SAML|SSO/i.test(error.message)) {
    return `Authorise the token for single sign-on to ${owner}`;
  }
  return wants
    ? `The token needs ${wants} for ${owner}/${repo}`
    : `Grant the token or GitHub App ${PERMISSIONS} for ${owner}/${repo}`;
}

function path(error: RequestError): string {
  return new URL(error.request.url).pathname;
}
