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

import { chunks } from '@backstage-dora/plugin-dora-node';
import { RestEndpointMethodTypes } from '@octokit/rest';
import { Account } from '../bots';
import { Work } from '../stages/types';

export type PullRequest =
  RestEndpointMethodTypes['pulls']['list']['response']['data'][number];

/** A commit of a pull request. */
export interface ProposedCommit {
  sha: string;
  message: string;
  /** Undefined if git does not record it. */
  authoredAt?: string;
  isMerge: boolean;
}

export interface Review {
  state: string;
  /** Undefined while the review is pending. */
  submittedAt?: string;
  /** Undefined if the account was deleted. */
  user?: Account & { id?: number };
}

/** Details that the list of pull requests lacks; undefined ones must be requested separately. */
export interface PullRequestDetails {
  commits?: ProposedCommit[];
  reviews?: Review[];
  files?: string[];
}

/** Pull requests per GraphQL query; more may time out. */
const AT_ONCE = 50;

/**
 * Most have fewer than these. For fifty pull requests, ten commits each account
 * for five of six points, because of their parents.
 */
const QUERY = `query PullRequests($ids: [ID!]!, $files: Boolean!) {
  nodes(ids: $ids) {
    ... on PullRequest {
      number
      commits(first: 10) {
        pageInfo { hasNextPage }
        nodes { commit { oid message authoredDate parents(first: 2) { totalCount } } }
      }
      reviews(first: 20) {
        pageInfo { hasNextPage }
        nodes {
          state
          submittedAt
          author {
            __typename
            login
            ... on User { databaseId }
            ... on Bot { databaseId }
            ... on Mannequin { databaseId }
          }
        }
      }
      files(first: 100) @include(if: $files) {
        pageInfo { hasNextPage }
        nodes { path changeType }
      }
    }
  }
}`;

/** GraphQL does not report the previous path of such a file. */
const RENAMED = ['RENAMED', 'COPIED'];

interface Connection<T> {
  pageInfo: { hasNextPage: boolean };
  nodes: T[];
}

interface PullRequestNode {
  number: number;
  commits: Connection<{
    commit: {
      oid: string;
      message: string;
      authoredDate: string;
      parents: { totalCount: number };
    };
  }>;
  reviews: Connection<{
    state: string;
    submittedAt: string | null;
    author: { __typename: string; login: string; databaseId?: number } | null;
  }> | null;
  files?: Connection<{ path: string; changeType: string }> | null;
}

/** The details of pull requests that a single query can provide, by number. */
export async function readDetailsTogether(
  pulls: PullRequest[],
  { client, subject }: Work,
): Promise<Map<number, PullRequestDetails>> {
  const files = subject.targets.some(({ paths }) => paths);
  const found = await Promise.all(
    chunks(pulls, AT_ONCE).map(async chunk => {
      const nodes = await client.nodes<PullRequestNode>(
        { query: QUERY, variables: { files } },
        chunk.map(({ node_id: id }) => id),
      );
      return chunk.map(({ number }, index) => {
        const node = nodes[index];
        const details = node?.number === number ? toDetails(node) : {};
        return [number, details] as const;
      });
    }),
  );
  return new Map(found.flat());
}

function toDetails({
  commits,
  reviews,
  files,
}: PullRequestNode): PullRequestDetails {
  const names = whole(files);
  return {
    commits: whole(commits)?.map(({ commit }) => ({
      sha: commit.oid,
      message: commit.message,
      authoredAt: commit.authoredDate,
      isMerge: commit.parents.totalCount > 1,
    })),
    reviews: whole(reviews)?.map(({ state, submittedAt, author }) => ({
      state,
      submittedAt: submittedAt ?? undefined,
      user: author
        ? {
            id: author.databaseId,
            login: author.login,
            type: author.__typename,
          }
        : undefined,
    })),
    files: names?.some(({ changeType }) => RENAMED.includes(changeType))
      ? undefined
      : names?.map(({ path }) => path),
  };
}

/** Undefined for an incomplete or missing list. */
function whole<T>(list: Connection<T> | null | undefined): T[] | undefined {
  return list?.pageInfo.hasNextPage ? undefined : list?.nodes;
}
