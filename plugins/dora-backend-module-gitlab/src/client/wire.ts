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

/*
 * The parts of GitLab's responses that are read. The types of the client
 * library are wider, and do not say what may be missing.
 */

/** An account. */
export interface WireUser {
  id: number;
  username: string;
}

/** A project. */
export interface WireProject {
  id: number;
  path_with_namespace: string;
  /** Missing while the repository is empty. */
  default_branch?: string | null;
  web_url: string;
}

/** A commit, in lists and comparisons. */
export interface WireCommit {
  id: string;
  /** Empty in the list of a merge request. */
  parent_ids?: string[];
  message?: string;
  title: string;
  created_at: string;
  authored_date?: string;
  committed_date?: string;
  author_name?: string;
  author_email?: string;
  web_url?: string;
}

/** A deployment; one created through the API has no job. */
export interface WireDeployment {
  id: number;
  ref: string;
  sha: string;
  created_at: string;
  updated_at: string;
  status: string;
  environment: { id: number; name: string };
  deployable?: {
    name: string;
    tag?: boolean;
    started_at?: string | null;
    finished_at?: string | null;
    web_url?: string;
    pipeline?: { web_url?: string };
  } | null;
}

/** A pipeline. */
export interface WirePipeline {
  id: number;
  sha: string;
  status: string;
  created_at: string;
  updated_at: string;
}

/** A job of a pipeline. */
export interface WireJob {
  id: number;
  name: string;
  status: string;
  started_at?: string | null;
  finished_at?: string | null;
  web_url?: string;
}

/** A release. */
export interface WireRelease {
  tag_name: string;
  name?: string | null;
  created_at: string;
  released_at?: string | null;
  upcoming_release?: boolean | null;
  commit?: WireCommit | null;
  _links?: { self?: string };
}

/** A tag. */
export interface WireTag {
  name: string;
  commit?: WireCommit | null;
  /** When an annotated tag was created; since GitLab 16.11. */
  created_at?: string | null;
}

/** A merge request. */
export interface WireMergeRequest {
  iid: number;
  title: string;
  description?: string | null;
  state: string;
  target_branch: string;
  created_at: string;
  updated_at: string;
  merged_at?: string | null;
  author?: WireUser | null;
  labels: string[];
  /** The last commit that was proposed. */
  sha?: string | null;
  merge_commit_sha?: string | null;
  squash_commit_sha?: string | null;
  web_url: string;
}

/** A comment or a system note. */
export interface WireNote {
  body: string;
  system: boolean;
  created_at: string;
  author?: WireUser | null;
}

/** The change to a file. */
export interface WireDiff {
  old_path: string;
  new_path: string;
}

/** An issue. */
export interface WireIssue {
  iid: number;
  title: string;
  labels: string[];
  issue_type?: string | null;
  severity?: string | null;
  created_at: string;
  updated_at: string;
  closed_at?: string | null;
  web_url: string;
}
