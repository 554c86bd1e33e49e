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

import { groupBy } from '../database/groupBy';
import {
  CoverageCount,
  EntityCoverage,
  FactKind,
} from '@backstage-dora/plugin-dora-common';
import { Hierarchy, HierarchyEntity } from '../catalog/types';
import { FactCount, SourceCount } from './coverageQueries';
import { toTime } from './values';

/** Counts together: how many facts, and the times of the first and the last of all. */
export function total(counts: FactCount[]): CoverageCount {
  let facts = 0;
  let first = Infinity;
  let last = -Infinity;
  for (const count of counts) {
    facts += count.facts;
    first = Math.min(first, count.first ?? Infinity);
    last = Math.max(last, count.last ?? -Infinity);
  }
  const shown = (time: number) => (Number.isFinite(time) ? toTime(time) : null);
  return { facts, first: shown(first), last: shown(last) };
}

/**
 * What has come for an entity and what is below it. Incidents are often opened on the product: none is missed on its
 * components then.
 *
 * @param changes - whether a change names any of it, or a deployment of any of it lists one
 */
export function describeEntity(
  entity: HierarchyEntity,
  byEntity: Map<number | null, SourceCount[]>,
  changes: boolean,
  hierarchy: Hierarchy,
): EntityCoverage {
  const below = groupBy(
    hierarchy.idsUnder(entity.ref).flatMap(id => byEntity.get(id) ?? []),
    ({ kind }) => kind,
  );
  const countOf = (kind: FactKind) => total(below.get(kind) ?? []);
  const counts = {
    deployments: countOf('deployments'),
    changes: countOf('changes'),
    incidents: countOf('incidents'),
  };
  const ofProducts = entity.parents.flatMap(ref => {
    const product = hierarchy.get(ref);
    return product?.kind === 'system' ? byEntity.get(product.id) ?? [] : [];
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
