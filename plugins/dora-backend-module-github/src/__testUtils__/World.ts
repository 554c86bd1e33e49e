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
  FakePull,
  FakeRepository,
  githubTime,
  ROBOT,
} from './FakeRepository';

const HOUR = 3_600_000;

/**
 * Plays a history on GitHub and, independently, records the facts that a direct
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
    readonly repository: FakeRepository,
    private readonly entityRef: string,
    start: number,
    /** How many ms an hour of its people takes. */
    private readonly hour = HOUR,
  ) {
    this.#clock = Math.floor(start / 1000) * 1000;
    repository.commit('main', 'Begin', this.#time());
  }

  wait(hours: number): this {
    this.#clock += Math.ceil((hours * this.hour) / 1000) * 1000;
    return this;
  }

  /** Proposes a change of some commits, has it reviewed, and merges it. */
  change(
    how: 'merge' | 'squash' | 'rebase',
    options: {
      commits?: number;
      title?: string;
      labels?: string[];
      bot?: boolean;
    } = {},
  ): FakePull {
    const { repository } = this;
    const { commits = 2, labels = [], bot = false } = options;
    const head = `change-${repository.pulls.size + 1}`;
    const title = options.title ?? `Improve ${head}`;
    repository.branch(head, 'main');
    const firstCommitAt = this.wait(1).#time();
    for (let number = 1; number <= commits; number++) {
      repository.commit(head, `${title}, part ${number}`, this.#time());
      this.wait(0.1);
    }
    const openedAt = this.wait(1).#time();
    const pull = repository.open({
      title,
      head,
      labels,
      createdAt: openedAt,
      user: bot ? ROBOT : ALICE,
    });
    const firstReviewAt = this.wait(2).#time();
    const approvedAt = this.wait(1).#time();
    pull.reviews.push(
      { user: ROBOT, state: 'COMMENTED', at: openedAt },
      { user: BOB, state: 'COMMENTED', at: firstReviewAt },
      { user: ALICE, state: 'COMMENTED', at: firstReviewAt },
      { user: BOB, state: 'APPROVED', at: approvedAt },
    );
    const mergedAt = this.wait(1).#time();
    const commitSha = repository.merge(pull, how, mergedAt);
    this.#merged({
      source: 'github',
      id: `${repository.fullName}#${pull.number}`,
      firstCommitAt,
      openedAt,
      firstReviewAt,
      approvedAt,
      mergedAt,
      commitSha,
      title,
      labels: bot ? [...labels, 'bot'] : labels,
    });
    return pull;
  }

  /** Commits directly to the branch. */
  push(message = 'Fix it now'): void {
    const at = this.wait(1).#time();
    const { sha } = this.repository.commit('main', message, at);
    this.#merged({
      source: 'github',
      id: `${this.repository.fullName}@${sha}`,
      firstCommitAt: at,
      mergedAt: at,
      commitSha: sha,
      title: message,
    });
  }

  /** Deploys the head of the branch to production, where the one before becomes inactive. */
  deploy(status: 'success' | 'failure' = 'success'): FakeDeployment {
    const { repository } = this;
    const sha = repository.branches.get('main')!;
    const deployment = this.#deployTo('production', sha, status);
    const carried = status === 'success' ? this.#pending : undefined;
    this.#deployed(deployment, status, carried);
    if (carried) {
      this.#pending = [];
    }
    return deployment;
  }

  /** Rolls back to an earlier deployment. */
  rollBack(to: FakeDeployment): void {
    this.#deployed(
      this.#deployTo('production', to.sha, 'success'),
      'success',
      [],
    );
  }

  /** Deployments to other environments do not count. */
  deployToStaging(): void {
    const sha = this.repository.branches.get('main')!;
    this.#deployTo('staging', sha, 'success');
  }

  /** The first deployment takes only its head. */
  startOver(): void {
    this.#pending = this.#pending.slice(-1);
  }

  #merged(change: Change): void {
    this.facts.changes.push({ ...change, entityRef: this.entityRef });
    this.#pending.push(change.id);
  }

  #deployTo(
    environment: string,
    sha: string,
    status: 'success' | 'failure',
  ): FakeDeployment {
    const { repository } = this;
    const createdAt = this.wait(1).#time();
    const inProgress = { state: 'in_progress', at: createdAt };
    const ended = { state: status, at: this.wait(0.2).#time() };
    if (status === 'success') {
      repository.deployments
        .filter(
          before =>
            before.environment === environment &&
            before.statuses[before.statuses.length - 1]?.state === 'success',
        )
        .forEach(({ statuses }) =>
          statuses.push({ state: 'inactive', at: ended.at }),
        );
    }
    return repository.deploy(sha, environment, createdAt, [inProgress, ended]);
  }

  #deployed(
    { sha, createdAt, environment }: FakeDeployment,
    status: Deployment['status'],
    changes: string[] | undefined,
  ): void {
    this.facts.deployments.push({
      source: 'github',
      id: `posted-${this.facts.deployments.length}`,
      entityRef: this.entityRef,
      environment,
      status,
      startedAt: createdAt,
      finishedAt: this.#time(),
      commitSha: sha,
      ...(changes && { changes }),
    });
  }

  #time(): string {
    return githubTime(this.#clock);
  }
}
