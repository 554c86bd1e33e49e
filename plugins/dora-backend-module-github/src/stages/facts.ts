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

import { Deployment } from '@backstage-dora/plugin-dora-common';
import { GithubTarget } from '../discovery/GithubSubject';
import { Outcome } from './outcome';
import { Work } from './types';

/** A deployment as GitHub knows it, apart from what became of it. */
export interface Attempt {
  /** Identifies it among all that GitHub has. */
  id: string;
  environment: string;
  startedAt: string;
  commitSha: string;
  version?: string;
  title?: string;
  url?: string;
}

/** The fact of a deployment for one entity; its id stays when other entities come and go. */
export function toDeployment(
  attempt: Attempt,
  outcome: Outcome,
  target: GithubTarget,
  { source }: Work,
): Deployment {
  const { id, environment, commitSha, version, title } = attempt;
  const { status, finishedAt } = outcome;
  const url = outcome.url ?? attempt.url;
  return {
    source,
    id: `${id}/${target.entityRef}`,
    entityRef: target.entityRef,
    environment,
    status,
    startedAt: startOf(attempt, outcome),
    ...(finishedAt && { finishedAt }),
    commitSha,
    ...(version && { version }),
    ...(title && { title }),
    ...(url && { url }),
  };
}

/** Clocks of different machines may disagree by seconds. */
function startOf({ startedAt }: Attempt, { finishedAt }: Outcome): string {
  return finishedAt && Date.parse(finishedAt) < Date.parse(startedAt)
    ? finishedAt
    : startedAt;
}
