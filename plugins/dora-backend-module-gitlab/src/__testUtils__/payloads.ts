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

import { WireUser } from '../client/wire';
import {
  FakeCommit,
  FakeDeployment,
  FakeMergeRequest,
  FakeProject,
} from './FakeProject';

/** Whatever the server is called by its users. */
const WEB = 'https://gitlab.example.com/git';

/** GitLab tells the times of git in the zone of who committed. */
const zoned = (time: string) =>
  new Date(Date.parse(time) + 2 * 3_600_000)
    .toISOString()
    .replace('Z', '+02:00');

/** With what else GitLab tells of an account. */
export const userPayload = (user: WireUser) => ({
  ...user,
  name: `The name of ${user.username}`,
  state: 'active',
  locked: false,
  avatar_url: null,
  web_url: `${WEB}/${user.username}`,
});

export const projectPayload = ({ id, path }: FakeProject) => ({
  id,
  description: null,
  name: path,
  path_with_namespace: path,
  default_branch: 'main',
  web_url: `${WEB}/${path}`,
  readme_url: null,
  archived: false,
});

export const commitPayload = (
  { sha, message, author, ...commit }: FakeCommit,
  { path }: FakeProject,
) => ({
  id: sha,
  short_id: sha.slice(0, 8),
  created_at: zoned(commit.committedAt),
  parent_ids: commit.parents,
  title: message.split('\n', 1)[0],
  message,
  author_name: author,
  author_email: `${author}@example.com`,
  authored_date: zoned(commit.authoredAt),
  committer_name: author,
  committer_email: `${author}@example.com`,
  committed_date: zoned(commit.committedAt),
  trailers: {},
  extended_trailers: {},
  web_url: `${WEB}/${path}/-/commit/${sha}`,
});

export const diffPayload = (file: string) => ({
  diff: '@@ -1 +1 @@\n-a\n+b\n',
  new_path: file,
  old_path: file,
  a_mode: '100644',
  b_mode: '100644',
  new_file: false,
  renamed_file: false,
  deleted_file: false,
});

export const requestPayload = (
  request: FakeMergeRequest,
  { id, path }: FakeProject,
) => ({
  id: id * 1000 + request.iid,
  iid: request.iid,
  project_id: id,
  title: request.title,
  description: request.description,
  state: request.mergedAt ? 'merged' : 'opened',
  created_at: request.createdAt,
  updated_at: request.updatedAt,
  merged_by: request.mergedAt ? userPayload(request.author) : null,
  merged_at: request.mergedAt ?? null,
  closed_at: null,
  target_branch: request.targetBranch,
  source_branch: request.sourceBranch,
  user_notes_count: request.notes.filter(({ system }) => !system).length,
  author: userPayload(request.author),
  assignees: [],
  reviewers: [],
  source_project_id: id,
  target_project_id: id,
  labels: request.labels,
  draft: false,
  sha: request.sha,
  merge_commit_sha: request.mergeCommitSha ?? null,
  squash_commit_sha: request.squashCommitSha ?? null,
  squash: request.squashCommitSha !== undefined,
  web_url: `${WEB}/${path}/-/merge_requests/${request.iid}`,
});

export const deploymentPayload = (
  deployment: FakeDeployment,
  { path }: FakeProject,
) => {
  const { id, job, ref, sha, tag, status, createdAt, finishedAt } = deployment;
  return {
    id,
    iid: id,
    ref,
    sha,
    created_at: createdAt,
    updated_at: deployment.updatedAt,
    user: userPayload({ id: 1, username: 'alice' }),
    environment: {
      id: 9,
      name: deployment.environment,
      slug: deployment.environment,
      external_url: null,
    },
    deployable: job
      ? {
          id: id + 1,
          status,
          stage: 'deploy',
          name: job,
          ref,
          tag,
          coverage: null,
          allow_failure: false,
          created_at: createdAt,
          started_at: createdAt,
          finished_at: finishedAt ?? null,
          duration: 1,
          web_url: `${WEB}/${path}/-/jobs/${id + 1}`,
          commit: { id: sha },
          pipeline: { id: 36, ref, sha, status },
        }
      : null,
    status,
  };
};

/** An event as GitLab sends it to a webhook. */
export const eventPayload = (
  kind: string,
  { id, path }: Pick<FakeProject, 'id' | 'path'>,
  host: string,
  more: Record<string, unknown> = {},
) => ({
  object_kind: kind,
  user: userPayload({ id: 1, username: 'alice' }),
  project: {
    id,
    name: path,
    web_url: `http://${host}/git/${path}`,
    path_with_namespace: path,
    default_branch: 'main',
  },
  ...more,
});
