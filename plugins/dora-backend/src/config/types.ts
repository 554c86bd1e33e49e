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

import { SchedulerServiceTaskScheduleDefinition } from '@backstage/backend-plugin-api';
import { TierPreset } from '@backstage-dora/plugin-dora-common';
import { readRules } from './rules';

/** Limits on concurrent ingest, per process. */
export interface IngestLimits {
  /** Large calls stored concurrently */
  calls: number;
  /** Facts that may be stored but not yet derived before large calls wait */
  underived: number;
  /** Total size of request bodies in memory, in bytes */
  bytes: number;
  /** How long a call over HTTP waits for its turn, in ms */
  maxWait: number;
}

/** How long facts are kept. */
export interface RetentionConfig {
  /** Months for which facts are kept */
  months: number;
  /** When older facts are removed */
  schedule: SchedulerServiceTaskScheduleDefinition;
}

/** The validated `dora:` section of app-config, with defaults applied. */
export interface DoraConfig {
  /** Values with a smaller sample are `too-few` and get no tier. */
  minimumSample: number;
  /** What derived rows depend on, including the time zone. */
  rules: ReturnType<typeof readRules>;
  hierarchy: {
    /**
     * What counts as a domain: the group that owns a product, or the catalog
     * `Domain` that it is part of.
     */
    domain: 'group' | 'domain';
  };
  incidents: {
    /** Entity refs of what incidents would come for if there were any, those under and above included; `*` for all */
    connected: string[];
  };
  ingest: IngestLimits;
  /** Bytes of derived rows that each process caches to compute metrics from. */
  metricsCache: number;
  /** How long a read waits for the facts it depends on to be derived, in ms. */
  readWait: number;
  /** Undefined if facts are kept forever. */
  retention?: RetentionConfig;
  /** The active cut-points: the preset, overridden by `dora.tiers.thresholds`. */
  tiers: TierPreset;
}
