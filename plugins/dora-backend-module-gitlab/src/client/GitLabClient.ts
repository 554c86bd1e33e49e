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

import {
  Commits,
  Deployments,
  Issues,
  Jobs,
  MergeRequestNotes,
  MergeRequests,
  Pipelines,
  ProjectReleases,
  Projects,
  Repositories,
  Tags,
} from '@gitbeaker/rest';
import { GitLabHttp } from './GitLabHttp';
import {
  WireCommit,
  WireDeployment,
  WireDiff,
  WireIssue,
  WireJob,
  WireMergeRequest,
  WireNote,
  WirePipeline,
  WireProject,
  WireRelease,
  WireTag,
} from './wire';

/** The most that GitLab gives at once. */
const PER_PAGE = 100;

/** A page of a list. */
export interface Page<T> {
  items: T[];
  hasNext: boolean;
  /** How many items the list has; GitLab does not count long ones. */
  total?: number;
}

/** Which page of what has changed. */
export interface UpdatesQuery {
  updatedAfter: string;
  page: number;
}

interface OffsetPage {
  data: unknown[];
  paginationInfo: { next: number | null; total: number };
}

/** The oldest change first, so that nothing is passed over when something changes meanwhile. */
const BY_UPDATE = { orderBy: 'updated_at', sort: 'asc' } as const;

const paged = <T extends { page: number }>(query: T) => ({
  ...query,
  perPage: PER_PAGE,
  showExpanded: true as const,
});

/** Asks the REST API of GitLab about one project. */
export class GitLabClient {
  readonly #options: { requesterFn: ReturnType<GitLabHttp['requester']> };

  constructor(http: GitLabHttp, signal: AbortSignal) {
    this.#options = {
      requesterFn: http.requester(signal),
      ...{ rateLimits: {}, queryTimeout: null },
    };
  }

  async project(idOrPath: number | string): Promise<WireProject> {
    return as(await new Projects(this.#options).show(idOrPath));
  }

  async deployments(
    project: number,
    query: UpdatesQuery,
  ): Promise<Page<WireDeployment>> {
    return toPage(
      await new Deployments(this.#options).all(project, {
        ...BY_UPDATE,
        ...paged(query),
      }),
    );
  }

  async pipelines(
    project: number,
    ref: string,
    query: UpdatesQuery,
  ): Promise<Page<WirePipeline>> {
    return toPage(
      await new Pipelines(this.#options).all(project, {
        ref,
        ...BY_UPDATE,
        ...paged(query),
      }),
    );
  }

  /** Also those that were tried again. */
  async jobs(project: number, pipeline: number): Promise<WireJob[]> {
    return as(
      await new Jobs(this.#options).all(project, {
        pipelineId: pipeline,
        includeRetried: true,
        perPage: PER_PAGE,
      }),
    );
  }

  /** The latest first. */
  async releases(project: number, page: number): Promise<Page<WireRelease>> {
    return toPage(
      await new ProjectReleases(this.#options).all(project, paged({ page })),
    );
  }

  /** The latest first. */
  async tags(project: number, page: number): Promise<Page<WireTag>> {
    return toPage(
      await new Tags(this.#options).all(project, {
        orderBy: 'updated',
        sort: 'desc',
        ...paged({ page }),
      }),
    );
  }

  async mergedRequests(
    project: number,
    query: UpdatesQuery,
  ): Promise<Page<WireMergeRequest>> {
    return toPage(
      await new MergeRequests(this.#options).all({
        projectId: project,
        state: 'merged',
        scope: 'all',
        ...BY_UPDATE,
        ...paged(query),
      }),
    );
  }

  async mergeRequestCommits(
    project: number,
    iid: number,
  ): Promise<WireCommit[]> {
    return as(
      await new MergeRequests(this.#options).allCommits(project, iid, {
        perPage: PER_PAGE,
      }),
    );
  }

  async mergeRequestDiffs(project: number, iid: number): Promise<WireDiff[]> {
    return as(
      await new MergeRequests(this.#options).allDiffs(project, iid, {
        perPage: PER_PAGE,
      }),
    );
  }

  /** The oldest first. */
  async mergeRequestNotes(project: number, iid: number): Promise<WireNote[]> {
    return as(
      await new MergeRequestNotes(this.#options).all(project, iid, {
        orderBy: 'created_at',
        sort: 'asc',
        perPage: PER_PAGE,
      }),
    );
  }

  /** The commits of a branch since a time. */
  async commits(
    project: number,
    query: { refName: string; since: string; page: number },
  ): Promise<Page<WireCommit>> {
    return toPage(await new Commits(this.#options).all(project, paged(query)));
  }

  async commit(project: number, sha: string): Promise<WireCommit> {
    return as(await new Commits(this.#options).show(project, sha));
  }

  async commitDiffs(project: number, sha: string): Promise<WireDiff[]> {
    return as(
      await new Commits(this.#options).showDiff(project, sha, {
        perPage: PER_PAGE,
      }),
    );
  }

  /** The merge requests that a commit is part of. */
  async commitMergeRequests(
    project: number,
    sha: string,
  ): Promise<WireMergeRequest[]> {
    return as(await new Commits(this.#options).allMergeRequests(project, sha));
  }

  /** What the one commit has and the other has not. */
  async compare(
    project: number,
    from: string,
    to: string,
  ): Promise<{ commits: WireCommit[] }> {
    return as(await new Repositories(this.#options).compare(project, from, to));
  }

  /** Issues of a type or with a label; all of them where neither is said. */
  async issues(
    project: number,
    filter: { issueType?: string; labels?: string },
    query: UpdatesQuery,
  ): Promise<Page<WireIssue>> {
    return toPage(
      await new Issues(this.#options).all({
        projectId: project,
        scope: 'all',
        ...filter,
        ...BY_UPDATE,
        ...paged(query),
      }),
    );
  }
}

/** What is read of an answer, which is less than what its type promises. */
function as<T>(answer: unknown): T {
  return answer as T;
}

function toPage<T>(answer: unknown): Page<T> {
  const { data, paginationInfo } = as<OffsetPage>(answer);
  const { next, total } = paginationInfo;
  return {
    items: data as T[],
    // Proxies may keep the headers for themselves.
    hasNext: next !== null || data.length >= PER_PAGE,
    ...(Number.isInteger(total) && { total }),
  };
}
