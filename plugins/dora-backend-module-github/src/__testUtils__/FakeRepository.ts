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
import { example } from './examples';

export interface FakeCommit {
  /** In the order of their creation. */
  number: number;
  sha: string;
  parents: string[];
  message: string;
  authoredAt: string;
  committedAt: string;
  files: string[];
  author: FakeUser;
}

export interface FakeUser {
  login: string;
  id: number;
  type: string;
}

export interface FakePull {
  number: number;
  title: string;
  body?: string;
  base: string;
  head: string;
  createdAt: string;
  updatedAt: string;
  mergedAt?: string;
  mergeSha?: string;
  user: FakeUser;
  labels: string[];
  commits: FakeCommit[];
  reviews: { user: FakeUser; state: string; at: string }[];
}

export interface FakeDeployment {
  id: number;
  sha: string;
  environment: string;
  task: string;
  createdAt: string;
  statuses: { state: string; at: string }[];
}

export const ALICE = { login: 'alice', id: 1, type: 'User' };
export const BOB = { login: 'bob', id: 2, type: 'User' };
export const ROBOT = { login: 'renovate[bot]', id: 3, type: 'Bot' };

type Merge = 'merge' | 'squash' | 'rebase';

/** As GitHub writes a time: without milliseconds. */
export const githubTime = (ms: number) =>
  new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/** The history of a repository, as much of git and of GitHub as there is to it. */
export class FakeRepository {
  readonly commits = new Map<string, FakeCommit>();
  readonly branches = new Map<string, string>();
  readonly pulls = new Map<number, FakePull>();
  /** In order of their creation. */
  readonly deployments: FakeDeployment[] = [];
  readonly issues: Record<string, unknown>[] = [];
  readonly releases: Record<string, unknown>[] = [];
  readonly tags: { name: string; sha: string; at?: string }[] = [];
  readonly runs: (Record<string, unknown> & { id: number; file: string })[] =
    [];
  readonly jobs = new Map<number, Record<string, unknown>[]>();
  #ids = 1000;
  #commits = 0;

  constructor(readonly id: number, public fullName: string) {}

  nextId(): number {
    return ++this.#ids;
  }

  commit(
    branch: string,
    message: string,
    at: string,
    more: Partial<FakeCommit> = {},
  ): FakeCommit {
    const parent = this.branches.get(branch);
    const commit = this.#add({
      parents: parent ? [parent] : [],
      message,
      authoredAt: at,
      committedAt: at,
      files: ['README.md'],
      author: ALICE,
      ...more,
    });
    this.branches.set(branch, commit.sha);
    return commit;
  }

  branch(name: string, from: string): void {
    this.branches.set(name, this.branches.get(from)!);
  }

  open(
    pull: Pick<FakePull, 'title' | 'head' | 'createdAt'> & Partial<FakePull>,
  ): FakePull {
    const number = this.pulls.size + 1;
    const opened = {
      number,
      base: 'main',
      updatedAt: pull.createdAt,
      user: ALICE,
      labels: [],
      commits: [],
      reviews: [],
      ...pull,
    };
    opened.commits = this.between(
      this.branches.get(opened.base)!,
      this.branches.get(opened.head)!,
    );
    this.pulls.set(number, opened);
    return opened;
  }

  merge(pull: FakePull, how: Merge, at: string): string {
    const { base, number, title, commits } = pull;
    if (how === 'merge') {
      const merged = this.commit(base, `Merge pull request #${number}`, at, {
        parents: [this.branches.get(base)!, this.branches.get(pull.head)!],
      });
      pull.mergeSha = merged.sha;
    } else if (how === 'squash') {
      const files = commits.flatMap(commit => commit.files);
      pull.mergeSha = this.commit(base, `${title} (#${number})`, at, {
        files,
      }).sha;
    } else {
      for (const { message, authoredAt, files } of commits) {
        pull.mergeSha = this.commit(base, message, at, {
          authoredAt,
          files,
        }).sha;
      }
    }
    pull.mergedAt = at;
    pull.updatedAt = at;
    return pull.mergeSha!;
  }

  deploy(
    sha: string,
    environment: string,
    createdAt: string,
    statuses: FakeDeployment['statuses'],
    task = 'deploy',
  ): FakeDeployment {
    const deployment = {
      id: this.nextId(),
      sha,
      environment,
      task,
      createdAt,
      statuses,
    };
    this.deployments.push(deployment);
    return deployment;
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
  reachable(head: string, known?: Set<string>): FakeCommit[] {
    // Parents come before their children in the order of creation.
    return [...this.#ancestors(head, known)]
      .map(sha => this.commits.get(sha)!)
      .sort((a, b) => a.number - b.number);
  }

  repository() {
    const [owner, name] = this.fullName.split('/');
    return {
      ...example('deployment_status', 'repository'),
      id: this.id,
      name,
      full_name: this.fullName,
      owner: { login: owner },
      default_branch: 'main',
    };
  }

  pullPayload(pull: FakePull) {
    const { merged, ...payload } = example('pull_request', 'pull_request');
    return {
      ...payload,
      html_url: `https://github.com/${this.fullName}/pull/${pull.number}`,
      number: pull.number,
      node_id: `PR_${this.id}_${pull.number}`,
      title: pull.title,
      body: pull.body ?? null,
      user: pull.user,
      state: pull.mergedAt ? 'closed' : 'open',
      created_at: pull.createdAt,
      updated_at: pull.updatedAt,
      merged_at: pull.mergedAt ?? null,
      merge_commit_sha: pull.mergeSha ?? null,
      labels: pull.labels.map(label => ({ name: label })),
      base: { ref: pull.base },
      head: { ref: pull.head },
    };
  }

  commitPayload({ sha, parents, message, author, ...commit }: FakeCommit) {
    return {
      sha,
      html_url: `https://github.com/${this.fullName}/commit/${sha}`,
      parents: parents.map(parent => ({ sha: parent })),
      author,
      committer: author,
      commit: {
        message,
        author: { name: author.login, date: commit.authoredAt },
        committer: { name: author.login, date: commit.committedAt },
      },
      files: commit.files.map(filename => ({ filename })),
    };
  }

  deploymentPayload(deployment: FakeDeployment) {
    return {
      ...example('deployment_status', 'deployment'),
      id: deployment.id,
      node_id: `DE_${this.id}_${deployment.id}`,
      sha: deployment.sha,
      ref: 'main',
      task: deployment.task,
      environment: deployment.environment,
      created_at: deployment.createdAt,
      updated_at: deployment.createdAt,
    };
  }

  #add(commit: Omit<FakeCommit, 'number' | 'sha'>): FakeCommit {
    const number = ++this.#commits;
    const sha = createHash('sha1')
      .update(JSON.stringify([this.id, number, commit]))
      .digest('hex');
    const added = { ...commit, number, sha };
    this.commits.set(sha, added);
    return added;
  }

  /** A commit and all before it, down to what is known. */
  #ancestors(sha: string, known = new Set<string>()): Set<string> {
    const found = new Set<string>();
    const open = [sha];
    while (open.length > 0) {
      const current = open.pop()!;
      const commit = this.commits.get(current);
      if (commit && !found.has(current) && !known.has(current)) {
        found.add(current);
        open.push(...commit.parents);
      }
    }
    return found;
  }
}
