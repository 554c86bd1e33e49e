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

import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';
import { HumanDuration } from '@backstage/types';

export interface Config {
  /**
   * What the DORA plugins count, and how. Facts are kept as they came, so a
   * change of any of these changes the past as well.
   */
  dora?: {
    /**
     * IANA name of the time zone whose days the windows and the weeks consist
     * of. Defaults to `UTC`.
     */
    timezone?: string;

    /**
     * Below this sample a value is shown as `too-few` and gets no tier.
     * Defaults to 5.
     */
    minimumSample?: number;

    /** Which environments count. */
    environments?: {
      /**
       * Names or globs of the production environments, case-insensitive.
       * Defaults to `prod`, `production`, `prd` and `live`. The annotation
       * `backstage-dora.io/production-environments` of a component, its product
       * or a group above takes its place.
       */
      production?: string[];
    };

    /** Whose deployments count. */
    deployments?: {
      /**
       * Names or globs (`*`, `?`, `{a,b}`) of sources, case-insensitive. Of a
       * component, only the deployments of the sources count that the first
       * pattern matches of which one has deployed it to production by then;
       * all where none has. Defaults to none: the deployments of all sources
       * count, and what several of them report counts once. The annotation
       * `backstage-dora.io/deployments-from` of a component goes before this.
       */
      authority?: string[];
    };

    /** How catalog entities roll up. */
    hierarchy?: {
      /**
       * What makes a domain: the `group` that owns a product (the default), or
       * the catalog `domain` that the product is part of.
       */
      domain?: 'group' | 'domain';
    };

    /** Where incidents would be known. */
    incidents?: {
      /**
       * References of components, products, domains and groups for which
       * incidents would come if there were any, `*` for all. Where nothing says
       * that incidents are connected, a good failure rate is shown as what is
       * known of rollbacks and hotfixes alone. Incidents that came, and sources
       * that fetch them, say so by themselves.
       */
      connected?: string[];
    };

    /**
     * How many facts are taken in at the same time, by each backend process.
     * Calls beyond that wait; over HTTP for `maxWait`.
     */
    ingest?: {
      /**
       * Calls of more than 500 facts that are stored at the same time. Each
       * takes a connection of the database's pool; smaller ones are stored
       * together and take one for all. Defaults to 4.
       */
      concurrentCalls?: number;

      /**
       * Facts that may be stored without being derived before calls of more
       * than 500 facts wait for derivation, from wherever they come. Defaults
       * to 40000.
       */
      underivedFacts?: number;

      /**
       * Size of the bodies of requests that are in memory at the same time:
       * those that arrive, wait and are stored, in MB after decompression, 10 at
       * least. Memory for about ten times as much is needed. There are 4 MB
       * more for bodies of up to 64 kB. Beyond that a call is refused, to come
       * again. Defaults to 20.
       */
      bodyMegabytes?: number;

      /**
       * How long a call over HTTP waits for its turn before it is refused, to
       * come again. Defaults to 10 seconds.
       */
      maxWait?: HumanDuration | string;
    };

    /** How metrics are computed. */
    metrics?: {
      /**
       * How many MB each backend process keeps in memory, so that it need not
       * read or compute it again: an eighth for what was computed, the rest
       * for derived rows. Defaults to 256.
       */
      cacheMegabytes?: number;
    };

    /** How reads are answered. */
    reads?: {
      /**
       * How long a read waits at most for the facts that it asks about to be
       * derived. Then it is answered from what is derived, with the number of
       * facts that are not (`pending`). Defaults to 5 seconds.
       */
      maxWait?: HumanDuration | string;
    };

    /** How long facts are kept; for ever where this is left out. */
    retention?: {
      /**
       * For how many months: older facts are removed, apart from those that the
       * metrics of these months depend on.
       */
      months: number;

      /**
       * When old facts are removed. Defaults to every 24 hours, the first time
       * five minutes after the start.
       */
      schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
    };

    /** What makes a release, a failure and a lead time out of facts. */
    rules?: {
      /**
       * Labels of changes, case-insensitive, that make the release that
       * carries them first a hotfix. Defaults to `hotfix`.
       */
      hotfixLabels?: string[];

      /** Changes to leave out of lead time and batch size. */
      excludeChanges?: {
        /** Labels, case-insensitive. Defaults to none. */
        labels?: string[];

        /**
         * Regular expressions on the title, case-insensitive. Defaults to
         * none.
         */
        titles?: string[];
      };

      /**
       * Where the lead time of a change starts. Defaults to `firstCommit`; a
       * change without the chosen time is left out, with the reason shown.
       */
      leadTimeStart?: 'firstCommit' | 'opened' | 'merged';

      /**
       * Names that stand for no version, case-insensitive. Defaults to
       * `unknown`, `none`, `null`, `undefined` and `HEAD`.
       */
      noNames?: string[];

      /**
       * Versions that move from build to build, such as a tag of an image: they
       * name nothing where a fact has another name. Defaults to `latest`,
       * `main`, `master`, `stable`, `edge` and `nightly`.
       */
      movingVersions?: string[];

      /**
       * Severities of the incidents that count, case-insensitive. Those without
       * a severity count. Defaults to all.
       */
      incidentSeverities?: string[];

      /**
       * How long after a rollout an incident without a known cause is put down
       * to it. Defaults to 48 hours.
       */
      incidentWindow?: HumanDuration | string;

      /**
       * Whether such an incident is put down to the `latest` rollout only (the
       * default), or to `all` within the window.
       */
      incidentAttribution?: 'latest' | 'all';

      /**
       * How long after its own time a release fails by being rolled back.
       * Defaults to 7 days.
       */
      rollbackWindow?: HumanDuration | string;

      /**
       * How long after its time a release fails by being followed by a hotfix.
       * Defaults to 48 hours.
       */
      hotfixWindow?: HumanDuration | string;
    };

    /** What makes a value elite, high, medium or low. */
    tiers?: {
      /**
       * The set of cut-points. Defaults to `guide`; the others are the clusters
       * that the DORA reports of these years published.
       */
      preset?: 'guide' | 'dora-2021' | 'dora-2022' | 'dora-2023' | 'dora-2024';

      /** Cut-points that replace those of the preset, metric by metric. */
      thresholds?: {
        /** Releases per day, at least; falling from elite to medium. */
        deploymentFrequency?: { elite: number; high: number; medium: number };

        /** Less than this duration, or number of seconds; rising from elite to medium. */
        leadTime?: {
          elite: HumanDuration | string | number;
          high: HumanDuration | string | number;
          medium: HumanDuration | string | number;
        };

        /** This ratio (0 to 1) at most; rising from elite to medium. */
        changeFailureRate?: { elite: number; high: number; medium: number };

        /** Less than this duration, or number of seconds; rising from elite to medium. */
        recoveryTime?: {
          elite: HumanDuration | string | number;
          high: HumanDuration | string | number;
          medium: HumanDuration | string | number;
        };
      };
    };
  };
}
