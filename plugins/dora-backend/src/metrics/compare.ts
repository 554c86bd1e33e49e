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

import { CompareResult, MetricName } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { Hierarchy, HierarchyEntity } from '../catalog/types';
import { Aggregator, Group } from './aggregation/types';
import { countWorkspaces } from './aggregation/workspaces';
import { findEntity } from './findEntity';
import { measure } from './measure';
import { CompareOptions } from './MetricsService';
import { previousWindow, toWire, weeksOf, Window } from './Window';
import { MetricsContext, toWireMetrics } from './wireMetrics';

/** What a comparison is computed with. */
export interface CompareContext extends MetricsContext {
  knex: Knex;
  aggregator: Aggregator;
  /** `entities.id` of those that have facts of the sample organisation */
  sampleEntities: Set<number>;
}

function candidates({ hierarchy, level, under, filter }: CompareOptions) {
  const entities = hierarchy.level(
    level,
    under === undefined ? undefined : findEntity(hierarchy, under).ref,
  );
  const text = filter?.toLowerCase();
  return text
    ? entities.filter(
        ({ title, ref }) =>
          title.toLowerCase().includes(text) || ref.includes(text),
      )
    : entities;
}

const groupOf = (hierarchy: Hierarchy, { ref }: HierarchyEntity): Group => ({
  ids: hierarchy.idsUnder(ref),
});

/** By the value of one metric, without a value last; ties stay in order of title. */
async function sortByMetric(
  entities: HierarchyEntity[],
  metric: MetricName,
  { hierarchy, window, order }: CompareOptions,
  { aggregator, ...context }: CompareContext,
): Promise<HierarchyEntity[]> {
  const aggregates = await aggregator.aggregate({
    groups: entities.map(entity => groupOf(hierarchy, entity)),
    windows: [window],
    metrics: [metric],
  });
  const direction = order === 'desc' ? -1 : 1;
  return entities
    .map((entity, index) => {
      const { windows, history } = aggregates[index];
      const { value } = measure(metric, windows[0], window, {
        ...context,
        history,
      });
      return { entity, value };
    })
    .sort((a, b) => {
      if (a.value === undefined || b.value === undefined) {
        return Number(a.value === undefined) - Number(b.value === undefined);
      }
      return direction * (a.value - b.value);
    })
    .map(({ entity }) => entity);
}

async function rowsOf(
  entities: HierarchyEntity[],
  { hierarchy, window }: { hierarchy: Hierarchy; window: Window },
  { knex, aggregator, sampleEntities, ...context }: CompareContext,
): Promise<CompareResult['items']> {
  if (entities.length === 0) {
    return [];
  }
  const groups = entities.map(entity => groupOf(hierarchy, entity));
  const [aggregates, workspaces] = await Promise.all([
    aggregator.aggregate({
      groups,
      windows: [previousWindow(window), window],
      stages: window,
      weeks: window,
    }),
    countWorkspaces(knex, { groups, windows: [{ ...window, w: 0 }] }),
  ]);
  const weeks = weeksOf(window);
  return entities.map(({ ref, title }, index) => ({
    entityRef: ref,
    title,
    parentRef: hierarchy.parent(ref)?.ref ?? null,
    components: groups[index].ids.filter(
      id => hierarchy.getById(id)?.kind === 'component',
    ).length,
    workspaces: workspaces[index],
    metrics: toWireMetrics(aggregates[index], window, context),
    spark: weeks.map(
      ({ week }) => aggregates[index].weeks.get(week)?.releases ?? 0,
    ),
    sampleData: groups[index].ids.some(id => sampleEntities.has(id)),
  }));
}

/**
 * One page of the entities of a level, side by side. What only the rows of the page need is computed for these alone;
 * sorting by a metric takes that metric of all rows before.
 */
export async function compareEntities(
  options: CompareOptions,
  context: CompareContext,
): Promise<CompareResult> {
  const { window, sort, order, limit, offset } = options;
  let entities = candidates(options);
  const totalItems = entities.length;
  if (sort !== 'name') {
    entities = await sortByMetric(entities, sort, options, context);
  } else if (order === 'desc') {
    entities = [...entities].reverse();
  }
  const page = entities.slice(offset, offset + limit);
  return {
    window: toWire(window),
    totalItems,
    items: await rowsOf(page, options, context),
  };
}
