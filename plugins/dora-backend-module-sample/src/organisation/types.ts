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

/** How something is built and run at one moment; what the facts follow. */
export interface Practice {
  /** Releases in a week of five days, unless there is a train. */
  releasesPerWeek: number;
  /** Releases leave every so many days instead. */
  trainDays?: number;
  /** Median from the first commit to production, in hours of work. */
  leadTime: number;
  /** How far lead times scatter: the sigma of a log-normal distribution. */
  spread: number;
  /** Mean number of changes of a release, at least 1. */
  changesPerRelease: number;
  /** Chance of a release to fail. */
  failureRate: number;
  /** Median from the failure to its end, in hours. */
  restore: number;
  /** How a lead time divides up: coding, waiting for review, review, waiting to be deployed. */
  stages: [coding: number, pickup: number, review: number, deploy: number];
  /** Median duration of a deployment, in minutes. */
  deployMinutes: number;
}

/** Practice over time: `progress` is 0 where the history starts and 1 a year later. */
export type Trajectory = (progress: number) => Practice;

/** Where something runs, and how long after the first workspace it gets a release. */
export interface Workspace {
  /** Left out where there is only one, which nobody names. */
  name?: string;
  delayHours: number;
}

/** How something is delivered, and what the organisation's tools report of it. */
export interface Delivery {
  practice: Trajectory;
  workspaces: Workspace[];
  /** What tells its releases apart. */
  versions: 'semver' | 'calendar' | 'commit';
  /** What its production environment is called. */
  production: string;
  /** The environment before production, where its deployments are reported. */
  staging?: string;
  /** Whether deployments list their changes, leave them to be inferred, or nothing reports changes. */
  changes: 'listed' | 'inferred' | 'none';
  /** Whether the times of reviews are reported. */
  reviews: boolean;
  /** Whether incidents are reported. */
  incidents: boolean;
  /** Part of the history, by progress, in which it is delivered. */
  active: { from: number; to: number };
}

/** A catalog component of the sample organisation. */
export interface SampleComponent {
  name: string;
  title: string;
  description: string;
  type: 'service' | 'website' | 'library';
  lifecycle: 'production' | 'experimental' | 'deprecated';
  /** What differs from its product's way; `none` where nothing is ever reported. */
  delivery: Partial<Delivery> | 'none';
}

/** A catalog system. */
export interface SampleProduct {
  name: string;
  title: string;
  description: string;
  /** The catalog domain that it is part of. */
  domain?: string;
  /** What differs from its team's way. */
  delivery?: Partial<Delivery>;
  /** Whether the whole system is deployed at once, and so reported by its own name. */
  deployedAsOne?: boolean;
  components: SampleComponent[];
}

/** A catalog group that owns products: what the contract calls a domain. */
export interface SampleTeam {
  name: string;
  title: string;
  description: string;
  delivery?: Partial<Delivery>;
  products: SampleProduct[];
  /** Components that are part of no system. */
  components?: SampleComponent[];
}

/** A catalog group that is the parent of teams. */
export interface SamplePlatform {
  name: string;
  title: string;
  description: string;
  teams: SampleTeam[];
}

/** A catalog domain. */
export interface SampleDomain {
  name: string;
  title: string;
  description: string;
  /** The group that owns it. */
  owner: string;
  subdomainOf?: string;
}

/** All that the sample consists of. */
export interface SampleOrganisation {
  platforms: SamplePlatform[];
  domains: SampleDomain[];
}
