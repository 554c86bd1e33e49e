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

import { Named, NameRules } from './names';

/** Identity of a fact: its source and its id there. */
export interface FactIdentity {
  source: string;
  id: string;
}

/** A deployment as the rules use it. Times are ms since the epoch. */
export interface DeploymentFact extends FactIdentity, Named {
  /** `deployments.pk` */
  pk: number;
  environment: string;
  status: string;
  workspace: string;
  finishedAt?: number;
  kind?: string;
  /** The changes that it lists; undefined when the sender gives no list, empty when the sender says there are none. */
  changes?: FactIdentity[];
}

/** Settings of a component in the catalog that override the configuration. */
export interface ComponentSettings {
  /** Names or globs of its production environments, case-insensitive */
  productionEnvironments?: string[];
  /** A name or glob of the sources whose deployments count, once one of them has deployed it */
  deploymentsFrom?: string;
}

/** A change as the rules use it. Times are ms since the epoch. */
export interface ChangeFact extends FactIdentity {
  /** `changes.pk` */
  pk: number;
  /** Whether its `entityRef` is the component that is being derived. */
  ofComponent: boolean;
  firstCommitAt: number;
  openedAt?: number;
  firstReviewAt?: number;
  mergedAt?: number;
  title?: string;
  labels?: string[];
  /** Lines changed */
  size?: number;
  /** All commits of the change */
  commits?: string[];
}

/** An incident as the rules use it. Times are ms since the epoch. */
export interface IncidentFact extends FactIdentity {
  /** `incidents.pk` */
  pk: number;
  /** Whether its entity is in the catalog */
  mapped: boolean;
  /** Kind of its entity, in lower case. */
  entityKind: string;
  startedAt: number;
  acknowledgedAt?: number;
  resolvedAt?: number;
  severity?: string;
  /** An incident that reports the same outage */
  sameAs?: FactIdentity;
  cause?:
    | { deployment: FactIdentity }
    | { commitSha: string }
    | { version: string };
}

/** The rules of `dora:` that derived rows depend on; durations in ms. */
export interface Rules extends NameRules {
  /** Names or globs of the production environments, case-insensitive. */
  productionEnvironments: string[];
  /** Names or globs of the sources whose deployments count; the first that has deployed a component takes precedence */
  authority: string[];
  incidentWindow: number;
  incidentAttribution: 'latest' | 'all';
  /** Severities of the incidents that count, case-insensitive; undefined when all do */
  incidentSeverities?: string[];
  rollbackWindow: number;
  hotfixWindow: number;
  hotfixLabels: string[];
  excludeChanges: {
    labels: string[];
    /** Regular expressions on the title, case-insensitive. */
    titles: string[];
  };
  leadTimeStart: 'firstCommit' | 'opened' | 'merged';
  /** IANA name of the time zone of the metrics' days. */
  timezone: string;
}

/** The known exclusions of changes; the pages turn them into sentences. */
export type ChangeExclusion =
  | 'excluded-label'
  | 'excluded-title'
  | 'no-start'
  | 'negative'
  | 'carried-before';

export type ReleaseKind = 'code' | 'rollback' | 'hotfix';
