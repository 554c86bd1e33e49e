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

import type { WorkspaceItem } from '@backstage-dora/plugin-dora-common';

export const WORKSPACE_SORTS = [
  'workspace',
  'releases',
  'lag',
  'latest',
] as const;
export type WorkspaceSort = (typeof WORKSPACE_SORTS)[number];

/** A workspace beside the others. */
export interface WorkspaceRow extends WorkspaceItem {
  /** Its releases over those of the workspace with the most. */
  share: number;
}

/** What a reader should notice about the workspaces. */
export interface WorkspaceSummary {
  most: WorkspaceRow;
  /** The one with the fewest releases, where that is clearly fewer. */
  fewest?: WorkspaceRow;
  /** The one that gets releases the latest, where that says something. */
  slowest?: WorkspaceRow;
}

/** So many releases less than the most may be chance. */
const CLEARLY_FEWER = 0.9;
/** A median of fewer says nothing. */
const ENOUGH = 5;

export function toRows(items: readonly WorkspaceItem[]): WorkspaceRow[] {
  const most = Math.max(0, ...items.map(({ releases }) => releases));
  return items.map(item => ({
    ...item,
    share: most > 0 ? item.releases / most : 0,
  }));
}

/** Undefined where there is nothing to compare. */
export function summarize(
  rows: readonly WorkspaceRow[],
): WorkspaceSummary | undefined {
  const most = rows.find(({ share }) => share === 1);
  if (!most || rows.length < 2) {
    return undefined;
  }
  const by = (measure: (row: WorkspaceRow) => number) =>
    [...rows].sort((a, b) => measure(b) - measure(a))[0];
  const fewest = by(({ releases }) => -releases);
  const slowest = by(({ lag }) => (lag.sample >= ENOUGH ? lag.value ?? 0 : 0));
  const isSlow = slowest.lag.sample >= ENOUGH && (slowest.lag.value ?? 0) > 0;
  return {
    most,
    fewest: fewest.share < CLEARLY_FEWER ? fewest : undefined,
    slowest: isSlow ? slowest : undefined,
  };
}

/** By name; else the largest first, and what has no such value last. */
export function sortRows(
  rows: readonly WorkspaceRow[],
  sort: WorkspaceSort,
): WorkspaceRow[] {
  const measure = (row: WorkspaceRow): number => {
    switch (sort) {
      case 'releases':
        return row.releases;
      case 'lag':
        return row.lag.value ?? -1;
      case 'latest':
        return row.latest ? Date.parse(row.latest) : -1;
      default:
        return 0;
    }
  };
  return [...rows].sort(
    (a, b) =>
      measure(b) - measure(a) ||
      a.workspace.localeCompare(b.workspace, 'en', { numeric: true }),
  );
}
