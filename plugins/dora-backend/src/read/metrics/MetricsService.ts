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

/** What of `dora:` decides what the numbers mean. */
export interface MetricsConfig {
  minimumSample: number;
  rules: Rules;
  hierarchy: { domain: DomainKind };
  incidents: {
    /** Entity refs for which incidents would come if there were any; `*` for all */
    connected: string[];
  };
  tiers: TierPreset;
}

/** What the metrics of an entity are asked by. */
export interface MetricsOptions {
  /** What the reader may read; everything is computed from that alone. */
  hierarchy: Hierarchy;
  /** A component, system, domain or group; the whole organisation when left out. */
  entityRef?: string;
  window: Window;
}

export interface SeriesOptions extends MetricsOptions {
  bucket: Bucket;
}

export interface CompareOptions {
  hierarchy: Hierarchy;
  level: Level;
  /** Only what is at or below this entity. */
  under?: string;
  window: Window;
  sort: CompareSort;
  /** Whether a metric sorts by its value, or by how far that is from the window before */
  by: 'value' | 'change';
  order: 'asc' | 'desc';
  /** Text that the title or the reference contains, case aside. */
  filter?: string;
  /** Only what one of these owns, by full or short reference; a group where the kind is left out */
  owner?: string[];
  /** Only what is of one of these types, case aside; a product also when one of its components is */
  type?: string[];
  /** The same for lifecycles */
  lifecycle?: string[];
  /** What `tier` and `state` are about */
  metric: MetricName;
  tier?: Tier[];
  state?: State[];
  /** Also told week by week */
  weekly?: MetricName;
  limit: number;
  offset: number;
}

/** Computes metrics from derived rows. */
export interface MetricsService {
  /** All metrics of an entity over a window. */
  metrics(options: MetricsOptions): Promise<MetricsResult>;
  /** The metrics bucket by bucket. */
  series(options: SeriesOptions): Promise<SeriesResult>;
  /** The metrics of all entities of a level, side by side. */
  compare(options: CompareOptions): Promise<CompareResult>;
  /** The releases of an entity by the workspace that they went to. */
  workspaces(options: MetricsOptions): Promise<WorkspacesResult>;
  /** What the numbers mean in this installation. */
  definitions(): Definitions;
}
