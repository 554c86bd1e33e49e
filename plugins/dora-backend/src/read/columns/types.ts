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

import { Distribution, DistributionRequest } from '../statistics';
import { DayRange } from '../Window';
import { CountName, TallyName, ValueName } from './parts';

/** Entities whose derived rows are pooled. An entity may be in several groups. */
export interface Group {
  /** `entities.id` of all that the group consists of */
  ids: number[];
}

/** What to find out about a window. */
export interface Wanted {
  counts: readonly CountName[];
  values: Readonly<Partial<Record<ValueName, DistributionRequest>>>;
  tallies: readonly TallyName[];
  /** Whether releases are counted by ISO week, too */
  weeks: boolean;
}

/** Days that are looked at, and what is wanted of them. */
export interface AggregateWindow extends DayRange {
  wanted: Wanted;
}

/** What is needed of the facts of a group, whatever the window. */
export interface HistoryNeeds {
  deployments: boolean;
  changes: boolean;
}

export interface AggregateOptions {
  groups: Group[];
  /** In order of time, and without overlap. */
  windows: AggregateWindow[];
  needs: HistoryNeeds;
}

/** What is counted of the releases of a group in an ISO week. */
export interface WeekCounts {
  releases: number;
  /** Days with a release */
  deployDays: number;
  /** Whether all of its seven days are in the window */
  whole: boolean;
}

/** What is known of a group in a window. */
export interface Material {
  /** 0 where nobody asked */
  counts: Record<CountName, number>;
  /** Empty where nobody asked */
  distributions: Record<ValueName, Distribution>;
  /** How often each name is there; empty where nobody asked */
  tallies: Record<TallyName, ReadonlyMap<string, number>>;
  /** Of each ISO week that overlaps the window, rising; none where nobody asked */
  weeks: WeekCounts[];
}

/** What is known of a group whatever the window. */
export interface GroupHistory {
  /** Whether any deployment has come, ever */
  deployments: boolean;
  /** Whether any change has come, ever */
  changes: boolean;
  /** The day of the first release */
  releaseDay?: number;
  /** The day on which the first incident began, whether it counts or not */
  incidentDay?: number;
}

export interface GroupAggregate {
  /** As the windows that were asked for */
  windows: Material[];
  history: GroupHistory;
}

/** Aggregates derived rows. */
export interface Aggregator {
  /** In the order of the groups. */
  aggregate(options: AggregateOptions): Promise<GroupAggregate[]>;
  /** What is known of some groups whatever the window, in their order. */
  histories(groups: Group[], needs: HistoryNeeds): Promise<GroupHistory[]>;
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
