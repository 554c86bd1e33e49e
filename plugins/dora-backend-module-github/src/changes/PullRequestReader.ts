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
  ChangeRecord,
  commitKey,
  earliest,
  FoundChange,
  revertedCommits,
  touchedEntities,
} from '@backstage-dora/plugin-dora-node';
import { Change } from '@backstage-dora/plugin-dora-common';
import { botMatcher } from '../bots';
import { at, Work } from '../stages/types';
import {
  ProposedCommit,
  PullRequest,
  PullRequestDetails,
  Review,
} from './pullRequestDetails';

/** GitHub lists at most 250 commits and 3,000 files of a pull request. */
const COMMIT_PAGES = 3;
const FILE_PAGES = 30;
const REVIEW_PAGES = 5;
const PER_PAGE = 100;

/**
 * Builds a change from a merged pull request: its commits and its reviews take
 * a request each, and so do its files if paths matter.
 */
export class PullRequestReader {
  readonly #isBot: ReturnType<typeof botMatcher>;

  constructor(private readonly work: Work) {
    this.#isBot = botMatcher(work.config.bots);
  }

  /**
   * @param pull - as listed
   * @param known - details that are already known
   */
  async read(
    pull: PullRequest,
    known: PullRequestDetails = {},
  ): Promise<FoundChange> {
    const { repository, subject } = this.work;
    const [commits, reviews, entityRefs] = await Promise.all([
      known.commits ?? this.#commits(pull),
      known.reviews ?? this.#reviews(pull),
      touchedEntities(
        subject.targets,
        async () => known.files ?? this.#files(pull),
      ),
    ]);
    const id = `${repository.name}#${pull.number}`;
    const mergedAt = pull.merged_at ?? undefined;
    const record: ChangeRecord = {
      id,
      fingerprint: subject.fingerprint,
      updatedAt: pull.updated_at,
      openedAt: pull.created_at,
      commits: commits.map(({ sha, message, authoredAt = '', isMerge }) => ({
        sha,
        key: commitKey({ authoredAt, message }),
        merge: isMerge,
      })),
      entityRefs,
      reverts: revertedBy(pull, repository.name),
      title: pull.title,
      url: pull.html_url,
      ...(mergedAt && { mergedAt }),
      ...(pull.merge_commit_sha && { mergeSha: pull.merge_commit_sha }),
    };
    return { record, fact: this.#fact(pull, record, commits, reviews) };
  }

  #fact(
    pull: PullRequest,
    record: ChangeRecord,
    commits: ProposedCommit[],
    reviews: Review[],
  ): Change {
    const { repository, source, subject } = this.work;
    const isDefault = pull.base.ref === repository.defaultBranch;
    const labels = pull.labels.map(({ name }) => name);
    const byOthers = this.#byOthers(pull, reviews);
    const firstReviewAt = earliest(
      byOthers.map(({ submittedAt }) => submittedAt),
    );
    const approvedAt = earliest(
      byOthers
        .filter(({ state }) => state === 'APPROVED')
        .map(({ submittedAt }) => submittedAt),
    );
    return {
      source,
      id: record.id,
      // A change to another branch is only known to be live once a deployment
      // carries it.
      ...(isDefault &&
        record.entityRefs.length === 1 && { entityRef: record.entityRefs[0] }),
      repository: `${subject.host}/${repository.name}`,
      firstCommitAt:
        earliest(commits.map(({ authoredAt }) => authoredAt)) ??
        pull.created_at,
      openedAt: pull.created_at,
      ...(firstReviewAt && { firstReviewAt }),
      ...(approvedAt && { approvedAt }),
      ...(record.mergedAt && { mergedAt: record.mergedAt }),
      ...(record.mergeSha && { commitSha: record.mergeSha }),
      commitShas: record.commits.map(({ sha }) => sha),
      url: pull.html_url,
      title: pull.title,
      labels: this.#isBot(pull.user) ? [...labels, 'bot'] : labels,
    };
  }

  /** Reviews by people other than the author. */
  #byOthers(pull: PullRequest, reviews: Review[]): Review[] {
    return reviews.filter(
      ({ user, state }) =>
        state !== 'PENDING' &&
        (!user || user.id !== pull.user?.id) &&
        !this.#isBot(user),
    );
  }

  async #commits(pull: PullRequest): Promise<ProposedCommit[]> {
    const { client } = this.work;
    const commits = await client.all(
      page =>
        client.rest.pulls.listCommits({
          ...at(this.work),
          pull_number: pull.number,
          per_page: PER_PAGE,
          page,
        }),
      COMMIT_PAGES,
    );
    return commits.map(({ sha, commit, parents }) => ({
      sha,
      message: commit.message,
      authoredAt: commit.author?.date,
      isMerge: parents.length > 1,
    }));
  }

  async #reviews(pull: PullRequest): Promise<Review[]> {
    const { client } = this.work;
    const reviews = await client.all(
      page =>
        client.rest.pulls.listReviews({
          ...at(this.work),
          pull_number: pull.number,
          per_page: PER_PAGE,
          page,
        }),
      REVIEW_PAGES,
    );
    return reviews.map(({ state, submitted_at: submittedAt, user }) => ({
      state,
      submittedAt,
      user: user ?? undefined,
    }));
  }

  async #files(pull: PullRequest): Promise<string[]> {
    const { client } = this.work;
    const files = await client.all(
      page =>
        client.rest.pulls.listFiles({
          ...at(this.work),
          pull_number: pull.number,
          per_page: PER_PAGE,
          page,
        }),
      FILE_PAGES,
    );
    return files.flatMap(({ filename, previous_filename: previous }) =>
      previous ? [filename, previous] : [filename],
    );
  }
}

/** As written by GitHub's Revert button and by git. */
function revertedBy(pull: PullRequest, name: string): string[] {
  if (!/^revert\b/i.test(pull.title)) {
    return [];
  }
  const body = pull.body ?? '';
  const numbers = [
    ...body.matchAll(/\bReverts\s+(?:[\w.-]+\/[\w.-]+)?#(\d+)/gi),
  ].map(match => `${name}#${match[1]}`);
  return [...numbers, ...revertedCommits(body)];
}
