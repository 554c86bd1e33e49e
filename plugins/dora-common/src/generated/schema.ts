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

// Generated from openapi.yaml by `npm run generate`; do not edit.

export interface paths {
  '/ingest': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Ingest facts
     * @description Needs the permission `dora.ingest`. At most 10,000 facts and 10 MB per call. Each fact is validated
     *     individually; the valid ones are stored in one transaction, and the answer is sent after its commit. A fact is
     *     identified by `source` and `id`; sending it again replaces it.
     */
    post: operations['ingest'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/facts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * All changes to facts and corrections, in a stable order
     * @description Needs the permission `dora.export`. One JSON document per line. A reader that continues from its last cursor
     *     misses no fact or correction that was stored or deleted, whatever is written in the meantime. A fact that was
     *     sent again appears again; one that was replaced before it was read appears once, in its current state. Services
     *     get all of them, users those about entities that the catalog lets them read.
     */
    get: operations['getFacts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Release events, in the order in which they were derived
     * @description One JSON document per line. A reader that continues from its last cursor misses nothing, and knows about each
     *     release what `/releases` shows. Events are kept for seven days. Services get all of them, users those of
     *     components that the catalog lets them read.
     */
    get: operations['getEvents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/events/cursor': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The current cursor of the events
     * @description To miss nothing, get this first, then read `/releases`, and then the events after the cursor.
     */
    get: operations['getEventsCursor'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/facts/{factKind}/{source}/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Delete one fact
     * @description Needs the permission `dora.ingest`. Parts of the path are percent-encoded.
     */
    delete: operations['deleteFact'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/corrections': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Correct what the rules derived for an incident or a release
     * @description Needs the permission `dora.correct`. A correction is a fact in its own right, takes precedence over the rules,
     *     and is shown with who made it and when.
     */
    post: operations['correct'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/corrections/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Delete a correction */
    delete: operations['deleteCorrection'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/metrics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** All metrics of an entity over a window */
    get: operations['getMetrics'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/series': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The metrics by bucket
     * @description Days, ISO weeks or calendar months of the configured time zone. The first and the last bucket are clipped to the
     *     window, so that the buckets add up to it. Every bucket is present, even if empty.
     */
    get: operations['getSeries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/compare': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The metrics of all entities of a level, side by side */
    get: operations['compare'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/releases': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The releases behind the numbers, newest first
     * @description Without `only`, the counted releases. `only=excluded` lists the deployments that were not counted, each with the
     *     reason.
     */
    get: operations['getReleases'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/changes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The changes behind lead time and batch size, newest first
     * @description A change belongs to the window of the first release that carries it; one that no release carries yet belongs to
     *     the window of `mergedAt`, or else `firstCommitAt`. `only=counted` lists those with a lead time, `only=excluded`
     *     the others.
     */
    get: operations['getChanges'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/incidents': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The incidents behind failure rate and recovery, newest first */
    get: operations['getIncidents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/signals': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The signals that annotate a window, in chronological order */
    get: operations['getSignals'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/timeline': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Events to mark on a chart of the window
     * @description The incidents, failed releases and signals of the window, each in chronological order. If there are more than
     *     500 of a kind, the newest 500 are returned with the total number.
     */
    get: operations['getTimeline'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/workspaces': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The releases of an entity by workspace
     * @description Every workspace with a rollout of one of the window's releases or of an earlier release; ordered by name.
     */
    get: operations['getWorkspaces'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/definitions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The active rules, windows, presets and thresholds, as data and as sentences */
    get: operations['getDefinitions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/coverage': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What has arrived, from where, and what is missing */
    get: operations['getCoverage'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    Error: {
      error: {
        name: string;
        message: string;
      };
      request?: {
        method?: string;
        url?: string;
      };
      response: {
        statusCode: number;
      };
    };
    /**
     * Format: date
     * @description A calendar date, such as 2026-03-01.
     */
    Day: string;
    /**
     * Format: time-with-offset
     * @description ISO 8601 with an offset, from 1970 to 2099; milliseconds are kept, finer digits are truncated.
     */
    Time: string;
    /**
     * Format: plain-text
     * @description The system that reports the fact.
     */
    Source: string;
    /**
     * Format: plain-text
     * @description Identifies the fact within its source.
     */
    FactId: string;
    /**
     * Format: entity-ref
     * @description Short or full reference; kind defaults to `component` and namespace to `default`; case-insensitive.
     */
    EntityRef: string;
    /** Format: plain-text */
    Text: string;
    /** Format: plain-text */
    Name: string;
    /** Format: http-url */
    Url: string;
    /** @enum {string} */
    FactKind: 'deployments' | 'changes' | 'incidents' | 'signals' | 'artifacts';
    /** @description Digest of an image or a package, such as `sha256:9f86d0…`; kept as it is sent, compared without case. */
    Digest: components['schemas']['Name'];
    FactIdentity: {
      source: components['schemas']['Source'];
      id: components['schemas']['FactId'];
    };
    /** @enum {string} */
    DeploymentStatus: 'in_progress' | 'success' | 'failure' | 'cancelled';
    /** @enum {string} */
    DeploymentKind: 'code' | 'config' | 'rollback' | 'hotfix';
    /** @description One deployment of a Component or System to a workspace of an environment. */
    Deployment: {
      source: components['schemas']['Source'];
      id: components['schemas']['FactId'];
      entityRef: components['schemas']['EntityRef'];
      environment: components['schemas']['Name'];
      status: components['schemas']['DeploymentStatus'];
      /** @description Required unless the deployment is in progress. */
      finishedAt?: components['schemas']['Time'];
      startedAt?: components['schemas']['Time'];
      /** @description Where it runs (a cluster and namespace, a region, a business unit's instance). Defaults to `default`. */
      workspace?: components['schemas']['Name'];
      version?: components['schemas']['Name'];
      commitSha?: components['schemas']['Name'];
      digest?: components['schemas']['Digest'];
      kind?: components['schemas']['DeploymentKind'];
      /** @description The changes that it carries; a bare id belongs to the deployment's own source; an empty list means that there are none. */
      changes?: (
        | components['schemas']['FactId']
        | components['schemas']['FactIdentity']
      )[];
      url?: components['schemas']['Url'];
      title?: components['schemas']['Text'];
    };
    /** @description A pull request, or a commit pushed without one. */
    Change: {
      source: components['schemas']['Source'];
      id: components['schemas']['FactId'];
      entityRef?: components['schemas']['EntityRef'];
      repository?: components['schemas']['Name'];
      commitSha?: components['schemas']['Name'];
      commitShas?: components['schemas']['Name'][];
      firstCommitAt: components['schemas']['Time'];
      openedAt?: components['schemas']['Time'];
      firstReviewAt?: components['schemas']['Time'];
      approvedAt?: components['schemas']['Time'];
      mergedAt?: components['schemas']['Time'];
      url?: components['schemas']['Url'];
      title?: components['schemas']['Text'];
      labels?: components['schemas']['Name'][];
      /** @description Lines changed. */
      size?: number;
    };
    /** @enum {string} */
    IncidentKind: 'incident' | 'flag-rollback';
    /** @description What caused the incident, if the source knows; exactly one of the three. */
    Cause:
      | {
          deployment: components['schemas']['FactIdentity'];
        }
      | {
          commitSha: components['schemas']['Name'];
        }
      | {
          version: components['schemas']['Name'];
        };
    /** @description A failure that users felt, on a Component, System, Domain or Group. */
    Incident: {
      source: components['schemas']['Source'];
      id: components['schemas']['FactId'];
      entityRef: components['schemas']['EntityRef'];
      startedAt: components['schemas']['Time'];
      title?: components['schemas']['Text'];
      severity?: components['schemas']['Name'];
      acknowledgedAt?: components['schemas']['Time'];
      resolvedAt?: components['schemas']['Time'];
      causedBy?: components['schemas']['Cause'];
      kind?: components['schemas']['IncidentKind'];
      url?: components['schemas']['Url'];
      /** @description Another incident that tells of the same outage, such as the page that a ticket was opened for. */
      sameAs?: components['schemas']['FactIdentity'];
    };
    /** @description Something worth an annotation (a flag, a ring, a freeze, a note, an SLO, an outcome). */
    Signal: {
      source: components['schemas']['Source'];
      id: components['schemas']['FactId'];
      entityRef: components['schemas']['EntityRef'];
      type: components['schemas']['Name'];
      at: components['schemas']['Time'];
      name?: components['schemas']['Text'];
      value?: number;
      until?: components['schemas']['Time'];
      attributes?: {
        [key: string]: components['schemas']['Text'] | number | boolean | null;
      };
      url?: components['schemas']['Url'];
    };
    /**
     * @description What a build of a Component made. It says which version, commit and digest are the same thing: at least two of
     *     these are required.
     */
    Artifact: {
      source: components['schemas']['Source'];
      id: components['schemas']['FactId'];
      entityRef: components['schemas']['EntityRef'];
      builtAt: components['schemas']['Time'];
      version?: components['schemas']['Name'];
      commitSha?: components['schemas']['Name'];
      digest?: components['schemas']['Digest'];
      repository?: components['schemas']['Name'];
      url?: components['schemas']['Url'];
    };
    /** @description A reader's position in the feed of facts or in the events; opaque, to be stored and sent back unchanged. */
    Cursor: string;
    /**
     * @description Who sent the current version of a fact: the reference of a user, the subject of a service (such as
     *     `external:pipelines`), or `module:` and the name of a module's source. Missing for a change of an entity that the
     *     caller may not read.
     */
    Sender: string;
    /** @description The current version of a fact, which can be sent to `/ingest` unchanged, or a correction, or the identity of a deleted one; with the time of arrival. */
    FactChange: {
      receivedAt: components['schemas']['Time'];
      cursor: components['schemas']['Cursor'];
    } & (
      | {
          /** @enum {string} */
          kind: 'deployments';
          fact: components['schemas']['Deployment'];
          sentBy?: components['schemas']['Sender'];
        }
      | {
          /** @enum {string} */
          kind: 'changes';
          fact: components['schemas']['Change'];
          sentBy?: components['schemas']['Sender'];
        }
      | {
          /** @enum {string} */
          kind: 'incidents';
          fact: components['schemas']['Incident'];
          sentBy?: components['schemas']['Sender'];
        }
      | {
          /** @enum {string} */
          kind: 'signals';
          fact: components['schemas']['Signal'];
          sentBy?: components['schemas']['Sender'];
        }
      | {
          /** @enum {string} */
          kind: 'artifacts';
          fact: components['schemas']['Artifact'];
          sentBy?: components['schemas']['Sender'];
        }
      | {
          kind: components['schemas']['FactKind'];
          deleted: components['schemas']['FactIdentity'];
        }
      | {
          /** @enum {string} */
          kind: 'corrections';
          fact: components['schemas']['Correction'];
        }
      | {
          /** @enum {string} */
          kind: 'corrections';
          deleted: {
            id: string;
          };
        }
    );
    /**
     * @description Any of the lists. Each fact is validated individually against the schema of its kind; `null` means "not given".
     *     A time more than a day in the future is rejected, except `until` of a signal.
     */
    IngestRequest: {
      deployments?: unknown[];
      changes?: unknown[];
      incidents?: unknown[];
      signals?: unknown[];
      artifacts?: unknown[];
    };
    /** @description Each fact of the call is in exactly one of `accepted`, `rejected` and `ignored`. */
    IngestResult: {
      /** @description How many facts were stored, of each kind. */
      accepted: {
        deployments: number;
        changes: number;
        incidents: number;
        signals: number;
        artifacts: number;
      };
      /** @description The facts that are not valid. */
      rejected: components['schemas']['RejectedFact'][];
      /** @description The valid facts whose `source` and `id` a later valid fact of the call has, which is stored in their place; and the first 100 fields of accepted facts that no such fact has. */
      ignored: components['schemas']['Ignored'][];
      /** @description References of accepted facts that are not in the catalog (yet). */
      unmapped: string[];
    };
    Ignored: {
      /** @description JSON pointer into the request. */
      path: string;
      reason: string;
    };
    RejectedFact: {
      /** @description JSON pointer into the request. */
      path: string;
      source?: string;
      id?: string;
      reason: string;
    };
    /** @enum {string} */
    CorrectionAction: 'attach' | 'detach' | 'not-a-failure';
    CorrectionRequest: {
      action: components['schemas']['CorrectionAction'];
      /** @description A deployment of the release to correct. */
      deployment: components['schemas']['FactIdentity'];
      /** @description Required for `attach` and `detach`. */
      incident?: components['schemas']['FactIdentity'];
      note?: components['schemas']['Text'];
    };
    Correction: {
      id: string;
      action: components['schemas']['CorrectionAction'];
      deployment: components['schemas']['FactIdentity'];
      incident?: components['schemas']['FactIdentity'];
      note?: string;
      /** @description Reference of the user or name of the service. */
      by: string;
      at: components['schemas']['Time'];
    };
    Derived: {
      /**
       * @description How many relevant facts are not reflected in the answer yet because they are waiting to be derived,
       *     excluding those of components that are set aside (see `/coverage`).
       */
      pending: number;
    };
    Window: {
      from: components['schemas']['Day'];
      to: components['schemas']['Day'];
      days: number;
      timezone: string;
    };
    /** @enum {string} */
    MetricName:
      | 'deploymentFrequency'
      | 'leadTime'
      | 'changeFailureRate'
      | 'recoveryTime'
      | 'timeToRestore'
      | 'reworkRate'
      | 'rolloutSpread'
      | 'batchSize';
    /**
     * @description Whether a value can be relied on, or why there is none. `partial`: incidents are not connected for the entity, so that
     *     the value is of rollbacks and hotfixes alone.
     * @enum {string}
     */
    State: 'ok' | 'partial' | 'too-few' | 'no-data' | 'idle' | 'not-connected';
    /** @enum {string} */
    Tier: 'elite' | 'high' | 'medium' | 'low';
    /** @description 95% confidence interval, lower and upper bound; null if there is none. */
    Interval: number[] | null;
    /** @description A metric over a window. `/definitions` lists which other values each metric has. */
    Metric: {
      value: number | null;
      ci: components['schemas']['Interval'];
      sample: number;
      state: components['schemas']['State'];
      /** @description Of components and products, where the state is `ok`; null for what is above, which has `products`. */
      tier: components['schemas']['Tier'] | null;
      /** @description The best and the worst tier that it may be in, going by the interval; null where there is no tier. */
      tierRange: components['schemas']['Tier'][] | null;
      products?: components['schemas']['ProductSpread'];
      /** @description Above products, of how many of the products with a deployment incidents are connected. */
      connected?: number;
      /** @description Above products, how many products have a deployment. */
      of?: number;
      previous: components['schemas']['MetricPoint'];
      /** @enum {string|null} */
      change: 'better' | 'worse' | 'same' | null;
      releases?: number;
      /** @description Rollouts of these releases. */
      rollouts?: number;
      /** @description Days with a release. */
      deployDays?: number;
      /** @description Median of the days with a release over the complete ISO weeks of the window; null if there are none. */
      weeklyDeployDays?: number | null;
      p75?: number | null;
      p90?: number | null;
      p95?: number | null;
      mean?: number | null;
      stages?: components['schemas']['Stages'];
      /** @description Failed releases. */
      failed?: number;
      /** @description Releases whose incident window is still running. */
      maturing?: number;
      /** @description Not yet recovered or resolved. */
      open?: number;
      /**
       * @description The median by Kaplan and Meier, where what is still open counts as lasting at least until now; null where that is
       *     not known yet. The tier is of this or the value, whichever is larger.
       */
      withOpen?: number | null;
      /** @description p50 of the lines changed, over the changes that say it. */
      changeSize?: number | null;
      rollbacks?: number;
      hotfixes?: number;
    };
    /**
     * @description Above products, in place of a tier: the quartiles of the values of the products below whose state is `ok`, and how many
     *     of the products are in each tier, or in none.
     */
    ProductSpread: {
      p25: number | null;
      p50: number | null;
      p75: number | null;
      elite: number;
      high: number;
      medium: number;
      low: number;
      other: number;
    };
    /** @description How many finished deployments of the window do not count, and why. */
    LeftOut: {
      /** @description In an environment that is not production. */
      otherEnvironment: number;
      /** @description Failed attempts in production. */
      failed: number;
      cancelled: number;
      /** @description Brought nothing new to their workspace. */
      configOnly: number;
      /** @description Reported by a source that does not count for the component. */
      otherSource: number;
      /** @description The environments that are not production, by name. */
      environments: {
        name: string;
        deployments: number;
      }[];
    };
    MetricPoint: {
      value: number | null;
      sample: number;
    };
    /** @description p50 of each stage of lead time, in seconds, over the changes with both endpoints known. */
    Stages: {
      coding: number | null;
      pickup: number | null;
      review: number | null;
      deploy: number | null;
    };
    /** @description All metrics, by name. */
    Metrics: Record<
      components['schemas']['MetricName'],
      components['schemas']['Metric']
    >;
    MetricsResult: {
      /** @description Null for the whole organisation. */
      entityRef: string | null;
      leftOut: components['schemas']['LeftOut'];
      window: components['schemas']['Window'];
      metrics: components['schemas']['Metrics'];
      /** @description Whether some of the facts below it belong to the sample organisation (source `sample`). */
      sampleData?: boolean;
    };
    /**
     * @default week
     * @enum {string}
     */
    Bucket: 'day' | 'week' | 'month';
    SeriesPoint: components['schemas']['MetricPoint'] & {
      ci: components['schemas']['Interval'];
      /** @description For durations. */
      p90?: number | null;
      stages?: components['schemas']['Stages'];
      rollbacks?: number;
      hotfixes?: number;
      /** @description Failed releases. */
      failed?: number;
      /**
       * @description For metrics where a single bucket says too little: the same over the 28 days, four weeks or three months
       *     ending with it, including time before the window.
       */
      rolling?: components['schemas']['MetricPoint'] & {
        ci: components['schemas']['Interval'];
      };
    };
    SeriesResult: {
      entityRef: string | null;
      window: components['schemas']['Window'];
      bucket: components['schemas']['Bucket'];
      buckets: {
        from: components['schemas']['Day'];
        to: components['schemas']['Day'];
        /** @description False where it is cut by the window, or not over yet. */
        complete: boolean;
        /** @description All metrics, by name. */
        metrics: Record<
          components['schemas']['MetricName'],
          components['schemas']['SeriesPoint']
        >;
      }[];
    };
    /**
     * @default product
     * @enum {string}
     */
    Level: 'component' | 'product' | 'domain' | 'platform';
    /** @default name */
    CompareSort: 'name' | components['schemas']['MetricName'];
    CompareItem: {
      entityRef: string;
      title: string;
      /** @description The product of a component, the domain of a product, the platform of a domain; null if there is none. */
      parentRef: string | null;
      /** @description Components below it. */
      components: number;
      /** @description Distinct workspaces of the rollouts of the window's releases. */
      workspaces: number;
      metrics: components['schemas']['Metrics'];
      /** @description Releases per ISO week of the window, the first and last week clipped to it. */
      spark: number[];
      /** @description The metric requested with `weekly`, for the same weeks; as in `/series`. */
      weekly?: components['schemas']['MetricPoint'][];
      /** @description References of its owners that the caller may read. */
      owners?: string[];
      /** @description Its `spec.type`. */
      type?: string;
      /** @description Its `spec.lifecycle`. */
      lifecycle?: string;
      /** @description Whether some of its facts belong to the sample organisation (source `sample`). */
      sampleData?: boolean;
    };
    CompareResult: {
      window: components['schemas']['Window'];
      totalItems: number;
      /** @description The values to filter by among all entities of the level under `under`, before filtering, sorted. */
      facets: {
        owners: {
          entityRef: string;
          title: string;
        }[];
        types: string[];
        lifecycles: string[];
      };
      items: components['schemas']['CompareItem'][];
    };
    /** @description The data of a sentence, for translation: a stable code and its values. Values whose name ends in `At` are times, those in `Seconds` durations in seconds. */
    Explanation: {
      code: string;
      values: {
        [key: string]: string | number;
      };
    };
    /** @enum {string} */
    ReasonName: 'caused' | 'window' | 'rolled-back' | 'hotfixed' | 'attached';
    /** @description Why a release counts as failed. */
    Reason: {
      reason: components['schemas']['ReasonName'];
      sentence: string;
      explanation: components['schemas']['Explanation'];
      incident?: components['schemas']['FactIdentity'];
      /** @description The rollback or hotfix that it refers to. */
      releaseId?: components['schemas']['ReleaseId'];
      at?: components['schemas']['Time'];
    };
    /** @description What happened to a release, and its state after that; for a withdrawn release, its last state. */
    ReleaseEvent: {
      cursor: components['schemas']['Cursor'];
      /** @enum {string} */
      type:
        | 'release.created'
        | 'release.changed'
        | 'release.failed'
        | 'release.recovered'
        | 'release.withdrawn';
      /** @description When it was derived. */
      at: components['schemas']['Time'];
      id: components['schemas']['ReleaseId'];
      entityRef: string;
      version: string | null;
      time: components['schemas']['Time'];
      kind: components['schemas']['ReleaseKind'];
      /** @description Number of rollouts. */
      rollouts: number;
      /** @description Number of workspaces. */
      workspaces: number;
      /** @description Number of changes that it carries. */
      changes: number;
      failed: boolean;
      /** @description Why it failed, without duplicates; the incidents themselves are in `/releases`, for callers who may read them. */
      reasons: {
        reason: components['schemas']['ReasonName'];
        /** @description The rollback or hotfix that it refers to. */
        releaseId?: components['schemas']['ReleaseId'];
        /** @description The time of that release. */
        at?: components['schemas']['Time'];
      }[];
      recoveredAt: components['schemas']['Time'] | null;
    };
    EventsCursor: {
      cursor: components['schemas']['Cursor'];
    };
    /** @description Opaque; stays the same when the release is derived again, and on another database with the same facts. */
    ReleaseId: string;
    Rollout: {
      workspace: string;
      time: components['schemas']['Time'];
      deployment: components['schemas']['FactIdentity'];
      sentBy?: components['schemas']['Sender'];
      /** @description As it was reported. */
      version?: string;
      /** @description As it was reported. */
      commitSha?: string;
      /** @description As it was reported. */
      digest?: string;
      /** @description The version that was current in the workspace before. */
      replaced?: string;
      title?: string;
      url?: string;
    };
    /** @enum {string} */
    ReleaseKind: 'code' | 'config' | 'rollback' | 'hotfix';
    Release: {
      id: components['schemas']['ReleaseId'];
      entityRef: string;
      version: string | null;
      time: components['schemas']['Time'] | null;
      rollouts: components['schemas']['Rollout'][];
      /** @description Reports of the same release by other sources. Their changes, commit and kind count for it; they add no rollout. */
      echoes?: components['schemas']['Rollout'][];
      /** @description All names of its version, in lower case. */
      names?: components['schemas']['ReleaseName'][];
      /** @description The release that an excluded deployment reports. */
      reportedRelease?: components['schemas']['ReleaseSummary'];
      changes: components['schemas']['ReleaseChange'][];
      /**
       * @description Whether its deployments list the changes, the rules inferred them, or neither.
       * @enum {string}
       */
      changesFrom?: 'listed' | 'inferred' | 'none';
      kind: components['schemas']['ReleaseKind'];
      failed: boolean;
      reasons: components['schemas']['Reason'][];
      incidents: components['schemas']['LinkedIncident'][];
      recoveredAt: components['schemas']['Time'] | null;
      maturing?: boolean;
      counted: boolean;
      /** @description Why it is not counted, as a sentence. */
      exclusion: string | null;
      /** @description The data of `exclusion`, if there is one. */
      explanation?: components['schemas']['Explanation'];
      corrections?: components['schemas']['Correction'][];
    };
    ReleaseChange: {
      source: string;
      id: string;
      title?: string;
      url?: string;
      /** @description Whether this release is the first to carry it. */
      first: boolean;
      leadTime: number | null;
      exclusion?: string | null;
      /** @description The data of `exclusion`, if there is one. */
      explanation?: components['schemas']['Explanation'];
    };
    LinkedIncident: {
      source: string;
      id: string;
      entityRef: string;
      title?: string;
      url?: string;
      startedAt: components['schemas']['Time'];
      resolvedAt: components['schemas']['Time'] | null;
    };
    ReleasesResult: {
      window: components['schemas']['Window'];
      totalItems: number;
      items: components['schemas']['Release'][];
    };
    ReleaseName: {
      /** @enum {string} */
      kind: 'version' | 'commit' | 'digest';
      name: string;
    };
    ReleaseSummary: {
      id: components['schemas']['ReleaseId'];
      entityRef: string;
      version: string | null;
      time: components['schemas']['Time'];
      kind?: components['schemas']['ReleaseKind'];
    };
    ChangeItem: {
      source: string;
      id: string;
      /** @description The component that the release belongs to, or else the one that the change names. */
      entityRef: string | null;
      repository?: string;
      commitSha?: string;
      title?: string;
      url?: string;
      labels?: string[];
      size?: number;
      sentBy?: components['schemas']['Sender'];
      firstCommitAt: components['schemas']['Time'];
      openedAt?: components['schemas']['Time'];
      firstReviewAt?: components['schemas']['Time'];
      approvedAt?: components['schemas']['Time'];
      mergedAt?: components['schemas']['Time'];
      /** @description Seconds. */
      leadTime: number | null;
      /** @description Seconds of each stage with both endpoints known. */
      stages: {
        coding: number | null;
        pickup: number | null;
        review: number | null;
        deploy: number | null;
      };
      release: components['schemas']['ReleaseSummary'] | null;
      /** @description Whether it has a lead time that counts. */
      counted: boolean;
      exclusion: string | null;
      /** @description The data of `exclusion`, if there is one. */
      explanation?: components['schemas']['Explanation'];
    };
    ChangesResult: {
      window: components['schemas']['Window'];
      totalItems: number;
      items: components['schemas']['ChangeItem'][];
    };
    /** @enum {string} */
    LinkedBy: 'caused' | 'window' | 'attached';
    IncidentItem: {
      source: string;
      id: string;
      entityRef: string;
      title?: string;
      severity?: string;
      url?: string;
      kind: components['schemas']['IncidentKind'];
      startedAt: components['schemas']['Time'];
      acknowledgedAt?: components['schemas']['Time'];
      resolvedAt: components['schemas']['Time'] | null;
      /** @description Seconds. */
      timeToRestore: number | null;
      causedBy?: components['schemas']['Cause'];
      sameAs?: components['schemas']['FactIdentity'];
      sentBy?: components['schemas']['Sender'];
      /** @description False for another report of the same outage, and for a severity that is left out; `sentence` says which. */
      counted: boolean;
      /** @description The incident that counts for the same outage. */
      duplicateOf?: components['schemas']['FactIdentity'];
      /**
       * @description Other reports of the same outage. `causedBy`, `acknowledgedAt` and `resolvedAt` come from them where this
       *     incident has none.
       */
      duplicates?: components['schemas']['FactIdentity'][];
      releases: components['schemas']['ReleaseSummary'][];
      linkedBy: components['schemas']['LinkedBy'] | null;
      unattributed: boolean;
      /** @description How it was linked */
      sentence: string;
      /** @description The data of `sentence`. */
      explanation: components['schemas']['Explanation'];
      corrections?: components['schemas']['Correction'][];
    };
    IncidentsResult: {
      window: components['schemas']['Window'];
      totalItems: number;
      items: components['schemas']['IncidentItem'][];
    };
    SignalItem: components['schemas']['Signal'] & {
      sentBy?: components['schemas']['Sender'];
    };
    SignalsResult: {
      window: components['schemas']['Window'];
      totalItems: number;
      items: components['schemas']['SignalItem'][];
    };
    TimelineResult: {
      window: components['schemas']['Window'];
      incidents: {
        totalItems: number;
        items: (components['schemas']['LinkedIncident'] & {
          kind: components['schemas']['IncidentKind'];
          severity?: string;
          /** @description Seconds. */
          timeToRestore: number | null;
        })[];
      };
      failedReleases: {
        totalItems: number;
        items: (components['schemas']['ReleaseSummary'] & {
          recoveredAt: components['schemas']['Time'] | null;
          /** @description Seconds. */
          recoveryTime: number | null;
        })[];
      };
      signals: {
        totalItems: number;
        items: components['schemas']['SignalItem'][];
      };
    };
    WorkspaceItem: {
      workspace: string;
      /** @description Components with a rollout there in the window. */
      components: number;
      /** @description Releases of the window that went there. */
      releases: number;
      /** @description Rollouts of these releases there. */
      rollouts: number;
      /** @description Releases that went there, per day of the window. */
      deploymentFrequency: number;
      /**
       * @description From the time of the release to its first rollout there, in seconds, over the releases of the window that
       *     also went to another workspace.
       */
      lag: {
        /** @description p50. */
        value: number | null;
        p90: number | null;
        ci: components['schemas']['Interval'];
        sample: number;
      };
      /** @description Time of the latest rollout there, up to the end of the window. */
      latest: components['schemas']['Time'] | null;
    };
    WorkspacesResult: {
      entityRef: string | null;
      window: components['schemas']['Window'];
      items: components['schemas']['WorkspaceItem'][];
    };
    Definition: {
      /** @description Its key in app-config. */
      key: string;
      value: unknown;
      sentence: string;
    };
    MetricDefinition: {
      metric: components['schemas']['MetricName'];
      title: string;
      /** @enum {string} */
      unit: 'per day' | 'seconds' | 'ratio' | 'changes';
      /** @enum {string} */
      better: 'higher' | 'lower';
      /** @description What the sample counts. */
      sample: string;
      /** @description Kinds of facts that it needs in order to be connected, in the order in which to connect them. */
      needs: ('deployments' | 'changes' | 'incidents')[];
      /** @description Kinds of facts without which its value is partial. */
      partialWithout?: 'incidents'[];
      /** @description Whether it is one of the headline metrics. */
      headline: boolean;
      /** @description Whether it can have a tier. */
      tiered: boolean;
      /** @description The list behind the number, and its `only` filter. */
      evidence: {
        /** @enum {string} */
        list: 'releases' | 'changes' | 'incidents';
        /** @enum {string} */
        only?: 'failed' | 'rework' | 'counted';
      };
      /**
       * @description The list of `/timeline` with the individual cases behind the value, if there is one.
       * @enum {string}
       */
      cases?: 'failedReleases' | 'incidents';
      /** @description The other values of the metric over a window. */
      beside: {
        /** @description Its key, or keys separated by dots. */
        name: string;
        /** @enum {string} */
        aggregate: 'count' | 'mean' | 'p50' | 'p75' | 'p90' | 'p95';
        /** @enum {string} */
        unit: 'seconds' | 'count';
      }[];
      sentence: string;
    };
    TierPreset: {
      name: string;
      title: string;
      year?: number;
      /** @description Title of the publication. */
      source: string;
      /** @description Where to read it. */
      url?: string;
      note: string;
      /**
       * @description The cut-points of elite, high and medium per metric. A value is rated with the first tier, in this order,
       *     whose cut-point it reaches, or else low. A missing cut-point means that the source has no such cluster.
       */
      thresholds: {
        [key: string]: {
          unit: string;
          /** @enum {string} */
          comparison: '>=' | '<' | '<=';
          elite?: number;
          high?: number;
          medium?: number;
        };
      };
    };
    Definitions: {
      timezone: string;
      minimumSample: number;
      metrics: components['schemas']['MetricDefinition'][];
      rules: components['schemas']['Definition'][];
      tiers: components['schemas']['TierPreset'];
      presets: components['schemas']['TierPreset'][];
    };
    CoverageCount: {
      facts: number;
      first: components['schemas']['Time'] | null;
      last: components['schemas']['Time'] | null;
    };
    /** @enum {string} */
    SynchronisationState: 'backfilling' | 'up-to-date' | 'waiting' | 'failed';
    /** @description The status of a source that fetches facts itself, for one of the subjects it fetches from. */
    Synchronisation: {
      /** @description Name of the source. */
      source: string;
      /** @description What it fetches from, such as a repository. */
      subject: string;
      /** @description The entities it fetches for; only those that the caller may read. */
      entityRefs: string[];
      /** @description Kinds of facts that it fetches. */
      kinds?: components['schemas']['FactKind'][];
      state: components['schemas']['SynchronisationState'];
      /** @description Steps of the backfill that are done. */
      done?: number;
      /** @description Steps remaining, as far as known. */
      remaining?: number;
      /** @description When it continues, while it waits because of a rate limit or after a failure. */
      until?: components['schemas']['Time'];
      /** @description What failed. */
      error?: string;
      /** @description What to do about it. */
      advice?: string;
      at: components['schemas']['Time'];
    };
    /** @description Version names of the last 90 days that need a look. */
    NameCoverage: {
      /** @description Version names that stand for different things at different times; of at most 200 components. */
      moving: {
        entityRef: string;
        version: string;
      }[];
      /** @description Versions that have several version names, those with most names first; at most 200. */
      joined: {
        entityRef: string;
        /** @description How many version names it has. */
        versions: number;
        /** @description Some of its names; what joins the versions comes first. */
        names: components['schemas']['ReleaseName'][];
      }[];
    };
    /** @description A component whose counting source has not reported a deployment for 30 days, while others did. */
    SilentSource: {
      entityRef: string;
      /** @description The sources that count. */
      sources: string[];
      last: components['schemas']['Time'];
      /** @description The sources that reported since. */
      others: string[];
    };
    SetAside: {
      /** @description The component; for an incident, the entity that it affects. */
      entityRef: string;
      /** @description The incident that cannot be linked; omitted if the component cannot be derived. */
      incident?: {
        source: string;
        id: string;
      };
      /** @description Kind of the error, such as `InvalidJson in deployments.changes`; never contains fact data. */
      error: string;
      since: components['schemas']['Time'];
      nextTryAt: components['schemas']['Time'];
    };
    Coverage: {
      names: components['schemas']['NameCoverage'];
      silentSources: components['schemas']['SilentSource'][];
      /**
       * @description What cannot be derived because stored data is corrupt; only what the caller may read. Its metrics keep their
       *     last values. It is retried when one of its facts or a rule changes, and at least daily.
       */
      setAside: components['schemas']['SetAside'][];
      /** @description The sources that fetch facts themselves; only those with an entity that the caller may read. */
      synchronisations: components['schemas']['Synchronisation'][];
      sources: (components['schemas']['CoverageCount'] & {
        source: string;
        kind: components['schemas']['FactKind'];
        unmapped: number;
        rejected: number;
        sampleData?: boolean;
      })[];
      /** @description The products and components below the entity. */
      entities: {
        entityRef: string;
        title: string;
        parentRef: string | null;
        deployments: components['schemas']['CoverageCount'];
        changes: components['schemas']['CoverageCount'];
        incidents: components['schemas']['CoverageCount'];
        connected: ('deployments' | 'changes' | 'incidents')[];
        missing: ('deployments' | 'changes' | 'incidents')[];
      }[];
      /** @description References that facts name but that are not in the catalog; only for callers who may read the whole catalog. */
      unmapped: {
        entityRef: string;
        facts: number;
      }[];
      /** @description The newest rejected facts; only for callers who may read the whole catalog. */
      rejected: {
        source: string | null;
        kind: components['schemas']['FactKind'];
        id: string | null;
        reason: string;
        at: components['schemas']['Time'];
      }[];
    };
  };
  responses: {
    /** @description The request cannot be served at the moment, as too much is being sent or the database is unavailable, read-only or full. Nothing is wrong with the request. */
    TryLater: {
      headers: {
        /** @description Seconds after which to retry the request. */
        'Retry-After'?: number;
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description Backstage's standard error. */
    Error: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Error'];
      };
    };
  };
  parameters: {
    /** @description A Component, System, Domain or Group, short or full. Defaults to the whole organisation. */
    entityRef: components['schemas']['EntityRef'];
    /** @description First day of the window, in the configured time zone. Defaults to 90 days before `to`. */
    from: components['schemas']['Day'];
    /** @description Day after the last day of the window. Defaults to tomorrow, so that today is included. */
    to: components['schemas']['Day'];
    /**
     * @description Maximum number of seconds to wait for the relevant facts to be derived; after that the answer comes from what
     *     has been derived, with `pending`. From 0 to `dora.reads.maxWait`, which is the default.
     */
    wait: number;
    limit: number;
    offset: number;
  };
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  ingest: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['IngestRequest'];
      };
    };
    responses: {
      /** @description What was stored, and what was not and why. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['IngestResult'];
        };
      };
      503: components['responses']['TryLater'];
      default: components['responses']['Error'];
    };
  };
  getFacts: {
    parameters: {
      query?: {
        /** @description The cursor of the last line already read. Defaults to the beginning. */
        after?: components['schemas']['Cursor'];
        /** @description Maximum number of lines. Defaults to no limit. */
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One line per change; none if nothing has changed. A truncated answer can be continued like any other. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/x-ndjson': components['schemas']['FactChange'];
        };
      };
      503: components['responses']['TryLater'];
      default: components['responses']['Error'];
    };
  };
  getEvents: {
    parameters: {
      query?: {
        /** @description The cursor of the last line already read, or that of `/events/cursor`. Defaults to the oldest event kept. */
        after?: components['schemas']['Cursor'];
        /** @description Maximum number of lines. Defaults to no limit. */
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One line per event; none if nothing has happened. A truncated answer can be continued like any other. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/x-ndjson': components['schemas']['ReleaseEvent'];
        };
      };
      /** @description Events after this cursor are no longer kept. Get the newest cursor, read `/releases`, and continue from that cursor. */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      503: components['responses']['TryLater'];
      default: components['responses']['Error'];
    };
  };
  getEventsCursor: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The cursor of the newest event. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EventsCursor'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  deleteFact: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        factKind: components['schemas']['FactKind'];
        source: components['schemas']['Source'];
        id: components['schemas']['FactId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The fact was deleted, and with it what was derived from it. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      503: components['responses']['TryLater'];
      default: components['responses']['Error'];
    };
  };
  correct: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CorrectionRequest'];
      };
    };
    responses: {
      /** @description The correction as stored. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Correction'];
        };
      };
      503: components['responses']['TryLater'];
      default: components['responses']['Error'];
    };
  };
  deleteCorrection: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: components['schemas']['FactId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The correction was deleted; the rules apply again. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      503: components['responses']['TryLater'];
      default: components['responses']['Error'];
    };
  };
  getMetrics: {
    parameters: {
      query?: {
        /**
         * @description Maximum number of seconds to wait for the relevant facts to be derived; after that the answer comes from what
         *     has been derived, with `pending`. From 0 to `dora.reads.maxWait`, which is the default.
         */
        wait?: components['parameters']['wait'];
        /** @description A Component, System, Domain or Group, short or full. Defaults to the whole organisation. */
        entityRef?: components['parameters']['entityRef'];
        /** @description First day of the window, in the configured time zone. Defaults to 90 days before `to`. */
        from?: components['parameters']['from'];
        /** @description Day after the last day of the window. Defaults to tomorrow, so that today is included. */
        to?: components['parameters']['to'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The metrics, pooled from everything below the entity. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Derived'] &
            components['schemas']['MetricsResult'];
        };
      };
      503: components['responses']['TryLater'];
      default: components['responses']['Error'];
    };
  };
  getSeries: {
    parameters: {
      query?: {
        /**
         * @description Maximum number of seconds to wait for the relevant facts to be derived; after that the answer comes from what
         *     has been derived, with `pending`. From 0 to `dora.reads.maxWait`, which is the default.
         */
        wait?: components['parameters']['wait'];
        /** @description A Component, System, Domain or Group, short or full. Defaults to the whole organisation. */
        entityRef?: components['parameters']['entityRef'];
        /** @description First day of the window, in the configured time zone. Defaults to 90 days before `to`. */
        from?: components['parameters']['from'];
        /** @description Day after the last day of the window. Defaults to tomorrow, so that today is included. */
        to?: components['parameters']['to'];
        bucket?: components['schemas']['Bucket'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The buckets in chronological order. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Derived'] &
            components['schemas']['SeriesResult'];
        };
      };
      503: components['responses']['TryLater'];
      default: components['responses']['Error'];
    };
  };
  compare: {
    parameters: {
      query?: {
        /**
         * @description Maximum number of seconds to wait for the relevant facts to be derived; after that the answer comes from what
         *     has been derived, with `pending`. From 0 to `dora.reads.maxWait`, which is the default.
         */
        wait?: components['parameters']['wait'];
        level?: components['schemas']['Level'];
        /** @description Only entities below this one. */
        under?: components['schemas']['EntityRef'];
        /** @description First day of the window, in the configured time zone. Defaults to 90 days before `to`. */
        from?: components['parameters']['from'];
        /** @description Day after the last day of the window. Defaults to tomorrow, so that today is included. */
        to?: components['parameters']['to'];
        /** @description Entities whose metric has no value come last in either order. */
        sort?: components['schemas']['CompareSort'];
        order?: 'asc' | 'desc';
        /** @description Text that the title or the reference contains, case-insensitive. */
        filter?: components['schemas']['Text'];
        /**
         * @description Sort by the value of the metric, or by how much it has changed from the previous window: the factor between
         *     the two, or for ratios the difference, whatever the direction. Entities without both values come last.
         */
        by?: 'value' | 'change';
        /** @description Only entities owned by one of these (references of Groups or Users, short or full; default kind `group`). */
        owner?: components['schemas']['EntityRef'][];
        /** @description Only entities of one of these `spec.type`, case-insensitive; a product also matches if one of its components does. */
        type?: components['schemas']['Name'][];
        /** @description Only entities of one of these `spec.lifecycle`, case-insensitive; a product also matches if one of its components does. */
        lifecycle?: components['schemas']['Name'][];
        /** @description The metric that `tier` and `state` refer to. */
        metric?: components['schemas']['MetricName'];
        /** @description Only entities with one of these tiers. */
        tier?: components['schemas']['Tier'][];
        /** @description Only entities in one of these states. */
        state?: components['schemas']['State'][];
        /** @description Also return this metric for every ISO week of the window. */
        weekly?: components['schemas']['MetricName'];
        limit?: components['parameters']['limit'];
        offset?: components['parameters']['offset'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page of entities, including those without data, with their state. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Derived'] &
            components['schemas']['CompareResult'];
        };
      };
      503: components['responses']['TryLater'];
      default: components['responses']['Error'];
    };
  };
  getReleases: {
    parameters: {
      query?: {
        /**
         * @description Maximum number of seconds to wait for the relevant facts to be derived; after that the answer comes from what
         *     has been derived, with `pending`. From 0 to `dora.reads.maxWait`, which is the default.
         */
        wait?: components['parameters']['wait'];
        /** @description A Component, System, Domain or Group, short or full. Defaults to the whole organisation. */
        entityRef?: components['parameters']['entityRef'];
        /** @description First day of the window, in the configured time zone. Defaults to 90 days before `to`. */
        from?: components['parameters']['from'];
        /** @description Day after the last day of the window. Defaults to tomorrow, so that today is included. */
        to?: components['parameters']['to'];
        only?: 'failed' | 'rework' | 'excluded';
        /** @description Text that the version, the title of a deployment or the reference of the component contains, case-insensitive. */
        filter?: components['schemas']['Text'];
        /** @description Items without a value come last in either order. */
        sort?: 'time' | 'changes' | 'recoveryTime';
        order?: 'asc' | 'desc';
        limit?: components['parameters']['limit'];
        offset?: components['parameters']['offset'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page of releases. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Derived'] &
            components['schemas']['ReleasesResult'];
        };
      };
      503: components['responses']['TryLater'];
      default: components['responses']['Error'];
    };
  };
  getChanges: {
    parameters: {
      query?: {
        /**
         * @description Maximum number of seconds to wait for the relevant facts to be derived; after that the answer comes from what
         *     has been derived, with `pending`. From 0 to `dora.reads.maxWait`, which is the default.
         */
        wait?: components['parameters']['wait'];
        /** @description A Component, System, Domain or Group, short or full. Defaults to the whole organisation. */
        entityRef?: components['parameters']['entityRef'];
        /** @description First day of the window, in the configured time zone. Defaults to 90 days before `to`. */
        from?: components['parameters']['from'];
        /** @description Day after the last day of the window. Defaults to tomorrow, so that today is included. */
        to?: components['parameters']['to'];
        only?: 'counted' | 'excluded';
        /** @description Text that the id, the title, the commit or the reference of the component contains, case-insensitive. */
        filter?: components['schemas']['Text'];
        /** @description Items without a value come last in either order. */
        sort?: 'time' | 'leadTime';
        order?: 'asc' | 'desc';
        limit?: components['parameters']['limit'];
        offset?: components['parameters']['offset'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page of changes. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Derived'] &
            components['schemas']['ChangesResult'];
        };
      };
      503: components['responses']['TryLater'];
      default: components['responses']['Error'];
    };
  };
  getIncidents: {
    parameters: {
      query?: {
        /**
         * @description Maximum number of seconds to wait for the relevant facts to be derived; after that the answer comes from what
         *     has been derived, with `pending`. From 0 to `dora.reads.maxWait`, which is the default.
         */
        wait?: components['parameters']['wait'];
        /** @description A Component, System, Domain or Group, short or full. Defaults to the whole organisation. */
        entityRef?: components['parameters']['entityRef'];
        /** @description First day of the window, in the configured time zone. Defaults to 90 days before `to`. */
        from?: components['parameters']['from'];
        /** @description Day after the last day of the window. Defaults to tomorrow, so that today is included. */
        to?: components['parameters']['to'];
        only?: 'counted' | 'excluded' | 'open' | 'attributed' | 'unattributed';
        /** @description Text that the id, the title, the severity or the reference of the entity contains, case-insensitive. */
        filter?: components['schemas']['Text'];
        /** @description Items without a value come last in either order. */
        sort?: 'startedAt' | 'timeToRestore';
        order?: 'asc' | 'desc';
        limit?: components['parameters']['limit'];
        offset?: components['parameters']['offset'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page of incidents. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Derived'] &
            components['schemas']['IncidentsResult'];
        };
      };
      503: components['responses']['TryLater'];
      default: components['responses']['Error'];
    };
  };
  getSignals: {
    parameters: {
      query?: {
        /**
         * @description Maximum number of seconds to wait for the relevant facts to be derived; after that the answer comes from what
         *     has been derived, with `pending`. From 0 to `dora.reads.maxWait`, which is the default.
         */
        wait?: components['parameters']['wait'];
        /** @description A Component, System, Domain or Group, short or full. Defaults to the whole organisation. */
        entityRef?: components['parameters']['entityRef'];
        /** @description First day of the window, in the configured time zone. Defaults to 90 days before `to`. */
        from?: components['parameters']['from'];
        /** @description Day after the last day of the window. Defaults to tomorrow, so that today is included. */
        to?: components['parameters']['to'];
        limit?: components['parameters']['limit'];
        offset?: components['parameters']['offset'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page of signals. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Derived'] &
            components['schemas']['SignalsResult'];
        };
      };
      503: components['responses']['TryLater'];
      default: components['responses']['Error'];
    };
  };
  getTimeline: {
    parameters: {
      query?: {
        /**
         * @description Maximum number of seconds to wait for the relevant facts to be derived; after that the answer comes from what
         *     has been derived, with `pending`. From 0 to `dora.reads.maxWait`, which is the default.
         */
        wait?: components['parameters']['wait'];
        /** @description A Component, System, Domain or Group, short or full. Defaults to the whole organisation. */
        entityRef?: components['parameters']['entityRef'];
        /** @description First day of the window, in the configured time zone. Defaults to 90 days before `to`. */
        from?: components['parameters']['from'];
        /** @description Day after the last day of the window. Defaults to tomorrow, so that today is included. */
        to?: components['parameters']['to'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The marks of the window. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Derived'] &
            components['schemas']['TimelineResult'];
        };
      };
      503: components['responses']['TryLater'];
      default: components['responses']['Error'];
    };
  };
  getWorkspaces: {
    parameters: {
      query?: {
        /**
         * @description Maximum number of seconds to wait for the relevant facts to be derived; after that the answer comes from what
         *     has been derived, with `pending`. From 0 to `dora.reads.maxWait`, which is the default.
         */
        wait?: components['parameters']['wait'];
        /** @description A Component, System, Domain or Group, short or full. Defaults to the whole organisation. */
        entityRef?: components['parameters']['entityRef'];
        /** @description First day of the window, in the configured time zone. Defaults to 90 days before `to`. */
        from?: components['parameters']['from'];
        /** @description Day after the last day of the window. Defaults to tomorrow, so that today is included. */
        to?: components['parameters']['to'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All workspaces. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Derived'] &
            components['schemas']['WorkspacesResult'];
        };
      };
      503: components['responses']['TryLater'];
      default: components['responses']['Error'];
    };
  };
  getDefinitions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What the numbers mean in this installation. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Derived'] &
            components['schemas']['Definitions'];
        };
      };
      503: components['responses']['TryLater'];
      default: components['responses']['Error'];
    };
  };
  getCoverage: {
    parameters: {
      query?: {
        /**
         * @description Maximum number of seconds to wait for the relevant facts to be derived; after that the answer comes from what
         *     has been derived, with `pending`. From 0 to `dora.reads.maxWait`, which is the default.
         */
        wait?: components['parameters']['wait'];
        /** @description A Component, System, Domain or Group, short or full. Defaults to the whole organisation. */
        entityRef?: components['parameters']['entityRef'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Facts per source and kind, and what is connected and missing per entity. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Derived'] &
            components['schemas']['Coverage'];
        };
      };
      503: components['responses']['TryLater'];
      default: components['responses']['Error'];
    };
  };
}
