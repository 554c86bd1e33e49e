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
import { GithubCodeHost } from '../changes/GithubCodeHost';
import { GithubSubject, Origin } from '../discovery/GithubSubject';
import { readDeployments, readOpenDeployments } from './deployments';
import { readIssues } from './issues';
import { readPullRequests } from './pullRequests';
import { readReleases } from './releases';
import { readTags } from './tags';
import { GithubStage, Work } from './types';
import { readWorkflowRuns } from './workflowRuns';

const history = historyStages<Work>(GithubCodeHost.create);

/**
 * The stages of a pass over a repository, in order. Deployments come before
 * pull requests: they are few and most informative, and the pull requests they
 * bring are known by the time they are linked.
 */
export function stagesOf(
  { targets }: GithubSubject,
  { incidents }: CodeHostConfig<Origin>,
  { backfill }: SyncContext,
): Array<[string, GithubStage]> {
  const has = (origin: Origin) => targets.some(({ from }) => from === origin);
  const all: Array<[string, GithubStage, boolean]> = [
    ['deployments', readDeployments, has('deployments')],
    ['openDeployments', readOpenDeployments, has('deployments') && !backfill],
    ['workflowRuns', readWorkflowRuns, has('workflow')],
    ['releases', readReleases, has('releases')],
    ['tags', readTags, has('tags')],
    ['pullRequests', readPullRequests, true],
    ['stale', history.stale, backfill],
    ['commits', history.commits, backfill],
    ['link', history.link, targets.some(({ from }) => from !== 'none')],
    ['issues', readIssues, incidents.labels.length > 0],
    ['staleIssues', retractStaleIssues, backfill],
    ['reverts', history.reverts, true],
    ['forget', history.forget, true],
  ];
  return all
    .filter(([, , isWanted]) => isWanted)
    .map(([name, stage]) => [name, stage]);
}
