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

/** How many facts may be on their way in at the same time, in each process. */
export interface IngestLimits {
  /** Large calls that are stored at the same time */
  calls: number;
  /** Facts that may be stored without being derived before large calls wait */
  underived: number;
  /** Bytes of request bodies in memory at the same time */
  bytes: number;
  /** How long a call over HTTP waits for its turn, in ms */
  patience: number;
}

/** What becomes of old facts. */
export interface RetentionConfig {
  /** For how many months facts are kept */
  months: number;
  /** When older ones are removed */
  schedule: SchedulerServiceTaskScheduleDefinition;
}

/** `dora:` of app-config, checked, with the defaults in place. */
export interface DoraConfig {
  /** Below this sample a value is `too-few` and gets no tier. */
  minimumSample: number;
  /** What derived rows depend on; the time zone is in here. */
  rules: ReturnType<typeof readRules>;
  hierarchy: {
    /** What makes a domain: the group that owns a product, or the catalog `Domain` that it is part of. */
    domain: 'group' | 'domain';
  };
  incidents: {
    /** Entity refs of what incidents would come for if there were any, those under and above included; `*` for all */
    connected: string[];
  };
  ingest: IngestLimits;
  /** How many bytes of derived rows a process keeps in memory to compute metrics from. */
  metricsCache: number;
  /** For how long a read waits for what it asks about to be derived, in ms. */
  readWait: number;
  /** Undefined where facts are kept for ever. */
  retention?: RetentionConfig;
  /** The active cut-points: the preset, with `dora.tiers.thresholds` over it. */
  tiers: TierPreset;
}
