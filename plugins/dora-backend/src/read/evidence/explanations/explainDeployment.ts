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

import { Explanation } from '@backstage-dora/plugin-dora-common';
import { DeploymentSettings } from '../../../catalog/EntityStore';
import { Rules } from '../../../rules/types';
import { ExcludedRow } from '../excludedQueries';
import { explain, releaseValues, withValues } from './explain';

function explainEnvironment(
  { environment }: ExcludedRow,
  { productionEnvironments }: DeploymentSettings,
  rules: Rules,
): Explanation {
  return productionEnvironments
    ? explain('otherEnvironmentByAnnotation', {
        environment,
        patterns: productionEnvironments.join(', '),
      })
    : explain('otherEnvironment', {
        environment,
        patterns: rules.productionEnvironments.join(', '),
      });
}

function explainSource(
  { source }: ExcludedRow,
  { deploymentsFrom }: DeploymentSettings,
  { authority }: Rules,
): Explanation {
  const patterns = authority.join(', ') || undefined;
  return deploymentsFrom === undefined
    ? explain('otherSource', { source, patterns })
    : explain('otherSourceByAnnotation', {
        source,
        pattern: deploymentsFrom,
        patterns,
      });
}

function explainRepetition(row: ExcludedRow): Explanation {
  const { kind, workspace, release_id: releaseId } = row;
  if (kind === 'config' || releaseId === null) {
    return explain('configByKind', {});
  }
  const values = {
    ...releaseValues({
      version: row.reported_version,
      time: Number(row.reported_time),
    }),
    workspace,
  };
  return Number(row.current_release_id) === Number(releaseId)
    ? explain('sameVersion', values)
    : explain('repeatsEarlier', values);
}

function explainExclusion(
  row: ExcludedRow,
  settings: DeploymentSettings,
  rules: Rules,
): Explanation {
  switch (row.exclusion) {
    case null:
      return explain('deploymentInProgress', {});
    case 'other-environment':
      return explainEnvironment(row, settings, rules);
    case 'failed':
      return explain('deploymentFailed', {});
    case 'cancelled':
      return explain('deploymentCancelled', {});
    case 'other-source':
      return explainSource(row, settings, rules);
    default:
      return explainRepetition(row);
  }
}

/**
 * Explains why a deployment is not a rollout (docs/rules.md, Production and Releases).
 *
 * @param settings - settings of its component in the catalog
 */
export function explainDeployment(
  row: ExcludedRow,
  settings: DeploymentSettings,
  rules: Rules,
): Explanation {
  const explanation = explainExclusion(row, settings, rules);
  return row.echo
    ? withValues(explanation, {
        ...releaseValues({
          version: row.reported_version,
          time: Number(row.reported_time),
        }),
        echoSource: row.source,
      })
    : explanation;
}
