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
  CompareItem,
  MetricName,
  State,
  Tier,
} from '@backstage-dora/plugin-dora-common';
import { HierarchyEntity } from '../../../catalog/types';
import { measure } from '../measure';
import { CompareOptions } from '../MetricsService';
import { isAboveProducts } from '../productsUnder';
import { ratingOf } from '../tiers';
import { previousWindow } from '../../Window';
import { historyNeeds, wantedOf } from '../wanted';
import { CompareContext } from './rows';

/** An entity that may be on the page, with its sort values. */
export interface Candidate<T> {
  of: T;
  /** Value of the metric to sort by */
  current?: number;
  /** The same for the previous window, if the order depends on it */
  previous?: number;
}

/** Whether a metric has a wanted tier and state. */
function isOfKind(
  { tier, state }: CompareOptions,
  measured: { tier?: Tier | null; state: State },
): boolean {
  return (
    (!state || state.includes(measured.state)) &&
    (!tier || (!!measured.tier && tier.includes(measured.tier)))
  );
}

/** The rows with a wanted tier and state. */
export function candidatesAmong(
  rows: CompareItem[],
  options: CompareOptions,
): Candidate<CompareItem>[] {
  const { sort, metric } = options;
  return rows
    .filter(({ metrics }) => isOfKind(options, metrics[metric]))
    .map(row => {
      const sorted = sort === 'name' ? undefined : row.metrics[sort];
      return {
        of: row,
        current: sorted?.value ?? undefined,
        previous: sorted?.previous.value ?? undefined,
      };
    });
}

/** Measures what some entities are filtered and sorted by, and returns those with a wanted tier and state. */
export async function measureCandidates(
  entities: HierarchyEntity[],
  options: CompareOptions,
  { aggregator, connectionsOf, tiers, ...context }: CompareContext,
): Promise<Candidate<HierarchyEntity>[]> {
  const { hierarchy, window, sort, by, metric, tier, state } = options;
  const sorted = sort === 'name' ? undefined : sort;
  const filtered = tier || state ? metric : undefined;
  const metrics = [
    ...new Set([sorted, filtered].filter(name => name !== undefined)),
  ];
  if (metrics.length === 0) {
    return entities.map(entity => ({ of: entity }));
  }
  const before = sorted && by === 'change' ? previousWindow(window) : undefined;
  const wanted = wantedOf(metrics);
  const connections = await connectionsOf(entities.map(({ ref }) => ref));
  const aggregates = await aggregator.aggregate({
    groups: entities.map(({ ref }) => ({ ids: hierarchy.idsUnder(ref) })),
    windows: (before ? [before, window] : [window]).map(days => ({
      ...days,
      wanted,
    })),
    needs: historyNeeds(metrics),
  });
  return entities.flatMap((entity, index) => {
    const { windows, history } = aggregates[index];
    const ofEntity = {
      ...context,
      ...{ history, incidents: connections.of(entity.ref) },
    };
    const measured = (name: MetricName) =>
      measure(name, windows[windows.length - 1], window, ofEntity);
    if (filtered) {
      const measurement = measured(filtered);
      const rating = isAboveProducts(hierarchy, entity.ref)
        ? undefined
        : ratingOf(filtered, measurement, tiers);
      if (!isOfKind(options, { tier: rating, state: measurement.state })) {
        return [];
      }
    }
    return {
      of: entity,
      current: sorted && measured(sorted).value,
      previous:
        sorted && before
          ? measure(sorted, windows[0], before, ofEntity).value
          : undefined,
    };
  });
}
