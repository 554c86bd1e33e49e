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

/** An error response from GitLab. */
export class GitLabError extends Error {
  name = 'GitLabError';

  constructor(
    readonly status: number,
    /** The path of the request, relative to the API's base URL. */
    readonly path: string,
    /** GitLab's message. */
    readonly said: string,
    /** GitLab's error code, such as `insufficient_scope`. */
    readonly code?: string,
  ) {
    super(`GitLab answered ${status} to ${path}: ${said}`);
  }
}

/** No response, or an incomplete one. */
export class UnreachableError extends Error {
  name = 'UnreachableError';

  constructor(url: URL, cause: unknown) {
    const { cause: reason = cause } = cause as Error;
    super(
      `No answer from ${url.origin}: ${
        reason instanceof Error ? reason.message : String(reason)
      }`,
      { cause },
    );
  }
}

/** Whether GitLab answered with one of the statuses. */
export function hasStatus(error: unknown, ...statuses: number[]): boolean {
  return error instanceof GitLabError && statuses.includes(error.status);
}

/** Turns an error response into an error. */
export function toGitLabError(
  status: number,
  text: string,
  path: string,
): GitLabError {
  const body = parse(text);
  const said = body.error_description ?? body.message ?? body.error;
  return new GitLabError(
    status,
    path,
    typeof said === 'string' ? said : JSON.stringify(said) ?? 'nothing else',
    typeof body.error === 'string' ? body.error : undefined,
  );
}

function parse(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null
      ? (body as Record<string, unknown>)
      : {};
  } catch {
    // For example from a proxy in between.
    return {};
  }
}
