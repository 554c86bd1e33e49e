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
  touchedEntities,
} from '@backstage-dora/plugin-dora-node';
import { Change } from '@backstage-dora/plugin-dora-common';
import { botMatcher } from '../bots';
import { WireCommit, WireMergeRequest } from '../client/wire';
import { ProjectRecord, Work } from '../stages/types';
import { revertedBy } from './reverts';
import { Reviews, reviewsOf } from './reviews';

/** Git's message for a merge; the commits of a merge request are listed without their parents. */
const MERGE =
  /^Merge (branch|branches|tag|commit|remote-tracking branch|pull request|request) /;

/** The id of the change for a merge request. */
export const changeId = ({ name }: ProjectRecord, iid: number | string) =>
  `${name}!${iid}`;

/** When a commit was authored, even if it was rebased since. */
export const writtenAt = (commit: WireCommit) =>
  commit.authored_date ?? commit.created_at;

/**
 * Builds a change from a merged merge request: its commits and its notes take a
 * request each, and so do its files if paths matter.
 */
export class MergeRequestReader {
  readonly #isBot: ReturnType<typeof botMatcher>;

  static create(work: Work): MergeRequestReader {
    return new MergeRequestReader(work);
  }

  private constructor(private readonly work: Work) {
    this.#isBot = botMatcher(work.config.bots);
  }

  async read(request: WireMergeRequest): Promise<FoundChange> {
    const { client, project, subject } = this.work;
    const [commits, notes, entityRefs] = await Promise.all([
      client.mergeRequestCommits(project.id, request.iid),
      client.mergeRequestNotes(project.id, request.iid),
      touchedEntities(subject.targets, () => this.#files(request.iid)),
    ]);
    const record = this.#record(request, commits, entityRefs);
    const reviews = reviewsOf(notes, request, this.#isBot);
    return { record, fact: this.#fact(request, record, commits, reviews) };
  }

  #record(
    request: WireMergeRequest,
    commits: WireCommit[],
    entityRefs: string[],
  ): ChangeRecord {
    const { project, subject } = this.work;
    const { merge_commit_sha: merge, squash_commit_sha: squash } = request;
    const mergeSha = merge ?? squash ?? request.sha;
    return {
      id: changeId(project, request.iid),
      fingerprint: subject.fingerprint,
      updatedAt: request.updated_at,
      openedAt: request.created_at,
      ...(request.merged_at && { mergedAt: request.merged_at }),
      ...(mergeSha && { mergeSha }),
      commits: [
        ...commits.map(commit => ({
          sha: commit.id,
          key: commitKey({
            authoredAt: writtenAt(commit),
            message: commit.message ?? commit.title,
          }),
          merge: MERGE.test(commit.title),
        })),
        // If squashed and then merged, it has both a squash and a merge commit.
        ...(merge && squash
          ? [{ sha: squash, key: `squash ${squash}`, merge: false }]
          : []),
      ],
      entityRefs,
      reverts: revertedBy(
        [
          request.description ?? '',
          ...commits.map(({ message }) => message ?? ''),
        ].join('\n'),
        project,
      ),
      title: request.title,
      url: request.web_url,
    };
  }

  #fact(
    request: WireMergeRequest,
    record: ChangeRecord,
    commits: WireCommit[],
    reviews: Reviews,
  ): Change {
    const { project, source, subject } = this.work;
    const isDefault = request.target_branch === project.defaultBranch;
    const { entityRefs, mergedAt, mergeSha } = record;
    return {
      source,
      id: record.id,
      // A change to another branch is only known to be live once a deployment
      // carries it.
      ...(isDefault && entityRefs.length === 1 && { entityRef: entityRefs[0] }),
      repository: `${subject.host}/${project.path}`,
      firstCommitAt: earliest(commits.map(writtenAt)) ?? request.created_at,
      openedAt: request.created_at,
      ...reviews,
      ...(mergedAt && { mergedAt }),
      ...(mergeSha && { commitSha: mergeSha }),
      commitShas: record.commits.map(({ sha }) => sha),
      url: request.web_url,
      title: request.title,
      labels: this.#isBot(request.author?.username)
        ? [...request.labels, 'bot']
        : request.labels,
    };
  }

  async #files(iid: number): Promise<string[]> {
    const { client, project } = this.work;
    const diffs = await client.mergeRequestDiffs(project.id, iid);
    return diffs.flatMap(({ old_path, new_path }) => [old_path, new_path]);
  }
}
