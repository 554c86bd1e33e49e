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
  MetricName,
  ProductSpread,
  TierPreset,
} from '@backstage-dora/plugin-dora-common';
import { Hierarchy } from '../../catalog/types';
import { Aggregator, Material } from '../columns/types';
import { quantileOf } from '../statistics';
import { DayRange } from '../Window';
import { IncidentConnections } from './IncidentConnections';
import { measure, MeasureContext, Measurement } from './measure';
import { METRIC_NAMES, METRICS } from './metricDefinitions';
import { isAboveProducts, productsUnder } from './productsUnder';
import { ratingOf, TIERS } from './tiers';
import { historyNeeds, wantedOf } from './wanted';

const measureAll = (
  material: Material,
  window: DayRange,
  context: MeasureContext,
) =>
  Object.fromEntries(
    METRIC_NAMES.map(name => [name, measure(name, material, window, context)]),
  ) as Measured;

/** The measurements of a product by metric. */
export type Measured = Record<MetricName, Measurement>;

/** What the metrics of products depend on. */
export interface ProductsContext
  extends Pick<MeasureContext, 'minimumSample' | 'now'> {
  aggregator: Aggregator;
  hierarchy: Hierarchy;
  connections: IncidentConnections;
}

/**
 * Measures the products of those entities that are above products.
 *
 * @param entityRefs - full references; undefined for the whole organisation
 * @returns measurements by the reference of the product
 */
export async function measureProducts(
  entityRefs: (string | undefined)[],
  window: DayRange,
  { aggregator, hierarchy, connections, ...context }: ProductsContext,
): Promise<Map<string, Measured>> {
  const refs = [
    ...new Set(
      entityRefs
        .filter(ref => isAboveProducts(hierarchy, ref))
        .flatMap(ref => productsUnder(hierarchy, ref).map(one => one.ref)),
    ),
  ];
  const aggregates = await aggregator.aggregate({
    groups: refs.map(ref => ({ ids: hierarchy.idsUnder(ref) })),
    windows: [{ ...window, wanted: wantedOf(METRIC_NAMES) }],
    needs: historyNeeds(METRIC_NAMES),
  });
  return new Map(
    aggregates.map(({ windows, history }, index) => {
      const incidents = connections.of(refs[index]);
      const measured = { ...context, history, incidents };
      return [refs[index], measureAll(windows[0], window, measured)];
    }),
  );
}

/**
 * The spread of a metric over some products: quartiles of the reliable values, and the number of products in each tier.
 */
export function spreadOf(
  metric: MetricName,
  products: Measured[],
  tiers: TierPreset,
): ProductSpread {
  const measurements = products.map(product => product[metric]);
  const values = measurements
    .filter(
      ({ state }) =>
        state === 'ok' || (state === 'idle' && METRICS[metric].value.isCount),
    )
    .map(({ value }) => value!)
    .sort((a, b) => a - b);
  const rated = measurements.map(one => ratingOf(metric, one, tiers));
  const counts = [...TIERS, undefined].map(
    tier => rated.filter(one => one === tier).length,
  );
  const [elite, high, medium, low, other] = counts;
  return {
    p25: quantileOf(values, 25) ?? null,
    p50: quantileOf(values, 50) ?? null,
    p75: quantileOf(values, 75) ?? null,
    ...{ elite, high, medium, low, other },
  };
}
