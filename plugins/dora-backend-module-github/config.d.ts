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
     * Reads facts from GitHub for entities with the annotation
     * `github.com/project-slug`. Uses the credentials of `integrations.github`.
     */
    github?: {
      /** How far back history is read. Defaults to 12 months. */
      backfill?: HumanDuration | string;

      /**
       * How often a repository is read if no webhook arrives for it. Defaults
       * to 5 minutes.
       */
      interval?: HumanDuration | string;

      /**
       * How much further back than the last read each read goes, to pick up
       * late data. Defaults to 3 days.
       */
      lookBack?: HumanDuration | string;

      /**
       * How many repositories are read concurrently, 1 to 20. Defaults to 4.
       */
      concurrency?: number;

      /** What a deployment is, unless the entity says otherwise. */
      deployments?: {
        /**
         * GitHub's `deployments` (the default), the runs of a `workflow` on the
         * default branch, `releases`, or `tags`.
         */
        from?: 'deployments' | 'workflow' | 'releases' | 'tags';

        /** File of the workflow, such as `deploy.yml`; for `from: workflow`. */
        workflow?: string;

        /** Job of the workflow that deploys; the whole run when left out. */
        job?: string;

        /**
         * Names or globs of the tags, for `from: releases` and `from: tags`.
         * Defaults to all.
         */
        tags?: string[];

        /**
         * The environment of runs, releases and tags, which have none of their
         * own. Defaults to `production`.
         */
        environment?: string;
      };

      /**
       * Logins or globs of accounts whose changes get the label `bot`, in
       * addition to those that GitHub itself marks as bots. Defaults to none.
       */
      bots?: string[];

      /** What is an incident. */
      incidents?: {
        /** Issues with one of these labels. Defaults to none. */
        labels?: string[];

        /**
         * Whether a revert of a live change is an incident, caused by what it
         * reverts. Defaults to `false`.
         */
        reverts?: boolean;
      };
    };
  };
}
