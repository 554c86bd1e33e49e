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

import { JsonObject, JsonValue } from '@backstage/types';
import { Change, Deployment } from '@backstage-dora/plugin-dora-common';
import { DateTime } from 'luxon';

/**
 * A commit as a code host reports it; times in ISO 8601.
 *
 * @public
 */
export interface HistoryCommit {
  sha: string;
  parents: string[];
  message: string;
  /** When it was authored; unchanged by a rebase. */
  authoredAt: string;
  /** When it was committed; changed by a rebase. */
  committedAt: string;
  url?: string;
  /** Whether a bot wrote it. */
  bot?: boolean;
}

/**
 * The stored record of a change, used to find it among the commits of a
 * deployment.
 *
 * @public
 */
export interface ChangeRecord extends JsonObject {
  /** The id of its fact. */
  id: string;
  /** See `SyncSubject`. */
  fingerprint: string;
  /** When the system last updated it; unchanged means nothing new. */
  updatedAt?: string;
  /** When it was opened, or authored if there is nothing to open. */
  openedAt: string;
  mergedAt?: string;
  /** Its merge commit; for a change that is a commit, the commit itself. */
  mergeSha?: string;
  /** The proposed commits, also by {@link commitKey}, as a rebase changes their hashes. */
  commits: { sha: string; key: string; merge: boolean }[];
  /** The entities of the subject that it touches; full references. */
  entityRefs: string[];
  /** What it reverts: the id of a change or the hash of a commit. */
  reverts?: string[];
  /** Whether it only carries other changes from one branch to another; then it is not a fact. */
  promotion?: boolean;
  title?: string;
  url?: string;
}

/**
 * The stored record of what the system calls a deployment, a run, a release or
 * a tag. There is a fact for each entity that it deploys.
 *
 * @public
 */
export interface DeploymentRecord extends JsonObject {
  /** See `SyncSubject`. */
  fingerprint: string;
  /** Whether it is final and need not be requested again. */
  final: boolean;
  /** When it started, ISO 8601. */
  at: string;
  /** Additional data of the system. */
  extra?: JsonValue;
  deployments: LinkedDeployment[];
}

/**
 * A deployment and the changes found for it.
 *
 * @public
 */
export interface LinkedDeployment extends JsonObject {
  /** Without its changes. */
  fact: Deployment & JsonObject;
  linked?: {
    /** The commit deployed before; null for the first deployment. */
    base: string | null;
    /** Undefined if unknown; then they are inferred. */
    changes?: string[];
  };
}

/**
 * A page of the commits of a branch, in any order.
 *
 * @public
 */
export interface CommitPage {
  commits: HistoryCommit[];
  hasNext: boolean;
  /** The number of the last page, if the code host reports it. */
  last?: number;
}

/**
 * A change that was found, and its stored record.
 *
 * @public
 */
export interface FoundChange {
  record: ChangeRecord;
  fact: Change;
}

/**
 * The queries to a code host that determine which changes a deployment brings.
 *
 * @public
 */
export interface CodeHost {
  /**
   * The commits in the head but not in the base, oldest first; undefined if
   * either no longer exists. Without a base, only the head itself.
   */
  compare(
    base: string | undefined,
    head: string,
  ): Promise<HistoryCommit[] | undefined>;

  /**
   * A page of the commits of the default branch since a time. If there are
   * fewer pages than deployments, the history is built from these instead of
   * comparisons.
   */
  commits(since: DateTime, page: number): Promise<CommitPage>;

  /**
   * The change that brought a commit that is not yet known; with its fact if
   * that is to be stored.
   */
  findChange(commit: HistoryCommit): Promise<FoundChange | undefined>;

  /** A commit that no change brought, as a change of its own. */
  asChange(commit: HistoryCommit): Promise<FoundChange>;
}

/**
 * A key that is the same for a commit and its rebased copies.
 *
 * @public
 */
export function commitKey(commit: {
  authoredAt: string;
  message: string;
}): string {
  const title = commit.message.split('\n', 1)[0].slice(0, 72);
  return `${Date.parse(commit.authoredAt)} ${title}`;
}

/**
 * The commits that a message or description says it reverts, as hashes.
 *
 * @public
 */
export function revertedCommits(message: string): string[] {
  return [
    ...message.matchAll(/\bThis reverts commit ([0-9a-f]{7,64})\b/gi),
  ].map(match => match[1].toLowerCase());
}
