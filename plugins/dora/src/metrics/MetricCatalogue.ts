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

import type {
  MetricDefinition,
  MetricName,
} from '@backstage-dora/plugin-dora-common';

/** Lists of evidence. */
export type EvidenceKind = MetricDefinition['evidence']['list'];

/** The unit of a metric. */
export type MetricUnit = MetricDefinition['unit'];

/** Stages of a change, in their order. */
export const STAGES = ['coding', 'pickup', 'review', 'deploy'] as const;

/** The metrics, as `/definitions` has them. */
export interface MetricCatalogue {
  /** The metrics that come first on every page. */
  headline: readonly MetricName[];
  /** The metrics that explain the others. */
  secondary: readonly MetricName[];
  /** Both, in this order. */
  all: readonly MetricName[];
  /** @throws where there is no such metric, or it is not known yet */
  of(name: MetricName): MetricDefinition;
}

export function createMetricCatalogue(
  definitions: readonly MetricDefinition[],
): MetricCatalogue {
  const byName = new Map(definitions.map(each => [each.metric, each]));
  const namesOf = (headline: boolean) =>
    definitions
      .filter(each => each.headline === headline)
      .map(({ metric }) => metric);
  const [headline, secondary] = [namesOf(true), namesOf(false)];
  return {
    headline,
    secondary,
    all: [...headline, ...secondary],
    of(name) {
      const definition = byName.get(name);
      if (!definition) {
        throw new Error(`There is no definition of the metric ${name}`);
      }
      return definition;
    },
  };
}
