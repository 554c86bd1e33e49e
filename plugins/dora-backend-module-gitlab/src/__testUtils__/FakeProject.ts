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

import { createHash } from 'node:crypto';
import {
  WireIssue,
  WireJob,
  WireNote,
  WirePipeline,
  WireRelease,
  WireTag,
  WireUser,
} from '../client/wire';

export interface FakeCommit {
  sha: string;
  parents: string[];
  message: string;
  authoredAt: string;
  committedAt: string;
  files: string[];
  author: string;
}

export interface FakeMergeRequest {
  iid: number;
  title: string;
  description: string;
  sourceBranch: string;
  targetBranch: string;
  createdAt: string;
  updatedAt: string;
  mergedAt?: string;
  /** The last commit that was proposed. */
  sha: string;
  mergeCommitSha?: string;
  squashCommitSha?: string;
  author: WireUser;
  labels: string[];
  commits: FakeCommit[];
  notes: WireNote[];
}

export interface FakeDeployment {
  id: number;
  sha: string;
  ref: string;
  tag: boolean;
  environment: string;
  status: string;
  /** The name of its job; undefined where it was made through the API. */
  job?: string;
  createdAt: string;
  updatedAt: string;
  finishedAt?: string;
}

export const ALICE = { id: 1, username: 'alice' };
export const BOB = { id: 2, username: 'bob' };
export const ROBOT = { id: 3, username: 'project_15_bot_d0c5' };

export type MergeMethod = 'merge' | 'squash' | 'squash and merge' | 'rebase';

export const gitlabTime = (ms: number) => new Date(ms).toISOString();

/** The history of a project, as much of git and of GitLab as there is to it. */
export class FakeProject {
  readonly commits = new Map<string, FakeCommit>();
  readonly branches = new Map<string, string>();
  readonly requests = new Map<number, FakeMergeRequest>();
  readonly deployments: FakeDeployment[] = [];
  readonly pipelines: (WirePipeline & { ref: string; jobs: WireJob[] })[] = [];
  readonly issues: WireIssue[] = [];
  readonly releases: WireRelease[] = [];
  readonly tags: WireTag[] = [];
  #ids = 1000;

  constructor(readonly id: number, public path: string) {}

  nextId(): number {
    return ++this.#ids;
  }

  head(branch = 'main'): string {
    return this.branches.get(branch)!;
  }

  commit(
    branch: string,
    message: string,
    at: string,
    more: Partial<FakeCommit> = {},
  ): FakeCommit {
    const parent = this.branches.get(branch);
    const commit = {
      parents: parent ? [parent] : [],
      message,
      authoredAt: at,
      committedAt: at,
      files: ['README.md'],
      author: 'Alice',
      ...more,
    };
    const sha = createHash('sha1')
      .update(JSON.stringify([this.id, this.commits.size, commit]))
      .digest('hex');
    this.commits.set(sha, { ...commit, sha });
    this.branches.set(branch, sha);
    return { ...commit, sha };
  }

  branch(name: string, from = 'main'): void {
    this.branches.set(name, this.head(from));
  }

  open(
    request: Pick<FakeMergeRequest, 'title' | 'sourceBranch' | 'createdAt'> &
      Partial<FakeMergeRequest>,
  ): FakeMergeRequest {
    const { sourceBranch, targetBranch = 'main' } = request;
    const opened = {
      iid: this.requests.size + 1,
      description: '',
      targetBranch,
      updatedAt: request.createdAt,
      sha: this.head(sourceBranch),
      author: ALICE,
      labels: [],
      notes: [],
      ...request,
      commits: this.between(this.head(targetBranch), this.head(sourceBranch)),
    };
    this.requests.set(opened.iid, opened);
    return opened;
  }

  merge(request: FakeMergeRequest, how: MergeMethod, at: string): void {
    const { targetBranch, title, iid } = request;
    const files = request.commits.flatMap(commit => commit.files);
    if (how === 'rebase') {
      // GitLab rebases the branch, so that the merge request has the new commits, and moves the target to its end.
      request.commits = request.commits.map(({ message, authoredAt, ...old }) =>
        this.commit(targetBranch, message, at, {
          authoredAt,
          files: old.files,
        }),
      );
      request.sha = this.head(targetBranch);
    }
    if (how === 'squash') {
      request.squashCommitSha = this.commit(targetBranch, title, at, {
        files,
      }).sha;
    }
    if (how === 'squash and merge') {
      this.branch(`squash-${iid}`, targetBranch);
      const squash = this.commit(`squash-${iid}`, title, at, { files });
      request.squashCommitSha = squash.sha;
    }
    if (how === 'merge' || how === 'squash and merge') {
      const second = request.squashCommitSha ?? request.sha;
      request.mergeCommitSha = this.commit(
        targetBranch,
        `Merge branch '${request.sourceBranch}' into '${targetBranch}'\n\n${title}\n\nSee merge request ${this.path}!${iid}`,
        at,
        { parents: [this.head(targetBranch), second] },
      ).sha;
    }
    request.mergedAt = at;
    request.updatedAt = at;
  }

  deploy(
    deployment: Pick<FakeDeployment, 'createdAt'> & Partial<FakeDeployment>,
  ): FakeDeployment {
    const made = {
      id: this.nextId(),
      sha: this.head(),
      ref: 'main',
      tag: false,
      environment: 'production',
      status: 'success',
      job: 'deploy',
      updatedAt: deployment.finishedAt ?? deployment.createdAt,
      ...deployment,
    };
    this.deployments.push(made);
    return made;
  }

  runPipeline(at: string, jobs: Partial<WireJob>[], ref = 'main') {
    const pipeline = {
      id: this.nextId(),
      sha: this.head(ref),
      ref,
      status: 'success',
      created_at: at,
      updated_at: at,
      jobs: jobs.map(job => ({
        id: this.nextId(),
        name: 'deploy',
        status: 'success',
        started_at: at,
        finished_at: at,
        ...job,
      })),
    };
    this.pipelines.push(pipeline);
    return pipeline;
  }

  /** Makes a commit unreachable and deletes it. */
  forget(sha: string): void {
    this.commits.delete(sha);
  }

  /** The commits in the head but not in the base, oldest first. */
  between(base: string, head: string): FakeCommit[] {
    return this.reachable(head, this.#ancestors(base));
  }

  /** The unknown ancestors of a commit and the commit itself, oldest first. */
  reachable(head: string, known = new Set<string>()): FakeCommit[] {
    const wanted = this.#ancestors(head);
    // Parents come before their children in the order of creation.
    return [...this.commits.values()].filter(
      ({ sha }) => wanted.has(sha) && !known.has(sha),
    );
  }

  #ancestors(sha: string): Set<string> {
    const found = new Set<string>();
    const open = [sha];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (!found.has(next)) {
        found.add(next);
        open.push(...(this.commits.get(next)?.parents ?? []));
      }
    }
    return found;
  }
}
