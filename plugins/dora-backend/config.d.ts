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
   * What the DORA plugins count, and how. Facts are stored as received, so
   * changing any of these settings also changes past metrics.
   */
  dora?: {
    /**
     * IANA name of the time zone that determines days and weeks. Defaults to
     * `UTC`.
     */
    timezone?: string;

    /**
     * Values with a smaller sample are shown as `too-few` and get no tier.
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
       * What counts as a domain: the `group` that owns a product (the default),
       * or the catalog `domain` that the product is part of.
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
     * Limits on concurrent ingest, per backend process. Further calls wait;
     * over HTTP for `maxWait` at most.
     */
    ingest?: {
      /**
       * Calls of more than 500 facts that are stored concurrently. Each uses
       * one connection of the database pool; smaller calls are stored together
       * and share one. Defaults to 4.
       */
      concurrentCalls?: number;

      /**
       * Facts that may be stored but not yet derived before calls of more than
       * 500 facts wait for derivation, whether over HTTP or from modules.
       * Defaults to 40000.
       */
      underivedFacts?: number;

      /**
       * Total size, in MB after decompression, of the request bodies that may
       * be in memory: those being received, waiting and being stored. At least
       * 10. Needs about ten times as much memory. Another 4 MB are reserved for
       * bodies of up to 64 kB. Beyond that, calls are refused with `503` and
       * can be retried. Defaults to 20.
       */
      bodyMegabytes?: number;

      /**
       * How long a call over HTTP waits for its turn before it is refused with
       * `503`. Defaults to 10 seconds.
       */
      maxWait?: HumanDuration | string;
    };

    /** How metrics are computed. */
    metrics?: {
      /**
       * Size in MB of the cache of each backend process: an eighth for computed
       * answers, the rest for derived rows. Defaults to 256.
       */
      cacheMegabytes?: number;
    };

    /** How reads are answered. */
    reads?: {
      /**
       * How long a read waits at most for the facts that it depends on to be
       * derived. After that it is answered from what has been derived, with the
       * number of facts that have not (`pending`). Defaults to 5 seconds.
       */
      maxWait?: HumanDuration | string;
    };

    /** How long facts are kept; forever if omitted. */
    retention?: {
      /**
       * Number of months. Older facts are removed, except those that the
       * metrics of these months depend on.
       */
      months: number;

      /**
       * When old facts are removed. Defaults to every 24 hours, starting five
       * minutes after startup.
       */
      schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
    };

    /** How releases, failures and lead times are derived from facts. */
    rules?: {
      /**
       * Labels of changes, case-insensitive, that make the first release to
       * carry them a hotfix. Defaults to `hotfix`.
       */
      hotfixLabels?: string[];

      /** Changes to exclude from lead time and batch size. */
      excludeChanges?: {
        /** Labels, case-insensitive. Defaults to none. */
        labels?: string[];

        /**
         * Regular expressions that match the title, case-insensitive. Defaults
         * to none.
         */
        titles?: string[];
      };

      /**
       * Where the lead time of a change starts. Defaults to `firstCommit`; a
       * change without the chosen time is excluded, with the reason shown.
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
       * Whether such an incident is attributed to the `latest` rollout only
       * (the default), or to `all` within the window.
       */
      incidentAttribution?: 'latest' | 'all';

      /**
       * How long after a release a rollback counts it as failed. Defaults to 7
       * days.
       */
      rollbackWindow?: HumanDuration | string;

      /**
       * How long after a release a hotfix counts it as failed. Defaults to 48
       * hours.
       */
      hotfixWindow?: HumanDuration | string;
    };

    /** When a value is elite, high, medium or low. */
    tiers?: {
      /**
       * The set of cut-points. Defaults to `guide`; the others are the clusters
       * published in the DORA reports of those years.
       */
      preset?: 'guide' | 'dora-2021' | 'dora-2022' | 'dora-2023' | 'dora-2024';

      /** Cut-points that override those of the preset, metric by metric. */
      thresholds?: {
        /** At least this many releases per day; decreasing from elite to medium. */
        deploymentFrequency?: { elite: number; high: number; medium: number };

        /** Less than this duration, or number of seconds; increasing from elite to medium. */
        leadTime?: {
          elite: HumanDuration | string | number;
          high: HumanDuration | string | number;
          medium: HumanDuration | string | number;
        };

        /** At most this ratio (0 to 1); increasing from elite to medium. */
        changeFailureRate?: { elite: number; high: number; medium: number };

        /** Less than this duration, or number of seconds; increasing from elite to medium. */
        recoveryTime?: {
          elite: HumanDuration | string | number;
          high: HumanDuration | string | number;
          medium: HumanDuration | string | number;
        };
      };
    };
  };
}
