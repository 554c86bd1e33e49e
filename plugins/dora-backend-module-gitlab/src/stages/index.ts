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
  CodeHostConfig,
  historyStages,
  retractStaleIssues,
  SyncContext,
} from '@backstage-dora/plugin-dora-node';
import { GitLabCodeHost } from '../changes/GitLabCodeHost';
import { GitLabSubject, Origin } from '../discovery/GitLabSubject';
import { readDeployments } from './deployments';
import { readIssues } from './issues';
import { readJobs } from './jobs';
import { readReleases, readTags } from './marks';
import { readMergeRequests } from './mergeRequests';
import { GitLabStage, Work } from './types';

const history = historyStages<Work>(GitLabCodeHost.create);

/**
 * The stages of a pass over a project, in order. Deployments come before merge
 * requests, so that the merge requests they bring are known by the time they
 * are linked.
 */
export function stagesOf(
  { targets }: GitLabSubject,
  { incidents }: CodeHostConfig<Origin>,
  { backfill }: SyncContext,
): Array<[string, GitLabStage]> {
  const has = (origin: Origin) => targets.some(({ from }) => from === origin);
  const all: Array<[string, GitLabStage, boolean]> = [
    ['deployments', readDeployments, has('deployments')],
    ['jobs', readJobs, has('jobs')],
    ['releases', readReleases, has('releases')],
    ['tags', readTags, has('tags')],
    ['mergeRequests', readMergeRequests, true],
    ['stale', history.stale, backfill],
    ['commits', history.commits, backfill],
    ['link', history.link, targets.some(({ from }) => from !== 'none')],
    [
      'issues',
      readIssues,
      incidents.types.length + incidents.labels.length > 0,
    ],
    ['staleIssues', retractStaleIssues, backfill],
    ['reverts', history.reverts, true],
    ['forget', history.forget, true],
  ];
  return all
    .filter(([, , isWanted]) => isWanted)
    .map(([name, stage]) => [name, stage]);
}
