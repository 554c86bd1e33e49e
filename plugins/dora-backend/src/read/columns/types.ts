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

/** Entities whose derived rows are combined. An entity may be in several groups. */
export interface Group {
  /** All entities of the group, `entities.id` */
  ids: number[];
}

/** What to compute for a window. */
export interface Wanted {
  counts: readonly CountName[];
  values: Readonly<Partial<Record<ValueName, DistributionRequest>>>;
  tallies: readonly TallyName[];
  /** Whether to count releases by ISO week, too */
  weeks: boolean;
}

/** A range of days, and what to compute for it. */
export interface AggregateWindow extends DayRange {
  wanted: Wanted;
}

/** What to look up about a group independent of windows. */
export interface HistoryNeeds {
  deployments: boolean;
  changes: boolean;
}

export interface AggregateOptions {
  groups: Group[];
  /** In order of time, without overlap. */
  windows: AggregateWindow[];
  needs: HistoryNeeds;
}

/** Counts of the releases of a group in an ISO week. */
export interface WeekCounts {
  releases: number;
  /** Days with a release */
  deployDays: number;
  /** Whether all of its seven days are in the window */
  whole: boolean;
}

/** The results for a group in a window. */
export interface Material {
  /** 0 unless requested */
  counts: Record<CountName, number>;
  /** Empty unless requested */
  distributions: Record<ValueName, Distribution>;
  /** The number of occurrences of each name; empty unless requested */
  tallies: Record<TallyName, ReadonlyMap<string, number>>;
  /** For each ISO week that overlaps the window, ascending; empty unless requested */
  weeks: WeekCounts[];
}

/** The results for a group independent of windows. */
export interface GroupHistory {
  /** Whether any deployment has ever arrived */
  deployments: boolean;
  /** Whether any change has ever arrived */
  changes: boolean;
  /** The day of the first release */
  releaseDay?: number;
  /** Day on which the first incident began, including incidents that do not count */
  incidentDay?: number;
}

export interface GroupAggregate {
  /** In the order of the requested windows */
  windows: Material[];
  history: GroupHistory;
}

/** Aggregates derived rows of groups. */
export interface Aggregator {
  /** Returns results in the order of the groups. */
  aggregate(options: AggregateOptions): Promise<GroupAggregate[]>;
  /** The history of some groups, in their order. */
  histories(groups: Group[], needs: HistoryNeeds): Promise<GroupHistory[]>;
}

/** Counts of the releases of a day. */
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
   * The days on which any of some entities had a release, ascending.
   *
   * @param ids - `entities.id`
   */
  releaseDays(ids: number[], days: DayRange): Promise<ReleaseDay[]>;
}
