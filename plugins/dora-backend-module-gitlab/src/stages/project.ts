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
import { SyncContext } from '@backstage-dora/plugin-dora-node';
import { DateTime } from 'luxon';
import { GitLabClient } from '../client/GitLabClient';
import { GitLabSubject } from '../discovery/GitLabSubject';
import { isoTime, ProjectRecord } from './types';

const KEY = 'project';
/** How long its path and default branch are cached. */
const KEPT = { days: 1 };

interface Name extends JsonObject {
  name: string;
}

/**
 * The path and default branch of the project; requested when the history is
 * read, and once a day. Everything else is requested by its id, which is stable
 * when the project moves.
 */
export async function findProject(
  subject: GitLabSubject,
  client: GitLabClient,
  context: SyncContext,
): Promise<ProjectRecord> {
  const known = await context.state.get<ProjectRecord>(KEY);
  const isBeginning = context.cursor === undefined;
  if (known && !(isBeginning && isOld(known, context))) {
    return known;
  }
  const project = await client.project(subject.project);
  // Keeps the first name even if the annotation was updated, so that known
  // records still match.
  const nameKey = `name/${subject.host}/${project.id}`;
  const first = await context.shared.get<Name>(nameKey);
  const name = first?.name ?? project.path_with_namespace;
  const record: ProjectRecord = {
    id: project.id,
    name,
    path: project.path_with_namespace,
    webUrl: project.web_url,
    readAt: isoTime(context.now()),
    knownSince:
      known && !context.backfill ? known.knownSince : isoTime(context.since),
    ...(project.default_branch && { defaultBranch: project.default_branch }),
  };
  await context.shared.set(nameKey, { name });
  await context.emit({ state: { [KEY]: record } });
  return record;
}

function isOld({ readAt }: ProjectRecord, context: SyncContext): boolean {
  return (
    context.backfill || DateTime.fromISO(readAt).plus(KEPT) < context.now()
  );
}
