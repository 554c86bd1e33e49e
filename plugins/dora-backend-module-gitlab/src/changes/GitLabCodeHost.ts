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
  touchedEntities,
} from '@backstage-dora/plugin-dora-node';
import { DateTime } from 'luxon';
import { botMatcher } from '../bots';
import { hasStatus } from '../client/GitLabError';
import { WireCommit } from '../client/wire';
import { isoTime, Work } from '../stages/types';
import { MergeRequestReader, writtenAt } from './MergeRequestReader';
import { revertedBy } from './reverts';

/** Asks GitLab for the commits between two deployments. */
export class GitLabCodeHost implements CodeHost {
  readonly #requests: MergeRequestReader;
  readonly #isBot: ReturnType<typeof botMatcher>;

  static create(work: Work): GitLabCodeHost {
    return new GitLabCodeHost(work);
  }

  private constructor(private readonly work: Work) {
    this.#requests = MergeRequestReader.create(work);
    this.#isBot = botMatcher(work.config.bots);
  }

  async compare(
    base: string | undefined,
    head: string,
  ): Promise<HistoryCommit[] | undefined> {
    const { client, project } = this.work;
    return unlessGone(async () => {
      if (base === undefined) {
        return [this.#toCommit(await client.commit(project.id, head))];
      }
      const { commits } = await client.compare(project.id, base, head);
      const inOrder = commits.map(commit => this.#toCommit(commit));
      return inOrder[0]?.sha === head ? inOrder.reverse() : inOrder;
    });
  }

  async commits(since: DateTime, page: number): Promise<CommitPage> {
    const { client, project } = this.work;
    const list =
      project.defaultBranch &&
      (await unlessGone(() =>
        client.commits(project.id, {
          refName: project.defaultBranch!,
          since: isoTime(since),
          page,
        }),
      ));
    const { items = [], hasNext = false } = list || {};
    return { commits: items.map(commit => this.#toCommit(commit)), hasNext };
  }

  /**
   * Asks for the merge request of a commit only if it may have an unknown one:
   * all those merged since the start of the history are known.
   */
  async findChange(commit: HistoryCommit): Promise<FoundChange | undefined> {
    const { client, context, project } = this.work;
    if (areChangesKnown(commit, project.knownSince, context.now())) {
      return undefined;
    }
    return unlessGone(async () => {
      const requests = await client.commitMergeRequests(project.id, commit.sha);
      const [first] = requests
        .filter(({ merged_at: mergedAt }) => mergedAt)
        .sort((a, b) => Date.parse(a.merged_at!) - Date.parse(b.merged_at!));
      return first && (await this.#requests.read(first));
    });
  }

  async asChange(commit: HistoryCommit): Promise<FoundChange> {
    const { project, source, subject } = this.work;
    return commitAsChange(commit, {
      source,
      name: project.name,
      repository: `${subject.host}/${project.path}`,
      fingerprint: subject.fingerprint,
      entityRefs: await touchedEntities(subject.targets, () =>
        this.#files(commit.sha),
      ),
      reverts: revertedBy(commit.message, project),
    });
  }

  async #files(sha: string): Promise<string[]> {
    const { client, project } = this.work;
    const diffs = await client.commitDiffs(project.id, sha);
    return diffs.flatMap(({ old_path, new_path }) => [old_path, new_path]);
  }

  #toCommit(commit: WireCommit): HistoryCommit {
    const authoredAt = writtenAt(commit);
    return {
      sha: commit.id,
      parents: commit.parent_ids ?? [],
      message: commit.message ?? commit.title,
      authoredAt,
      committedAt: commit.committed_date ?? commit.created_at,
      bot: this.#isBot(commit.author_name) || this.#isBot(commit.author_email),
      ...(commit.web_url && { url: commit.web_url }),
    };
  }
}

/** Unreachable commits are deleted eventually. */
async function unlessGone<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (hasStatus(error, 404)) {
      return undefined;
    }
    throw error;
  }
}
