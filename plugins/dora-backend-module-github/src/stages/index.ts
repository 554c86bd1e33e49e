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

import { CodeHostConfig, SyncContext } from '@backstage-dora/plugin-dora-node';
import { GithubSubject, Origin } from '../discovery/GithubSubject';
import { readDeployments, readOpenDeployments } from './deployments';
import { readIssues } from './issues';
import { forgetOld, linkChanges, readReverts, retractStale } from './link';
import { readPullRequests } from './pullRequests';
import { readReleases } from './releases';
import { readTags } from './tags';
import { Stage } from './types';
import { readWorkflowRuns } from './workflowRuns';

export type StageName =
  | 'pullRequests'
  | 'deployments'
  | 'openDeployments'
  | 'workflowRuns'
  | 'releases'
  | 'tags'
  | 'stale'
  | 'link'
  | 'issues'
  | 'reverts'
  | 'forget';

export const stages: Record<StageName, Stage> = {
  pullRequests: readPullRequests,
  deployments: readDeployments,
  openDeployments: readOpenDeployments,
  workflowRuns: readWorkflowRuns,
  releases: readReleases,
  tags: readTags,
  stale: retractStale,
  link: linkChanges,
  issues: readIssues,
  reverts: readReverts,
  forget: forgetOld,
};

/** What a pass over a repository consists of, in order: changes before the deployments that bring them. */
export function stagesOf(
  { targets }: GithubSubject,
  { incidents }: CodeHostConfig<Origin>,
  { backfill }: SyncContext,
): StageName[] {
  const has = (origin: Origin) => targets.some(({ from }) => from === origin);
  const isWanted: Record<StageName, boolean> = {
    pullRequests: true,
    deployments: has('deployments'),
    openDeployments: has('deployments') && !backfill,
    workflowRuns: has('workflow'),
    releases: has('releases'),
    tags: has('tags'),
    stale: backfill,
    link: targets.some(({ from }) => from !== 'none'),
    issues: incidents.labels.length > 0,
    reverts: incidents.reverts,
    forget: true,
  };
  return (Object.keys(stages) as StageName[]).filter(name => isWanted[name]);
}
