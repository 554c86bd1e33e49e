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

import {
  Bucket,
  CompareResult,
  CompareSort,
  Definitions,
  Level,
  MetricName,
  MetricsResult,
  SeriesResult,
  State,
  Tier,
  TierPreset,
  WorkspacesResult,
} from '@backstage-dora/plugin-dora-common';
import { DomainKind, Hierarchy } from '../../catalog/types';
import { Rules } from '../../rules/types';
import { Window } from '../Window';

/** The configuration in `dora:` that determines the numbers. */
export interface MetricsConfig {
  minimumSample: number;
  rules: Rules;
  hierarchy: { domain: DomainKind };
  incidents: {
    /** Entity refs for which incidents would be reported if there were any; `*` for all */
    connected: string[];
  };
  tiers: TierPreset;
}

/** A request for the metrics of an entity. */
export interface MetricsOptions {
  /** What the reader may see; all numbers are computed from this only. */
  hierarchy: Hierarchy;
  /** A component, system, domain or group; the whole organisation when omitted. */
  entityRef?: string;
  window: Window;
}

export interface SeriesOptions extends MetricsOptions {
  bucket: Bucket;
}

export interface CompareOptions {
  hierarchy: Hierarchy;
  level: Level;
  /** Only entities at or below this one. */
  under?: string;
  window: Window;
  sort: CompareSort;
  /** Whether to sort by the value of a metric, or by its distance from that in the previous window */
  by: 'value' | 'change';
  order: 'asc' | 'desc';
  /** Text that the title or the reference must contain, case-insensitively. */
  filter?: string;
  /** Only entities owned by one of these, given as full or short references; kind group by default */
  owner?: string[];
  /** Only entities of one of these types, case-insensitive; a product also if one of its components is */
  type?: string[];
  /** The same for lifecycles */
  lifecycle?: string[];
  /** The metric of `tier` and `state` */
  metric: MetricName;
  tier?: Tier[];
  state?: State[];
  /** A metric to return week by week as well */
  weekly?: MetricName;
  limit: number;
  offset: number;
}

/** Computes metrics from derived rows. */
export interface MetricsService {
  /** All metrics of an entity over a window. */
  metrics(options: MetricsOptions): Promise<MetricsResult>;
  /** The metrics for each bucket. */
  series(options: SeriesOptions): Promise<SeriesResult>;
  /** The metrics of all entities of a level, for comparison. */
  compare(options: CompareOptions): Promise<CompareResult>;
  /** The releases of an entity by workspace. */
  workspaces(options: MetricsOptions): Promise<WorkspacesResult>;
  /** What the numbers mean in this installation. */
  definitions(): Definitions;
}
