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

import { Hierarchy, HierarchyEntity } from '../../catalog/types';

/** Caches results per hierarchy, which is immutable. */
const found = new WeakMap<Hierarchy, Map<number, HierarchyEntity>>();

function allProducts(hierarchy: Hierarchy): Map<number, HierarchyEntity> {
  const products =
    found.get(hierarchy) ??
    new Map(hierarchy.level('product').map(entity => [entity.id, entity]));
  found.set(hierarchy, products);
  return products;
}

/** Whether an entity, or the whole organisation when omitted, is above products. */
export function isAboveProducts(
  hierarchy: Hierarchy,
  entityRef: string | undefined,
): boolean {
  const kind = entityRef === undefined ? '' : hierarchy.get(entityRef)?.kind;
  return kind !== 'component' && kind !== 'system';
}

/** The products at or below an entity; all when omitted. */
export function productsUnder(
  hierarchy: Hierarchy,
  entityRef: string | undefined,
): HierarchyEntity[] {
  const products = allProducts(hierarchy);
  return entityRef === undefined
    ? [...products.values()]
    : hierarchy.idsUnder(entityRef).flatMap(id => products.get(id) ?? []);
}
