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
  MetricPoint,
} from '@backstage-dora/plugin-dora-common';
import { HierarchyEntity } from '../../../catalog/types';
import { Breaks } from '../../columns/Breaks';
import { Aggregator, Group } from '../../columns/types';
import { IncidentConnections } from '../IncidentConnections';
import { measure } from '../measure';
import { CompareOptions } from '../MetricsService';
import { previousWindow, weeksOf, Window } from '../../Window';
import { METRIC_NAMES } from '../metricDefinitions';
import { measureProducts } from '../productSpread';
import { isAboveProducts, productsUnder } from '../productsUnder';
import { historyNeeds, wantedOf } from '../wanted';
import { MetricsContext, toWireMetrics } from '../wire';
import { ownersOf } from './facets';

/** What a comparison is computed from. */
export interface CompareContext
  extends Omit<MetricsContext, 'incidents' | 'products'> {
  aggregator: Aggregator;
  /** @param entityRefs - full references */
  connectionsOf(entityRefs: string[]): Promise<IncidentConnections>;
  /** `entities.id` of entities with facts of the sample organisation */
  sampleEntities: Set<number>;
}

/** One metric by week of a window, for each group. */
async function readWeekly(
  entities: HierarchyEntity[],
  groups: Group[],
  metric: MetricName,
  window: Window,
  { aggregator, connectionsOf, ...context }: CompareContext,
): Promise<MetricPoint[][]> {
  const wanted = wantedOf([metric]);
  const weeks = weeksOf(window).map(week => ({ ...week, wanted }));
  const [aggregates, connections] = await Promise.all([
    aggregator.aggregate({
      groups,
      windows: weeks,
      needs: historyNeeds([metric]),
    }),
    connectionsOf(entities.map(({ ref }) => ref)),
  ]);
  return aggregates.map(({ windows, history }, nth) =>
    weeks.map((week, index) => {
      const { value, sample } = measure(metric, windows[index], week, {
        ...context,
        history,
        incidents: connections.of(entities[nth].ref),
      });
      return { value: value ?? null, sample };
    }),
  );
}

/** The complete rows of a page. */
export async function rowsOf(
  entities: HierarchyEntity[],
  { hierarchy, window, weekly }: CompareOptions,
  context: CompareContext,
): Promise<CompareItem[]> {
  if (entities.length === 0) {
    return [];
  }
  const { aggregator, connectionsOf, sampleEntities } = context;
  const refs = entities.map(({ ref }) => ref);
  const groups = entities.map(({ ref }) => ({ ids: hierarchy.idsUnder(ref) }));
  const [aggregates, connections, points] = await Promise.all([
    aggregator.aggregate({
      groups,
      windows: [
        { ...previousWindow(window), wanted: wantedOf(METRIC_NAMES) },
        {
          ...window,
          wanted: wantedOf(METRIC_NAMES, 'beside', {
            counts: ['workspaces'],
            weeks: true,
          }),
        },
      ],
      needs: historyNeeds(METRIC_NAMES),
    }),
    connectionsOf(refs),
    weekly && readWeekly(entities, groups, weekly, window, context),
  ]);
  const products = await measureProducts(refs, window, {
    ...context,
    ...{ hierarchy, connections },
  });
  const productsOf = (ref: string) =>
    isAboveProducts(hierarchy, ref)
      ? productsUnder(hierarchy, ref).map(one => products.get(one.ref)!)
      : undefined;
  const rowOf = (entity: HierarchyEntity, index: number): CompareItem => ({
    entityRef: entity.ref,
    title: entity.title,
    parentRef: hierarchy.parent(entity.ref)?.ref ?? null,
    components: groups[index].ids.filter(
      id => hierarchy.getById(id)?.kind === 'component',
    ).length,
    workspaces: aggregates[index].windows[1].counts.workspaces,
    metrics: toWireMetrics(aggregates[index], window, {
      ...context,
      incidents: connections.of(entity.ref),
      products: productsOf(entity.ref),
    }),
    spark: aggregates[index].windows[1].weeks.map(({ releases }) => releases),
    weekly: points?.[index],
    owners: ownersOf(entity, hierarchy).map(({ ref }) => ref),
    type: entity.type,
    lifecycle: entity.lifecycle,
    sampleData: groups[index].ids.some(id => sampleEntities.has(id)),
  });
  const rows: CompareItem[] = [];
  const breaks = new Breaks();
  for (const [index, entity] of entities.entries()) {
    rows.push(rowOf(entity, index));
    if (breaks.due) {
      await breaks.take();
    }
  }
  return rows;
}
