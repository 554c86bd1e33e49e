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

import { Definitions, tierPresets } from '@backstage-dora/plugin-dora-common';
import { MetricsConfig } from '../MetricsService';
import { describeMetrics } from './describeMetrics';
import { describeRules } from './describeRules';

/** Describes what the numbers mean with a configuration. */
export function describeDefinitions(config: MetricsConfig): Definitions {
  return {
    timezone: config.rules.timezone,
    minimumSample: config.minimumSample,
    metrics: describeMetrics(config.rules),
    rules: describeRules(config),
    tiers: config.tiers,
    presets: tierPresets,
  };
}
