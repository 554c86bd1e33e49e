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

import { Change, Deployment, Facts } from '@backstage-dora/plugin-dora-common';
import {
  ALICE,
  BOB,
  FakeDeployment,
  FakeMergeRequest,
  FakeProject,
  gitlabTime,
  MergeMethod,
  ROBOT,
} from './FakeProject';

const note = (author: typeof ALICE, at: string, body = 'Looks good') => ({
  body,
  system: body.startsWith('approved'),
  created_at: at,
  author,
});

/**
 * Plays a history on GitLab and, independently, records the facts that a direct
 * sender would have posted.
 */
export class World {
  readonly facts: Required<Pick<Facts, 'changes' | 'deployments'>> = {
    changes: [],
    deployments: [],
  };
  /** Merged but not yet deployed. */
  #pending: string[] = [];
  #clock: number;

  constructor(
    readonly project: FakeProject,
    private readonly entityRef: string,
    start: number,
    /** How long an hour takes. */
    private readonly hour = 3_600_000,
  ) {
    this.#clock = start;
    project.commit('main', 'Begin', this.time());
  }

  wait(hours: number): this {
    this.#clock += hours * this.hour;
    return this;
  }

  time(): string {
    return gitlabTime(this.#clock);
  }

  /** Proposes a change of some commits, has it reviewed, and merges it. */
  change(
    how: MergeMethod,
    options: {
      commits?: number;
      title?: string;
      labels?: string[];
      bot?: boolean;
    } = {},
  ): FakeMergeRequest {
    const { project } = this;
    const { commits = 2, labels = [], bot = false } = options;
    const sourceBranch = `change-${project.requests.size + 1}`;
    const title = options.title ?? `Improve ${sourceBranch}`;
    project.branch(sourceBranch);
    const firstCommitAt = this.wait(1).time();
    for (let number = 1; number <= commits; number++) {
      project.commit(sourceBranch, `${title}, part ${number}`, this.time());
      this.wait(0.1);
    }
    const openedAt = this.wait(1).time();
    const request = project.open({
      title,
      sourceBranch,
      labels,
      createdAt: openedAt,
      author: bot ? ROBOT : ALICE,
    });
    const firstReviewAt = this.wait(2).time();
    const approvedAt = this.wait(1).time();
    request.notes.push(
      { ...note(ALICE, openedAt, 'requested review'), system: true },
      note(ROBOT, openedAt),
      note(ALICE, openedAt),
      note(BOB, firstReviewAt),
      note(BOB, approvedAt, 'approved this merge request'),
    );
    const mergedAt = this.wait(1).time();
    project.merge(request, how, mergedAt);
    this.#merged({
      source: this.#source,
      id: `${project.path}!${request.iid}`,
      firstCommitAt,
      openedAt,
      firstReviewAt,
      approvedAt,
      mergedAt,
      title,
      labels: bot ? [...labels, 'bot'] : labels,
    });
    return request;
  }

  /** Commits directly to the branch. */
  push(message = 'Fix it now'): void {
    const at = this.wait(1).time();
    const { sha } = this.project.commit('main', message, at);
    this.#merged({
      source: this.#source,
      id: `${this.project.path}@${sha}`,
      firstCommitAt: at,
      mergedAt: at,
      title: message,
    });
  }

  /** Deploys the head of the branch to production. */
  deploy(
    status: 'success' | 'failed' = 'success',
    job: string | undefined = 'deploy',
  ): FakeDeployment {
    const deployment = this.#deployTo('production', { status, job });
    const carried = status === 'success' ? this.#pending : undefined;
    this.#deployed(deployment, carried);
    if (carried) {
      this.#pending = [];
    }
    return deployment;
  }

  /** Rolls back to an earlier deployment. */
  rollBack({ sha }: FakeDeployment): void {
    this.#deployed(this.#deployTo('production', { sha }), []);
  }

  /** Deployments to other environments do not count. */
  deployToStaging(): void {
    this.#deployTo('staging', {});
  }

  /** The first deployment takes only its head. */
  startOver(): void {
    this.#pending = this.#pending.slice(-1);
  }

  readonly #source = 'posted';

  #merged(change: Change): void {
    this.facts.changes.push({ ...change, entityRef: this.entityRef });
    this.#pending.push(change.id);
  }

  #deployTo(
    environment: string,
    more: Partial<FakeDeployment>,
  ): FakeDeployment {
    const createdAt = this.wait(1).time();
    const finishedAt = this.wait(0.2).time();
    return this.project.deploy({ environment, createdAt, finishedAt, ...more });
  }

  #deployed(
    { sha, createdAt, environment, status }: FakeDeployment,
    changes: string[] | undefined,
  ): void {
    const outcome: Deployment['status'] =
      status === 'success' ? 'success' : 'failure';
    this.facts.deployments.push({
      source: this.#source,
      id: `posted-${this.facts.deployments.length}`,
      entityRef: this.entityRef,
      environment,
      status: outcome,
      startedAt: createdAt,
      finishedAt: this.time(),
      commitSha: sha,
      ...(changes && { changes }),
    });
  }
}
