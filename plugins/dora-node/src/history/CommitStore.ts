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

import { JsonObject } from '@backstage/types';
import { DateTime } from 'luxon';
import { SourceState } from '../SourceState';
import { SyncBatch } from '../sync/types';
import { CommitGraph } from './CommitGraph';
import { HistoryCommit } from './types';

const COMMIT = 'commit/';
const SINCE = 'commits';

/** Only the needed parts of a message: its title, and what it reverts. */
const shorten = (message: string) =>
  message
    .split('\n')
    .filter((line, index) => index === 0 || /\brevert/i.test(line))
    .join('\n');

/** Stores the commits of a branch while a history is read. */
export class CommitStore {
  constructor(private readonly state: SourceState) {}

  /** Starts afresh, with all commits since some time. */
  async begin(since: DateTime): Promise<void> {
    await this.clear();
    await this.state.set(SINCE, since.toUTC().toISO()!);
  }

  batch(commits: HistoryCommit[]): SyncBatch {
    return {
      state: Object.fromEntries(
        commits.map(commit => [
          COMMIT + commit.sha,
          { ...commit, message: shorten(commit.message) },
        ]),
      ),
    };
  }

  /** The graph of the stored commits; empty if there are none. */
  async graph(): Promise<CommitGraph> {
    const since = await this.state.get<string>(SINCE);
    const entries = since
      ? await this.state.list<HistoryCommit & JsonObject>(COMMIT)
      : [];
    return new CommitGraph(
      entries.map(({ value }) => value),
      DateTime.fromISO(since ?? '1970-01-01'),
    );
  }

  async clear(): Promise<void> {
    await this.state.delete(SINCE);
    await this.state.deleteAll(COMMIT);
  }
}
