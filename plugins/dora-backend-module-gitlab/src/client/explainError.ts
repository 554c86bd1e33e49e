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
import {
  GitLabSubject,
  PROJECT_ID,
  PROJECT_SLUG,
} from '../discovery/GitLabSubject';
import { GitLabError, UnreachableError } from './GitLabError';

const SCOPE = 'the scope read_api';

/** Turns an error from GitLab into one with advice on how to fix it. */
export function explainError(error: unknown, subject: GitLabSubject): unknown {
  if (error instanceof UnreachableError) {
    return new SyncError(
      error.message,
      `Check that the backend can reach ${subject.host}, and check apiBaseUrl in integrations.gitlab`,
      error,
    );
  }
  if (!(error instanceof GitLabError)) {
    return error;
  }
  const advice = adviceOn(error, subject);
  return advice ? new SyncError(error.message, advice, error) : error;
}

function adviceOn(
  { status, code, said }: GitLabError,
  { id, host, entityRefs }: GitLabSubject,
): string | undefined {
  if (/scope/i.test(code ?? '') || /insufficient_scope/i.test(said)) {
    return `Give the token for ${host} in integrations.gitlab ${SCOPE}`;
  }
  switch (status) {
    case 401:
      return `Check the token for ${host} in integrations.gitlab: it is invalid, has expired or lacks ${SCOPE}`;
    case 403:
      return `Make the account of the token for ${host} a member of ${id} with the role Reporter or above, give the token ${SCOPE}, and check that CI/CD, issues and merge requests are enabled in the project`;
    case 404:
      return `Check that ${id} still exists under that name, and if not correct the annotation ${PROJECT_SLUG} or ${PROJECT_ID} of ${entityRefs.join(
        ', ',
      )}; otherwise make the account of the token for ${host} a member of the project with the role Reporter or above`;
    case 200:
    case 301:
    case 302:
    case 307:
    case 308:
      return `Check apiBaseUrl for ${host} in integrations.gitlab`;
    default:
      return undefined;
  }
}
