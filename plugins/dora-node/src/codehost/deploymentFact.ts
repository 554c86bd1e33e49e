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
  Deployment,
  DeploymentStatus,
} from '@backstage-dora/plugin-dora-common';

/**
 * The outcome of a deployment.
 *
 * @public
 */
export interface DeploymentOutcome {
  status: DeploymentStatus;
  /** ISO 8601; undefined while in progress. */
  finishedAt?: string;
}

/**
 * A deployment as a code host knows it, apart from its outcome.
 *
 * @public
 */
export interface DeploymentAttempt {
  source: string;
  /** Unique within the code host. */
  id: string;
  environment: string;
  startedAt: string;
  commitSha?: string;
  version?: string;
  title?: string;
  url?: string;
}

/**
 * The fact of a deployment for one entity; its id does not depend on other
 * entities.
 *
 * @public
 */
export function toDeploymentFact(
  attempt: DeploymentAttempt,
  { status, finishedAt }: DeploymentOutcome,
  entityRef: string,
): Deployment {
  const { id, startedAt, ...rest } = attempt;
  // Clocks of different machines may disagree by seconds.
  const isEarly = finishedAt && Date.parse(finishedAt) < Date.parse(startedAt);
  return {
    ...rest,
    id: `${id}/${entityRef}`,
    entityRef,
    status,
    startedAt: isEarly ? finishedAt : startedAt,
    ...(finishedAt && { finishedAt }),
  };
}
