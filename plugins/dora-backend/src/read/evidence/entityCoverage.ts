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
  CoverageCount,
  EntityCoverage,
  FactKind,
} from '@backstage-dora/plugin-dora-common';
import { Hierarchy, HierarchyEntity } from '../../catalog/types';
import { groupBy } from '../../database/groupBy';
import { CarriedCount, FactCount, SourceCount } from './coverageQueries';
import { isTime, toTime } from './values';

/** The time, or `other` when it is missing or invalid. */
const timeOr = (other: number, time: number | undefined | null) =>
  isTime(time ?? NaN) ? time! : other;

/** Adds up counts: the number of facts and the times of the first and the last. */
export function total(counts: FactCount[]): CoverageCount {
  let facts = 0;
  let first = Infinity;
  let last = -Infinity;
  for (const count of counts) {
    facts += count.facts;
    first = Math.min(first, timeOr(Infinity, count.first));
    last = Math.max(last, timeOr(-Infinity, count.last));
  }
  const shown = (time: number) => (Number.isFinite(time) ? toTime(time) : null);
  return { facts, first: shown(first), last: shown(last) };
}

/** The facts found, by entity. */
export interface FoundByEntity {
  counts: Map<number | null, SourceCount[]>;
  /** The same count is listed for each of its components */
  carried: Map<number, CarriedCount[]>;
}

export function foundByEntity(
  counts: SourceCount[],
  carried: CarriedCount[],
): FoundByEntity {
  const carriedOf = groupBy(
    carried.flatMap(count =>
      count.entityIds.map(entityId => ({ entityId, count })),
    ),
    ({ entityId }) => entityId,
  );
  return {
    counts: groupBy(counts, ({ entityId }) => entityId),
    carried: new Map(
      [...carriedOf].map(([id, found]) => [
        id,
        found.map(({ count }) => count),
      ]),
    ),
  };
}

/**
 * The coverage of an entity with everything below it. Incidents are often opened on the product; then its components do
 * not lack incidents.
 *
 * @param changes - whether any change names one of these entities or is listed by a deployment of one
 */
export function describeEntity(
  entity: HierarchyEntity,
  found: FoundByEntity,
  changes: boolean,
  hierarchy: Hierarchy,
): EntityCoverage {
  const ids = hierarchy.idsUnder(entity.ref);
  const below = groupBy(
    ids.flatMap(id => found.counts.get(id) ?? []),
    ({ kind }) => kind,
  );
  const named = (kind: FactKind) => below.get(kind) ?? [];
  const carried = new Set(ids.flatMap(id => found.carried.get(id) ?? []));
  const counts = {
    deployments: total(named('deployments')),
    changes: total([...named('changes'), ...carried]),
    incidents: total(named('incidents')),
  };
  const ofProducts = entity.parents.flatMap(ref => {
    const product = hierarchy.get(ref);
    return product?.kind === 'system' ? found.counts.get(product.id) ?? [] : [];
  });
  const isConnected = {
    deployments: counts.deployments.facts > 0,
    changes,
    incidents:
      counts.incidents.facts > 0 ||
      (entity.kind === 'component' &&
        ofProducts.some(({ kind }) => kind === 'incidents')),
  };
  const kinds = ['deployments', 'changes', 'incidents'] as const;
  return {
    entityRef: entity.ref,
    title: entity.title,
    parentRef: hierarchy.parent(entity.ref)?.ref ?? null,
    ...counts,
    connected: kinds.filter(kind => isConnected[kind]),
    missing: kinds.filter(kind => !isConnected[kind]),
  };
}
