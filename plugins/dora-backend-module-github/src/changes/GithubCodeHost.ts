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
  areChangesKnown,
  CodeHost,
  commitAsChange,
  CommitPage,
  FoundChange,
  HistoryCommit,
  revertedCommits,
  touchedEntities,
} from '@backstage-dora/plugin-dora-node';
import { RestEndpointMethodTypes } from '@octokit/rest';
import { DateTime } from 'luxon';
import { botMatcher } from '../bots';
import { hasStatus, isoTime } from '../client/GithubClient';
import { at, Work } from '../stages/types';
import { PullRequestReader } from './PullRequestReader';
import { hasUnlistedCommits } from './unlistedCommits';

type Comparison =
  RestEndpointMethodTypes['repos']['compareCommitsWithBasehead']['response']['data'];
type Commit = Comparison['commits'][number];

const PER_PAGE = 100;
/** Nobody reads a longer list of a deployment's changes. */
const PAGES = 50;

/** Asks GitHub for the commits between two deployments. */
export class GithubCodeHost implements CodeHost {
  readonly #pulls: PullRequestReader;
  readonly #isBot: ReturnType<typeof botMatcher>;
  #hasUnlisted?: Promise<boolean>;

  static create(work: Work): GithubCodeHost {
    return new GithubCodeHost(work);
  }

  private constructor(private readonly work: Work) {
    this.#pulls = new PullRequestReader(work);
    this.#isBot = botMatcher(work.config.bots);
  }

  async compare(
    base: string | undefined,
    head: string,
  ): Promise<HistoryCommit[] | undefined> {
    try {
      return base === undefined
        ? [await this.#commit(head)]
        : await this.#between(base, head);
    } catch (error) {
      // Unreachable commits are deleted eventually; 422 means that it never was
      // a commit.
      if (hasStatus(error, 404, 422)) {
        return undefined;
      }
      throw error;
    }
  }

  async commits(since: DateTime, page: number): Promise<CommitPage> {
    const { client, repository } = this.work;
    try {
      const list = await client.page<Commit>(headers =>
        client.rest.repos.listCommits({
          ...at(this.work),
          sha: repository.defaultBranch,
          since: isoTime(since),
          per_page: PER_PAGE,
          page,
          headers,
        }),
      );
      const { items = [], hasNext = false, last } = list ?? {};
      return {
        commits: items.map(commit => this.#toCommit(commit)),
        hasNext,
        ...(last && { last }),
      };
    } catch (error) {
      // 409 means that the repository is empty.
      if (hasStatus(error, 404, 409)) {
        return { commits: [], hasNext: false };
      }
      throw error;
    }
  }

  /** Asks for the pull request of a commit only if it may have an unknown one. */
  async findChange(commit: HistoryCommit): Promise<FoundChange | undefined> {
    const { client, context, repository } = this.work;
    if (areChangesKnown(commit, repository.knownSince, context.now())) {
      this.#hasUnlisted ??= hasUnlistedCommits(this.work);
      if (!(await this.#hasUnlisted)) {
        return undefined;
      }
    }
    try {
      const { data } =
        await client.rest.repos.listPullRequestsAssociatedWithCommit({
          ...at(this.work),
          commit_sha: commit.sha,
          per_page: PER_PAGE,
        });
      const [first] = data
        .filter(pull => pull.merged_at)
        .sort((a, b) => Date.parse(a.merged_at!) - Date.parse(b.merged_at!));
      return first && (await this.#pulls.read(first));
    } catch (error) {
      if (hasStatus(error, 404, 422)) {
        return undefined;
      }
      throw error;
    }
  }

  async asChange(commit: HistoryCommit): Promise<FoundChange> {
    const { repository, source, subject } = this.work;
    return commitAsChange(commit, {
      source,
      name: repository.name,
      repository: `${subject.host}/${repository.name}`,
      fingerprint: subject.fingerprint,
      entityRefs: await touchedEntities(subject.targets, () =>
        this.#files(commit.sha),
      ),
      reverts: revertedCommits(commit.message),
    });
  }

  async #between(base: string, head: string): Promise<HistoryCommit[]> {
    const { client, context } = this.work;
    const commits: HistoryCommit[] = [];
    for (let page = 1; page <= PAGES; page++) {
      const { data } = await client.rest.repos.compareCommitsWithBasehead({
        ...at(this.work),
        basehead: `${base}...${head}`,
        per_page: PER_PAGE,
        page,
      });
      commits.push(...data.commits.map(commit => this.#toCommit(commit)));
      if (
        data.commits.length < PER_PAGE ||
        commits.length >= data.total_commits
      ) {
        return commits;
      }
    }
    context.logger.warn(
      `There are more than ${commits.length} commits between ${base} and ${head}; ignoring the rest`,
    );
    return commits;
  }

  async #commit(ref: string): Promise<HistoryCommit> {
    const { data } = await this.work.client.rest.repos.getCommit({
      ...at(this.work),
      ref,
    });
    return this.#toCommit(data);
  }

  async #files(sha: string): Promise<string[]> {
    const { data } = await this.work.client.rest.repos.getCommit({
      ...at(this.work),
      ref: sha,
    });
    return (data.files ?? []).map(({ filename }) => filename);
  }

  #toCommit({ sha, parents, commit, author, html_url: url }: Commit) {
    const authoredAt = commit.author?.date ?? commit.committer?.date ?? '';
    return {
      sha,
      parents: parents.map(parent => parent.sha),
      message: commit.message,
      authoredAt,
      committedAt: commit.committer?.date ?? authoredAt,
      url,
      bot: this.#isBot(author),
    };
  }
}
