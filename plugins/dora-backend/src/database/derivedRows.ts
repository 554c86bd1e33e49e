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

import { Knex } from 'knex';

/**
 * The releases of deployments, as a table `r` to join: of those that are rollouts, and of the reports of other sources that
 * tell of the same.
 */
export const releasesOfDeployments = (knex: Knex): Knex.Raw =>
  knex.raw(
    `(select deployment_pk, release_id, entity_id from rollouts
      union all
      select deployment_pk, release_id, entity_id from excluded_deployments where echo) as r`,
  );

/**
 * The release of each deployment of a query, `releases.id`, null where it is of none: found by itself for each, where a join
 * would make PostgreSQL read all rollouts when it does not know how few rows there are.
 *
 * @param deploymentPk - the column that has `deployments.pk`
 */
export const releaseOfDeployment = (
  knex: Knex,
  deploymentPk: string,
): Knex.Raw =>
  knex.raw(
    `coalesce(
       (select o.release_id from rollouts o where o.deployment_pk = ??),
       (select x.release_id from excluded_deployments x where x.deployment_pk = ?? and x.echo)
     )`,
    [deploymentPk, deploymentPk],
  );

/** The names that a text of `releases.names` holds, each with the letter that tells its kind before it. */
export const namesInText = (text: string | null): string[] =>
  (text ?? '')
    .split('\n')
    .filter(line => line !== '')
    .map(line =>
      line.replace(/\\(.)/g, (_, escaped) =>
        escaped === 'n' ? '\n' : escaped,
      ),
    );
