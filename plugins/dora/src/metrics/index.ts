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

export { ChangeMark } from './ChangeMark';
export {
  describeChange,
  describeMetric,
  lacksIncidents,
  tiersOf,
} from './describeMetric';
export type { MetricDescription, MissingFacts } from './describeMetric';
export { createMetricCatalogue, STAGES } from './MetricCatalogue';
export type {
  EvidenceKind,
  MetricCatalogue,
  MetricUnit,
} from './MetricCatalogue';
export { MetricsProvider } from './MetricsProvider';
export { MetricTiles } from './MetricTiles';
export { Sparkline } from './Sparkline';
export type { SparkPoint } from './Sparkline';
export { Spread } from './Spread';
export { TierMark } from './TierMark';
export { useMetric, useMetrics } from './useMetrics';
