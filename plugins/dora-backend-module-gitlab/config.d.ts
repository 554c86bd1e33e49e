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

import { HumanDuration } from '@backstage/types';

export interface Config {
  dora?: {
    /**
     * What is read from GitLab. Hosts and tokens are those of
     * `integrations.gitlab`; projects those that entities name by the annotation
     * `gitlab.com/project-slug` or `gitlab.com/project-id`.
     */
    gitlab?: {
      /** How far back history is read. Default: 12 months. */
      backfill?: HumanDuration | string;

      /** How often a project is looked at when no webhook says that something has happened. Default: 5 minutes. */
      interval?: HumanDuration | string;

      /** How much further back each read goes, to pick up late data. Default: 3 days. */
      lookBack?: HumanDuration | string;

      /** How many projects are looked at at the same time, 1 to 20. Default: 4. */
      concurrency?: number;

      /** What a deployment is, where the annotations of an entity do not say. */
      deployments?: {
        /**
         * - `deployments` (default): deployments of GitLab to an environment
         * - `jobs`: successful jobs of a name on the default branch
         * - `releases`: releases by their tags
         * - `tags`: tags
         */
        from?: 'deployments' | 'jobs' | 'releases' | 'tags';

        /** Name or glob of the job that deploys. Of deployments of GitLab, only those by such a job count. */
        job?: string;

        /** Names or globs of tags, for `releases` and `tags`. Default: all. */
        tags?: string[];

        /** The environment of deployments that have none of themselves. Default: `production`. */
        environment?: string;
      };

      /** Names or globs of accounts and of authors of commits whose changes are labelled `bot`, besides those of project and group access tokens. */
      bots?: string[];

      /** What is an incident. */
      incidents?: {
        /** Issues of these types. Default: `incident`, which are GitLab's own; an empty list, none. */
        types?: string[];

        /** Issues with one of these labels, told by case. Default: none. */
        labels?: string[];

        /** Whether a revert of what was live is one. Default: false. */
        reverts?: boolean;
      };
    };
  };
}
