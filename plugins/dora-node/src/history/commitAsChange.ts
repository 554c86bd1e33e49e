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

import { earliest } from '../codehost/attribution';
import { commitKey, FoundChange, HistoryCommit } from './types';

/** A commit message may have no line break after its title. */
const TITLE_LENGTH = 500;

/**
 * A commit that no change brought, as a change of its own.
 *
 * @public
 */
export function commitAsChange(
  commit: HistoryCommit,
  what: {
    source: string;
    /** Name of the repository in ids. */
    name: string;
    /** Display name of the repository. */
    repository: string;
    fingerprint: string;
    /** The entities it touches. */
    entityRefs: string[];
    /** What it reverts: ids of changes or hashes of commits. */
    reverts: string[];
  },
): FoundChange {
  const { source, name, repository, fingerprint, entityRefs, reverts } = what;
  const { sha, message, authoredAt, committedAt, url, bot } = commit;
  const id = `${name}@${sha}`;
  const title = message.split('\n', 1)[0].slice(0, TITLE_LENGTH);
  const about = { ...(title && { title }), ...(url && { url }) };
  return {
    record: {
      id,
      fingerprint,
      openedAt: committedAt,
      mergedAt: committedAt,
      mergeSha: sha,
      commits: [{ sha, key: commitKey(commit), merge: false }],
      entityRefs,
      reverts,
      ...about,
    },
    fact: {
      source,
      id,
      ...(entityRefs.length === 1 && { entityRef: entityRefs[0] }),
      repository,
      firstCommitAt: earliest([authoredAt, committedAt])!,
      mergedAt: committedAt,
      commitSha: sha,
      labels: bot ? ['bot'] : [],
      ...about,
    },
  };
}
