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

import { ChangeFact, DeploymentFact, Rules } from '../types';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** Monday, 2026-03-02 00:00 UTC */
export const MONDAY = Date.UTC(2026, 2, 2);

/** The rules as they are when nothing is configured. */
export const defaultRules: Rules = {
  productionEnvironments: ['prod', 'production', 'prd', 'live'],
  authority: [],
  noNames: ['unknown', 'none', 'null', 'undefined', 'HEAD'],
  movingVersions: ['latest', 'main', 'master', 'stable', 'edge', 'nightly'],
  incidentWindow: 48 * HOUR,
  incidentAttribution: 'latest',
  rollbackWindow: 7 * DAY,
  hotfixWindow: 48 * HOUR,
  hotfixLabels: ['hotfix'],
  excludeChanges: { labels: [], titles: [] },
  leadTimeStart: 'firstCommit',
  timezone: 'UTC',
};

let pk = 0;

/** A successful production deployment at an hour after MONDAY. */
export function deployment(
  hour: number,
  version: string | undefined,
  more: Partial<DeploymentFact> = {},
): DeploymentFact {
  pk += 1;
  return {
    pk,
    source: 'ci',
    id: `d${String(pk).padStart(6, '0')}`,
    environment: 'prod',
    status: 'success',
    workspace: 'default',
    finishedAt: MONDAY + hour * HOUR,
    version,
    ...more,
  };
}

/** A change of the component with its first commit at an hour after MONDAY, merged an hour later. */
export function change(
  id: string,
  hour: number,
  more: Partial<ChangeFact> = {},
): ChangeFact {
  pk += 1;
  return {
    pk,
    source: 'scm',
    id,
    ofComponent: true,
    firstCommitAt: MONDAY + hour * HOUR,
    mergedAt: MONDAY + (hour + 1) * HOUR,
    ...more,
  };
}

/** What a deployment lists, of the source of `change`. */
export const lists = (...ids: string[]) => ({
  changes: ids.map(id => ({ source: 'scm', id })),
});
