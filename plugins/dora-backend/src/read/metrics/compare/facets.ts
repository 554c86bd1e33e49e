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

import { CompareFacets } from '@backstage-dora/plugin-dora-common';
import { Hierarchy, HierarchyEntity } from '../../../catalog/types';
import { CompareOptions } from '../MetricsService';

const COLLATOR = new Intl.Collator('en');

/** The owners of an entity that the reader may see. */
export function ownersOf(
  { owners }: HierarchyEntity,
  hierarchy: Hierarchy,
): HierarchyEntity[] {
  return owners.flatMap(ref => hierarchy.get(ref) ?? []);
}

/** The entities whose types and lifecycles are considered: the entity and, for a product, its components. */
export function describing(
  entity: HierarchyEntity,
  hierarchy: Hierarchy,
): HierarchyEntity[] {
  if (entity.kind !== 'system') {
    return [entity];
  }
  const components = hierarchy
    .idsUnder(entity.ref)
    .flatMap(id => hierarchy.getById(id) ?? [])
    .filter(({ kind }) => kind === 'component');
  return [entity, ...components];
}

/** Sorted distinct values, each in its most frequent spelling. */
function distinct(values: (string | undefined)[]): string[] {
  const times = new Map<string, number>();
  for (const value of values) {
    if (value) {
      times.set(value, (times.get(value) ?? 0) + 1);
    }
  }
  const mostOften = [...times.keys()].sort(
    (a, b) => times.get(b)! - times.get(a)! || (a < b ? -1 : 1),
  );
  const spellings = new Map<string, string>();
  for (const value of mostOften) {
    const key = value.toLowerCase();
    if (!spellings.has(key)) {
      spellings.set(key, value);
    }
  }
  return [...spellings.values()].sort(COLLATOR.compare);
}

function findFacets(
  entities: HierarchyEntity[],
  hierarchy: Hierarchy,
): CompareFacets {
  const owners = new Map(
    entities.flatMap(entity =>
      ownersOf(entity, hierarchy).map(owner => [owner.ref, owner] as const),
    ),
  );
  const described = entities.flatMap(entity => describing(entity, hierarchy));
  return {
    owners: [...owners.values()]
      .sort(
        (a, b) =>
          COLLATOR.compare(a.title, b.title) || (a.ref < b.ref ? -1 : 1),
      )
      .map(({ ref, title }) => ({ entityRef: ref, title })),
    types: distinct(described.map(({ type }) => type)),
    lifecycles: distinct(described.map(({ lifecycle }) => lifecycle)),
  };
}

/** Caches results per hierarchy, which is immutable. */
const found = new WeakMap<Hierarchy, Map<string, CompareFacets>>();

/**
 * The filter values of some entities.
 *
 * @param entities - those of a level, below another entity or anywhere
 */
export function facetsOf(
  entities: HierarchyEntity[],
  { hierarchy, level, under }: CompareOptions,
): CompareFacets {
  const ofHierarchy = found.get(hierarchy) ?? new Map<string, CompareFacets>();
  found.set(hierarchy, ofHierarchy);
  const key = `${level} ${under ?? ''}`;
  const facets = ofHierarchy.get(key) ?? findFacets(entities, hierarchy);
  ofHierarchy.set(key, facets);
  return facets;
}
