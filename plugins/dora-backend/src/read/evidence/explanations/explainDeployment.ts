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
  DeploymentStatus,
  Explanation,
} from '@backstage-dora/plugin-dora-common';
import { Rules } from '../../../rules/types';
import { ExcludedRow } from '../excludedQueries';
import { formatCommit } from '../text';
import { explain } from './explain';

const UNSUCCESSFUL = {
  in_progress: 'deploymentInProgress',
  failure: 'deploymentFailed',
  cancelled: 'deploymentCancelled',
} as const satisfies Record<Exclude<DeploymentStatus, 'success'>, string>;

/** Why a deployment is part of no release (docs/rules.md, Production and Releases). */
export function explainDeployment(
  deployment: ExcludedRow,
  isProduction: (environment: string) => boolean,
  rules: Rules,
): Explanation {
  const { environment, status, kind, workspace } = deployment;
  if (!isProduction(environment)) {
    return explain('otherEnvironment', {
      environment,
      patterns: rules.productionEnvironments.join(', '),
    });
  }
  if (status !== 'success') {
    return explain(UNSUCCESSFUL[status], {});
  }
  if (kind === 'config') {
    return explain('configByKind', {});
  }
  const version = deployment.version ?? deployment.commit_sha;
  return version === null
    ? explain('notDerivedYet', {})
    : explain('sameVersion', { version: formatCommit(version), workspace });
}
