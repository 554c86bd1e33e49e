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
import { GithubClient, hasStatus, isoTime } from '../client/GithubClient';
import { GithubSubject } from '../discovery/GithubSubject';
import { SyncContext } from '@backstage-dora/plugin-dora-node';
import { RepositoryRecord } from './types';

const KEY = 'repository';

interface Name extends JsonObject {
  name: string;
}

export const knownRepository = (context: SyncContext) =>
  context.state.get<RepositoryRecord>(KEY);

/**
 * Checks that the repository exists, and gets its current name. GitHub
 * redirects from former names.
 */
export async function readRepository(
  subject: GithubSubject,
  client: GithubClient,
  context: SyncContext,
): Promise<RepositoryRecord> {
  const known = await knownRepository(context);
  const knownSince =
    known && !context.backfill ? known.knownSince : isoTime(context.since);
  try {
    const { data, headers } = await client.rest.repos.get({
      owner: subject.owner,
      repo: subject.repo,
      headers: known?.etag ? { 'if-none-match': known.etag } : {},
    });
    // Keeps the first name even if the annotation was updated, so that known
    // records still match.
    const nameKey = `name/${subject.host}/${data.id}`;
    const first = await context.shared.get<Name>(nameKey);
    const record: RepositoryRecord = {
      name: first?.name ?? data.full_name,
      owner: data.owner.login,
      repo: data.name,
      defaultBranch: data.default_branch,
      knownSince,
      ...(headers.etag && { etag: headers.etag }),
    };
    await context.shared.set(nameKey, { name: record.name });
    await context.emit({ state: { [KEY]: record } });
    return record;
  } catch (error) {
    if (known && hasStatus(error, 304)) {
      const record = { ...known, knownSince };
      await context.emit({ state: { [KEY]: record } });
      return record;
    }
    throw error;
  }
}
