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

import type { EvidenceKind } from '../metrics';

/** What each list can be limited to. */
export const FILTERS = {
  releases: ['failed', 'rework', 'excluded'],
  changes: ['counted', 'excluded'],
  incidents: ['open', 'attributed', 'unattributed'],
} as const;

/** What each list can be ordered by; the first one is where nothing else is said. */
export const SORTS = {
  releases: ['time', 'changes', 'recoveryTime'],
  changes: ['time', 'leadTime'],
  incidents: ['startedAt', 'timeToRestore'],
} as const;

export type EvidenceSort = (typeof SORTS)[EvidenceKind][number];
export type SortOrder = 'asc' | 'desc';

/** What a list is limited to and ordered by, as its request says it. */
export interface ListSelection<K extends EvidenceKind> {
  only?: (typeof FILTERS)[K][number];
  filter?: string;
  sort: (typeof SORTS)[K][number];
  order: SortOrder;
}

/** The part of an address that this list understands. */
export function selectionOf<K extends EvidenceKind>(
  list: K,
  wanted: { only?: string; filter: string; sort?: string; order: SortOrder },
): ListSelection<K> {
  const filters: readonly (typeof FILTERS)[K][number][] = FILTERS[list];
  const only = filters.find(name => name === wanted.only);
  const sort = sortsOf(list, only).find(name => name === wanted.sort);
  return {
    only,
    filter: wanted.filter || undefined,
    sort: sort ?? SORTS[list][0],
    order: wanted.order,
  };
}

/** What the list can be ordered by, the way that it is limited. */
export function sortsOf<K extends EvidenceKind>(
  list: K,
  only: string | undefined,
): readonly (typeof SORTS)[K][number][] {
  const sorts: readonly (typeof SORTS)[K][number][] = SORTS[list];
  // What is not counted has a time, and nothing to measure.
  return only === 'excluded' ? sorts.slice(0, 1) : sorts;
}
