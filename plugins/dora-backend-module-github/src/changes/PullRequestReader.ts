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
  revertedCommits,
  touchedEntities,
} from '@backstage-dora/plugin-dora-node';
import { Change } from '@backstage-dora/plugin-dora-common';
import { RestEndpointMethodTypes } from '@octokit/rest';
import { botMatcher } from '../bots';
import { at, Work } from '../stages/types';

export type PullRequest =
  RestEndpointMethodTypes['pulls']['list']['response']['data'][number];
type Commit =
  RestEndpointMethodTypes['pulls']['listCommits']['response']['data'][number];
type Review =
  RestEndpointMethodTypes['pulls']['listReviews']['response']['data'][number];

/** GitHub lists 250 commits and 3,000 files of a pull request at most. */
const COMMIT_PAGES = 3;
const FILE_PAGES = 30;
const REVIEW_PAGES = 5;
const PER_PAGE = 100;

export interface FoundChange {
  record: ChangeRecord;
  fact: Change;
}

/** Makes a change of a merged pull request: its commits and its reviews cost a request each, its files where paths matter. */
export class PullRequestReader {
  readonly #isBot: ReturnType<typeof botMatcher>;

  constructor(private readonly work: Work) {
    this.#isBot = botMatcher(work.config.bots);
  }

  async read(pull: PullRequest): Promise<FoundChange> {
    const [commits, reviews, entityRefs] = await Promise.all([
      this.#commits(pull),
      this.#reviews(pull),
      touchedEntities(this.work.subject.targets, () => this.#files(pull)),
    ]);
    const { repository, subject } = this.work;
    const id = `${repository.name}#${pull.number}`;
    const authored = commits.map(({ commit }) => commit.author?.date ?? '');
    const mergedAt = pull.merged_at ?? undefined;
    const record: ChangeRecord = {
      id,
      fingerprint: subject.fingerprint,
      updatedAt: pull.updated_at,
      openedAt: pull.created_at,
      commits: commits.map(({ sha, commit, parents }, index) => ({
        sha,
        key: commitKey({
          authoredAt: authored[index],
          message: commit.message,
        }),
        merge: parents.length > 1,
      })),
      entityRefs,
      reverts: revertedBy(pull, repository.name),
      title: pull.title,
      url: pull.html_url,
      ...(mergedAt && { mergedAt }),
      ...(pull.merge_commit_sha && { mergeSha: pull.merge_commit_sha }),
    };
    return { record, fact: this.#fact(pull, record, authored, reviews) };
  }

  #fact(
    pull: PullRequest,
    record: ChangeRecord,
    authored: string[],
    reviews: Review[],
  ): Change {
    const { repository, source, subject } = this.work;
    const isDefault = pull.base.ref === repository.defaultBranch;
    const reviewed = reviews.map(({ submitted_at: time }) => time ?? '');
    const approved = reviews
      .filter(({ state }) => state === 'APPROVED')
      .map(({ submitted_at: time }) => time ?? '');
    const labels = pull.labels.map(({ name }) => name);
    const firstReviewAt = earliest(reviewed);
    const approvedAt = earliest(approved);
    return {
      source,
      id: record.id,
      // Of a change to another branch it is only known that it is live when a deployment carries it.
      ...(isDefault &&
        record.entityRefs.length === 1 && { entityRef: record.entityRefs[0] }),
      repository: `${subject.host}/${repository.name}`,
      firstCommitAt: earliest(authored) ?? pull.created_at,
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

  async #commits(pull: PullRequest): Promise<Commit[]> {
    const { client } = this.work;
    return client.all(
      page =>
        client.rest.pulls.listCommits({
          ...at(this.work),
          pull_number: pull.number,
          per_page: PER_PAGE,
          page,
        }),
      COMMIT_PAGES,
    );
  }

  /** By other people than the one who has opened it. */
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
    return reviews.filter(
      ({ user, state }) =>
        state !== 'PENDING' &&
        (!user || user.id !== pull.user?.id) &&
        !this.#isBot(user),
    );
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

/** What GitHub's button writes, and what git writes. */
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
