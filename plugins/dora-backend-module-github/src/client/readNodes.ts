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

import { RateLimitError } from '@backstage-dora/plugin-dora-node';
import { GraphqlResponseError } from '@octokit/graphql';
import { RequestError } from '@octokit/request-error';
import { Octokit } from '@octokit/rest';
import { DurationLike } from 'luxon';

/** A GraphQL query for nodes by `$ids`. */
export interface NodesQuery {
  query: string;
  variables?: Record<string, unknown>;
}

interface Answer<T> {
  nodes?: Array<T | null>;
}

/** Suspends queries for a while, as they would not help. */
type LeaveAlone = (duration: DurationLike) => void;

/** If there is no GraphQL API, or it does not support the query. */
const MISSING = { hours: 1 };
/** After a failure that persists after a retry. */
const FAILING = { minutes: 1 };

/**
 * Fetches several nodes through the GraphQL API at once.
 *
 * @returns the nodes, in order; undefined for those that are incomplete for
 *   whatever reason: request these through REST
 */
export async function readNodes<T>(
  graphql: Octokit['graphql'],
  { query, variables }: NodesQuery,
  ids: string[],
  leaveAlone: LeaveAlone,
): Promise<Array<T | undefined>> {
  try {
    const answer = await graphql<Answer<T> | undefined>(query, {
      ...variables,
      ids,
    });
    if (!answer) {
      leaveAlone(MISSING);
    }
    return found(answer, ids, []);
  } catch (error) {
    if (error instanceof GraphqlResponseError) {
      return foundDespite(
        error as GraphqlResponseError<Answer<T>>,
        ids,
        leaveAlone,
      );
    }
    if (error instanceof RequestError) {
      leaveAlone(error.status < 500 ? MISSING : FAILING);
      return [];
    }
    if (error instanceof RateLimitError) {
      return [];
    }
    throw error;
  }
}

/** An error names the node it concerns, or concerns the whole query. */
function foundDespite<T>(
  error: GraphqlResponseError<Answer<T>>,
  ids: string[],
  leaveAlone: LeaveAlone,
): Array<T | undefined> {
  const errors = error.errors ?? [];
  // The query itself is not supported, for example by an older GitHub
  // Enterprise Server.
  if (errors.some(({ extensions }) => extensions?.code)) {
    leaveAlone(MISSING);
  }
  const failed = errors.map(({ path }) =>
    Number((path as unknown[] | undefined)?.[1] ?? NaN),
  );
  return failed.some(Number.isNaN) ? [] : found(error.data, ids, failed);
}

function found<T>(
  answer: Answer<T> | undefined,
  ids: string[],
  failed: number[],
): Array<T | undefined> {
  const { nodes = [] } = answer ?? {};
  return ids.map((_, index) =>
    failed.includes(index) ? undefined : nodes[index] ?? undefined,
  );
}
