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

import { MetricName } from '@backstage-dora/plugin-dora-common';
import { Distribution } from '../statistics';
import { DayRange } from '../Window';

/** Entities whose derived rows are pooled. An entity may be in several groups. */
export interface Group {
  /** `entities.id` of all that the group consists of */
  ids: number[];
}

/** Days that are looked at, and what is wanted of them besides the metrics. */
export interface AggregateWindow extends DayRange {
  /** The lead times taken apart into stages */
  stages?: boolean;
  /** The releases by ISO week */
  weeks?: boolean;
  /** The workspaces that releases went to */
  workspaces?: boolean;
}

export interface AggregateOptions {
  groups: Group[];
  /** In order of time, and without overlap. */
  windows: AggregateWindow[];
  /** What has to be known; everything when left out. */
  metrics?: MetricName[];
}

/** What is counted of the releases of a group in a window. */
export interface ReleaseCounts {
  releases: number;
  rollouts: number;
  /** Days with a release */
  deployDays: number;
  failed: number;
  /** Failed, and not recovered */
  open: number;
  /** Releases whose incident window is still running */
  maturing: number;
  rollbacks: number;
  hotfixes: number;
}

/** What is counted of the releases of a group in an ISO week. */
export interface WeekCounts
  extends Pick<ReleaseCounts, 'releases' | 'deployDays'> {
  /** Whether all of its seven days are in the window */
  whole: boolean;
}

/** Samples of durations, and of numbers of changes. */
export type DistributionName =
  | 'leadTime'
  | 'coding'
  | 'pickup'
  | 'review'
  | 'deploy'
  | 'recovery'
  | 'restore'
  | 'openIncidents'
  | 'spread'
  | 'batch';

/** All that the metrics of a group in a window are made of. */
export interface Material extends ReleaseCounts {
  distributions: Record<DistributionName, Distribution>;
  /** Of each ISO week that overlaps the window, rising; none where these were not asked for */
  weeks: WeekCounts[];
  /** 0 where it was not asked for */
  workspaces: number;
}

/** What is known of a group whatever the window. */
export interface GroupHistory {
  /** Whether any deployment has come, ever */
  deployments: boolean;
  /** Whether any change has come, ever */
  changes: boolean;
  /** A day of a release, as early as it matters to the windows: the first one, or one before all empty windows */
  releaseDay?: number;
}

export interface GroupAggregate {
  /** As the windows that were asked for */
  windows: Material[];
  history: GroupHistory;
}

/** Reads from the derived rows what metrics are made of. */
export interface Aggregator {
  /** In the order of the groups. */
  aggregate(options: AggregateOptions): Promise<GroupAggregate[]>;
}

/** What is counted of the releases of a day. */
export interface ReleaseDay {
  /** In days since 1970-01-01 */
  day: number;
  releases: number;
  failed: number;
  /** Rollbacks and hotfixes */
  rework: number;
}

/** Counts releases by day. */
export interface ReleaseCounter {
  /**
   * The days with a release of one of some entities, rising.
   *
   * @param ids - `entities.id`
   */
  releaseDays(ids: number[], days: DayRange): Promise<ReleaseDay[]>;
}
