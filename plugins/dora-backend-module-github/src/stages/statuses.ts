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
import { Page } from '../client/GithubClient';
import { StatusEntry } from './outcome';
import { at, Work } from './types';

const PER_PAGE = 100;
/** The success may be the oldest of many statuses. */
const PAGES = 10;
/** GraphQL's limit of nodes per query. */
const AT_ONCE = 100;

/** A deployment usually has three to five statuses. */
const QUERY = `query Statuses($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Deployment {
      commitOid
      statuses(first: 10) {
        pageInfo { hasNextPage }
        nodes { state createdAt logUrl }
      }
    }
  }
}`;

interface DeploymentNode {
  commitOid: string;
  statuses: {
    pageInfo: { hasNextPage: boolean };
    nodes: { state: string; createdAt: string; logUrl: string | null }[];
  } | null;
}

interface Listed {
  id: number;
  node_id: string;
  sha: string;
}

/** The statuses of some deployments that a single query can provide. */
export async function readStatusesTogether(
  deployments: Listed[],
  { client }: Work,
): Promise<Map<number, StatusEntry[]>> {
  const found = new Map<number, StatusEntry[]>();
  // Individual requests have an ETag.
  if (deployments.length < 2) {
    return found;
  }
  for (const chunk of chunks(deployments, AT_ONCE)) {
    const nodes = await client.nodes<DeploymentNode>(
      { query: QUERY },
      chunk.map(({ node_id: id }) => id),
    );
    chunk.forEach(({ id, sha }, index) => {
      const { commitOid, statuses } = nodes[index] ?? {};
      if (commitOid === sha && statuses && !statuses.pageInfo.hasNextPage) {
        found.set(
          id,
          statuses.nodes.map(({ state, createdAt, logUrl }) => ({
            state: state.toLocaleLowerCase('en-US'),
            created_at: createdAt,
            log_url: logUrl,
          })),
        );
      }
    });
  }
  return found;
}

/**
 * All statuses of a deployment.
 *
 * @param etag - the ETag of the previous request
 * @returns undefined if they are unchanged
 */
export async function readStatuses(
  id: number,
  work: Work,
  etag?: string,
): Promise<Page<StatusEntry> | undefined> {
  const { client } = work;
  const ask = (page: number, headers: Record<string, string> = {}) =>
    client.rest.repos.listDeploymentStatuses({
      ...at(work),
      deployment_id: id,
      per_page: PER_PAGE,
      page,
      headers,
    });
  const first = await client.page<StatusEntry>(
    headers => ask(1, headers),
    etag,
  );
  if (!first?.hasNext) {
    return first;
  }
  const others = await client.all<StatusEntry>(page => ask(page + 1), PAGES);
  return { ...first, items: [...first.items, ...others] };
}
