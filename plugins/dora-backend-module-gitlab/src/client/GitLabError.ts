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

/** GitLab has answered that it will not. */
export class GitLabError extends Error {
  name = 'GitLabError';

  constructor(
    readonly status: number,
    /** What was asked for, below the address of the API. */
    readonly path: string,
    /** What GitLab says about it. */
    readonly said: string,
    /** The name that GitLab gives to it, such as `insufficient_scope`. */
    readonly code?: string,
  ) {
    super(`GitLab answered ${status} to ${path}: ${said}`);
  }
}

/** Nothing has answered, or not to the end. */
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

/** Whether GitLab has answered so. */
export function hasStatus(error: unknown, ...statuses: number[]): boolean {
  return error instanceof GitLabError && statuses.includes(error.status);
}

/** Makes an error of an answer that is none of the good ones. */
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
    // A proxy in between, say.
    return {};
  }
}
