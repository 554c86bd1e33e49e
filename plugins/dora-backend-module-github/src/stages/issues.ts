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
import { RestEndpointMethodTypes } from '@octokit/rest';
import { isoTime } from '../client/GithubClient';
import { etagState, nextPage, readPage } from './paging';
import { at, Work } from './types';

type Issue =
  RestEndpointMethodTypes['issues']['listForRepo']['response']['data'][number];

const PER_PAGE = 100;

const lower = (text: string) => text.toLocaleLowerCase('en-US');

/** Reads the issues with one of the incident labels. */
export async function readIssues(
  work: Work,
  { list: index = 0, page = 1 }: StageCursor,
): Promise<StageStep> {
  const { client, context, config } = work;
  const { labels } = config.incidents;
  // History is filtered by label; new data is not, so that removed labels are
  // noticed too.
  const lists = context.backfill ? labels : [undefined];
  const label = lists[index];
  const after = index + 1 < lists.length ? { next: { list: index + 1 } } : {};
  const since = isoTime(context.since);
  const list = `issues/${index}`;
  const issues = await readPage<Issue>(work, list, page, headers =>
    client.rest.issues.listForRepo({
      ...at(work),
      state: 'all',
      sort: 'updated',
      since,
      ...(label !== undefined && { labels: label }),
      per_page: PER_PAGE,
      page,
      headers,
    }),
  );
  if (!issues) {
    return after;
  }
  for (const issue of issues.items.filter(item => !item.pull_request)) {
    await storeIssue(work, issue.number, toIncidents(issue, work));
  }
  await context.emit({ state: etagState(list, page, issues) });
  const step = nextPage(page, issues, false, index);
  return step.next ? step : after;
}

function toIncidents(issue: Issue, work: Work): Incident[] {
  const { config, repository, source, subject } = work;
  const labels = issue.labels.map(label =>
    typeof label === 'string' ? label : label.name ?? '',
  );
  const wanted = config.incidents.labels.map(lower);
  const dismissed = issue.state_reason === 'not_planned';
  if (dismissed || !labels.some(label => wanted.includes(lower(label)))) {
    return [];
  }
  const severity = labelledSeverity(labels);
  return labelledEntities(subject.entityRefs, labels).map(entityRef => ({
    source,
    id: `issue/${repository.name}#${issue.number}/${entityRef}`,
    entityRef,
    startedAt: issue.created_at,
    ...(issue.state === 'closed' &&
      issue.closed_at && { resolvedAt: issue.closed_at }),
    title: issue.title,
    url: issue.html_url,
    ...(severity && { severity }),
  }));
}
