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
     * Reads facts from GitLab. Hosts and tokens come from
     * `integrations.gitlab`, projects from the annotations
     * `gitlab.com/project-slug` or `gitlab.com/project-id` of entities.
     */
    gitlab?: {
      /** How far back history is read. Defaults to 12 months. */
      backfill?: HumanDuration | string;

      /** How often a project is read if no webhook arrives for it. Defaults to 5 minutes. */
      interval?: HumanDuration | string;

      /** How much further back each read goes, to pick up late data. Default: 3 days. */
      lookBack?: HumanDuration | string;

      /** How many projects are read concurrently, 1 to 20. Defaults to 4. */
      concurrency?: number;

      /** What a deployment is, unless the annotations of an entity say otherwise. */
      deployments?: {
        /**
         * - `deployments` (default): GitLab deployments to an environment
         * - `jobs`: successful jobs with a given name on the default branch
         * - `releases`: releases by their tags
         * - `tags`: tags
         */
        from?: 'deployments' | 'jobs' | 'releases' | 'tags';

        /**
         * Name or glob of the job that deploys. For GitLab deployments, only
         * those by such a job count.
         */
        job?: string;

        /** Names or globs of tags, for `releases` and `tags`. Defaults to all. */
        tags?: string[];

        /** The environment of deployments without one of their own. Defaults to `production`. */
        environment?: string;
      };

      /**
       * Names or globs of accounts and commit authors whose changes are
       * labelled `bot`, in addition to those of project and group access
       * tokens.
       */
      bots?: string[];

      /** What is an incident. */
      incidents?: {
        /**
         * Issues of these types. Defaults to GitLab's own type `incident`; an
         * empty list means none.
         */
        types?: string[];

        /** Issues with one of these labels, case-sensitive. Defaults to none. */
        labels?: string[];

        /** Whether a revert of a live change is an incident. Defaults to false. */
        reverts?: boolean;
      };
    };
  };
}
