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
 * A commit as a code host shows it; times in ISO 8601.
 *
 * @public
 */
export interface HistoryCommit {
  sha: string;
  parents: string[];
  message: string;
  /** When it was written; stays when the commit is rebased. */
  authoredAt: string;
  /** When it got where it is. */
  committedAt: string;
  url?: string;
  /** Whether a machine has written it. */
  bot?: boolean;
}

/**
 * What is remembered of a change, in order to find it again among the commits
 * of a deployment.
 *
 * @public
 */
export interface ChangeRecord extends JsonObject {
  /** The id of its fact. */
  id: string;
  /** What it depended on, see `SyncSubject`. */
  fingerprint: string;
  /** What the system says about its last update; the same means nothing new. */
  updatedAt?: string;
  /** When it was opened, or written where there is nothing to open. */
  openedAt: string;
  mergedAt?: string;
  /** The commit by which it was merged; its own one for a change that is a commit. */
  mergeSha?: string;
  /** The commits that were proposed, by {@link commitKey} too: a rebase gives them other hashes. */
  commits: { sha: string; key: string; merge: boolean }[];
  /** What it touches; full references of entities of the subject. */
  entityRefs: string[];
  /** What it takes back: the id of a change, or the hash of a commit. */
  reverts?: string[];
  /** Whether it only brings other changes from one branch to another; then it is no fact. */
  promotion?: boolean;
  title?: string;
  url?: string;
}

/**
 * What is remembered of something that the system calls a deployment, a run, a
 * release or a tag. Each entity that it deploys has a fact of it.
 *
 * @public
 */
export interface DeploymentRecord extends JsonObject {
  /** What it depended on, see `SyncSubject`. */
  fingerprint: string;
  /** Whether it is over, so that it need not be asked for again. */
  final: boolean;
  /** When it began, ISO 8601. */
  at: string;
  /** What else the system wants to remember of it. */
  extra?: JsonValue;
  deployments: LinkedDeployment[];
}

/**
 * A deployment, and the changes that were found for it.
 *
 * @public
 */
export interface LinkedDeployment extends JsonObject {
  /** Without its changes. */
  fact: Deployment & JsonObject;
  linked?: {
    /** What had been deployed before; null for the first deployment. */
    base: string | null;
    /** Undefined where they cannot be told, so that they are inferred. */
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
  /** The number of the last page, where the code host tells. */
  last?: number;
}

/**
 * A change that was found, and what is remembered of it.
 *
 * @public
 */
export interface FoundChange {
  record: ChangeRecord;
  fact: Change;
}

/**
 * What a code host is asked in order to tell which changes a deployment brings.
 *
 * @public
 */
export interface CodeHost {
  /**
   * The commits that the one commit has and the other has not, the oldest
   * first; undefined where either is not there any more. Without a base, only
   * the head itself.
   */
  compare(
    base: string | undefined,
    head: string,
  ): Promise<HistoryCommit[] | undefined>;

  /**
   * The commits of the default branch since a time, a page of them. Where there
   * are fewer pages than deployments, a history is made from these rather than
   * from comparisons.
   */
  commits(since: DateTime, page: number): Promise<CommitPage>;

  /** The change that brought a commit, for one that is not known yet; with its fact where that is to be stored. */
  findChange(commit: HistoryCommit): Promise<FoundChange | undefined>;

  /** A commit that no change brought, as a change of its own. */
  asChange(commit: HistoryCommit): Promise<FoundChange>;
}

/**
 * The same for a commit and for what a rebase makes of it.
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
 * What a message or a description says that it takes back: hashes of commits.
 *
 * @public
 */
export function revertedCommits(message: string): string[] {
  return [
    ...message.matchAll(/\bThis reverts commit ([0-9a-f]{7,64})\b/gi),
  ].map(match => match[1].toLowerCase());
}
