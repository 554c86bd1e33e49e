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

/** GitLab's maximum page size. */
const PER_PAGE = 100;

/** A page of a list. */
export interface Page<T> {
  items: T[];
  hasNext: boolean;
  /** The length of the list; GitLab omits it for long ones. */
  total?: number;
}

/** A page of changed items. */
export interface UpdatesQuery {
  updatedAfter: string;
  page: number;
}

interface OffsetPage {
  data: unknown[];
  paginationInfo: { next: number | null; total: number };
}

/** The oldest change first, so that nothing is skipped if something changes in the meantime. */
const BY_UPDATE = { orderBy: 'updated_at', sort: 'asc' } as const;

const paged = <T extends { page: number }>(query: T) => ({
  ...query,
  perPage: PER_PAGE,
  showExpanded: true as const,
});

/** A client for the parts of GitLab's REST API that are about one project. */
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

  /** Including jobs that were retried. */
  async jobs(project: number, pipeline: number): Promise<WireJob[]> {
    return as(
      await new Jobs(this.#options).all(project, {
        pipelineId: pipeline,
        includeRetried: true,
        perPage: PER_PAGE,
      }),
    );
  }

  /** Newest first. */
  async releases(project: number, page: number): Promise<Page<WireRelease>> {
    return toPage(
      await new ProjectReleases(this.#options).all(project, paged({ page })),
    );
  }

  /** Newest first. */
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

  /** Oldest first. */
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

  /** The merge requests that contain a commit. */
  async commitMergeRequests(
    project: number,
    sha: string,
  ): Promise<WireMergeRequest[]> {
    return as(await new Commits(this.#options).allMergeRequests(project, sha));
  }

  /** The commits in one commit's history but not in the other's. */
  async compare(
    project: number,
    from: string,
    to: string,
  ): Promise<{ commits: WireCommit[] }> {
    return as(await new Repositories(this.#options).compare(project, from, to));
  }

  /** Issues of a type or with a label; all if neither is given. */
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

/** Casts a response to the subset of its type that is read. */
function as<T>(answer: unknown): T {
  return answer as T;
}

function toPage<T>(answer: unknown): Page<T> {
  const { data, paginationInfo } = as<OffsetPage>(answer);
  const { next, total } = paginationInfo;
  return {
    items: data as T[],
    // Proxies may strip the headers.
    hasNext: next !== null || data.length >= PER_PAGE,
    ...(Number.isInteger(total) && { total }),
  };
}
