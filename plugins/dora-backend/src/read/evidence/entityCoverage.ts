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

/** A time; something else where there is none, or none that can be read. */
const timeOr = (other: number, time: number | undefined | null) =>
  isTime(time ?? NaN) ? time! : other;

/** Counts together: how many facts, and the times of the first and the last of all. */
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

/** What has come, by the entities that it belongs to. */
export interface FoundByEntity {
  counts: Map<number | null, SourceCount[]>;
  /** The same one with each of its components */
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
 * What has come for an entity and what is below it. Incidents are often opened on the product: none is missed on its
 * components then.
 *
 * @param changes - whether a change names any of it, or a deployment of any of it lists one
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
