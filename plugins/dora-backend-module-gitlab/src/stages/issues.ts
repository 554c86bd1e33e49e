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
  labelledEntities,
  labelledSeverity,
  StageCursor,
  StageStep,
  storeIssue,
} from '@backstage-dora/plugin-dora-node';
import { Incident } from '@backstage-dora/plugin-dora-common';
import { WireIssue } from '../client/wire';
import { readUpdates } from './updates';
import { Work } from './types';

const lower = (text: string) => text.toLocaleLowerCase('en-US');

/** Reads the issues with an incident type or label. */
export async function readIssues(
  work: Work,
  cursor: StageCursor,
): Promise<StageStep> {
  const { client, context, project } = work;
  const lists = listsOf(work);
  const { list = 0 } = cursor;
  const { items, next, remaining } = await readUpdates(
    work,
    { ...cursor, list },
    query => client.issues(project.id, lists[list] ?? {}, query),
  );
  for (const issue of items) {
    await storeIssue(work, issue.iid, toIncidents(issue, work));
  }
  context.signal.throwIfAborted();
  if (next) {
    return { next, remaining };
  }
  return list + 1 < lists.length ? { next: { list: list + 1 } } : {};
}

/**
 * History is filtered by type and label; new data is not, so that removed
 * labels are noticed too.
 */
function listsOf({ config, context }: Work) {
  const { labels, types } = config.incidents;
  return context.backfill
    ? [
        ...types.map(issueType => ({ issueType })),
        ...labels.map(label => ({ labels: label })),
      ]
    : [{}];
}

function toIncidents(issue: WireIssue, work: Work): Incident[] {
  const { config, project, source, subject } = work;
  // GitLab's labels are case-sensitive.
  const isIncident =
    config.incidents.types.includes(issue.issue_type ?? '') ||
    config.incidents.labels.some(label => issue.labels.includes(label));
  if (!isIncident) {
    return [];
  }
  const severity =
    issue.severity && lower(issue.severity) !== 'unknown'
      ? lower(issue.severity)
      : labelledSeverity(issue.labels);
  return labelledEntities(subject.entityRefs, issue.labels).map(entityRef => ({
    source,
    id: `issue/${project.name}#${issue.iid}/${entityRef}`,
    entityRef,
    startedAt: issue.created_at,
    ...(issue.closed_at && { resolvedAt: issue.closed_at }),
    ...(severity && { severity }),
    title: issue.title,
    url: issue.web_url,
  }));
}
