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

import { Rules } from '../derive/types';
import { ExcludedRow } from './excludedQueries';
import { formatCommit } from './text';

const STATUS: Record<string, string> = {
  in_progress: 'still in progress',
  failure: 'a failed attempt',
  cancelled: 'cancelled',
};

/** Why a deployment is part of no release (contract 3.1 and 3.2). */
export function excludedSentence(
  deployment: ExcludedRow,
  isProduction: (environment: string) => boolean,
  rules: Rules,
): string {
  const { environment, status, kind, workspace } = deployment;
  if (!isProduction(environment)) {
    return `environment “${environment}” is none of dora.environments.production (${rules.productionEnvironments.join(
      ', ',
    )})`;
  }
  if (status !== 'success') {
    return `${STATUS[status]}: status is “${status}”, and only “success” is a release`;
  }
  if (kind === 'config') {
    return 'config-only: its sender says “kind: config”';
  }
  const version = deployment.version ?? deployment.commit_sha;
  return version === null
    ? 'it is not derived yet'
    : `config-only: ${formatCommit(
        version,
      )} was what ran in workspace “${workspace}” already`;
}
