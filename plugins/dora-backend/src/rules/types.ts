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

/** Identity of a fact: what its source calls it. */
export interface FactIdentity {
  source: string;
  id: string;
}

/** What the rules need of a deployment. Times are ms since the epoch. */
export interface DeploymentFact extends FactIdentity, Named {
  /** `deployments.pk` */
  pk: number;
  environment: string;
  status: string;
  workspace: string;
  finishedAt?: number;
  kind?: string;
  /** The changes that it lists; undefined when the sender lists none, empty when it says that there are none. */
  changes?: FactIdentity[];
}

/** What the catalog says of a component, where it takes the place of the configuration. */
export interface ComponentSettings {
  /** Names or globs of its production environments, without regard to case */
  productionEnvironments?: string[];
  /** A name or glob of the sources whose deployments count, if one of them has deployed it */
  deploymentsFrom?: string;
}

/** What the rules need of a change. Times are ms since the epoch. */
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
  /** All commits that it is known by */
  commits?: string[];
}

/** What the rules need of an incident. Times are ms since the epoch. */
export interface IncidentFact extends FactIdentity {
  /** `incidents.pk` */
  pk: number;
  /** Whether the catalog has its entity */
  mapped: boolean;
  /** Kind of its entity, in lower case. */
  entityKind: string;
  startedAt: number;
  acknowledgedAt?: number;
  resolvedAt?: number;
  severity?: string;
  /** An incident that tells of the same outage */
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
  /** Names or globs of the sources whose deployments count, the first that has deployed a component before the others */
  authority: string[];
  incidentWindow: number;
  incidentAttribution: 'latest' | 'all';
  /** Severities of the incidents that count, without regard to case; undefined when all do */
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
  /** IANA name of the zone whose days the metrics count. */
  timezone: string;
}

/** The known values of an exclusion of a change; the pages turn them into sentences. */
export type ChangeExclusion =
  | 'excluded-label'
  | 'excluded-title'
  | 'no-start'
  | 'negative'
  | 'carried-before';

export type ReleaseKind = 'code' | 'rollback' | 'hotfix';
