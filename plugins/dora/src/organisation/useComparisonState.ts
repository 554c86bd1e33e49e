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

import { useMemo } from 'react';
import type {
  CompareSort,
  MetricName,
} from '@backstage-dora/plugin-dora-common';
import { useMetrics } from '../metrics';
import { useUrlState } from '../window';

export const PAGE_SIZES = [25, 50, 100];

export interface ComparisonState {
  sort: CompareSort;
  order: 'asc' | 'desc';
  /** By the value of a metric, or by how far it is from the window before. */
  by: 'value' | 'change';
  page: number;
  pageSize: number;
  columns: readonly MetricName[];
  sortBy: (sort: CompareSort) => void;
  sortByChange: (metric: MetricName) => void;
  setPage: (page: number) => void;
  setPageSize: (pageSize: number) => void;
  setColumns: (columns: readonly MetricName[]) => void;
}

/** How the table of a comparison is sorted and paged: all of it in the URL. */
export function useComparisonState(): ComparisonState {
  const url = useUrlState();
  const { all, headline } = useMetrics();
  const urlColumns = url.get('columns');
  // Stays the same while the rest of the address changes, and the rows with it.
  const columns = useMemo(() => {
    const wanted = urlColumns?.split(',');
    return wanted ? all.filter(name => wanted.includes(name)) : headline;
  }, [urlColumns, all, headline]);
  return useMemo(() => {
    const urlSort = url.get('sort');
    const sort = all.find(name => name === urlSort) ?? 'name';
    const by =
      sort !== 'name' && url.get('by') === 'change' ? 'change' : 'value';
    // The largest change is what one looks for; of values the first.
    const fallback = by === 'change' ? 'desc' : 'asc';
    const urlOrder = url.get('order');
    const order =
      urlOrder === 'asc' || urlOrder === 'desc' ? urlOrder : fallback;
    const page = Number(url.get('page') ?? 0);
    const pageSize = Number(url.get('pageSize'));
    return {
      sort,
      order,
      by,
      page: Number.isInteger(page) && page > 0 ? page : 0,
      pageSize: PAGE_SIZES.includes(pageSize) ? pageSize : PAGE_SIZES[0],
      columns,
      sortBy: next => {
        const isAgain = next === sort && by === 'value' && order === 'asc';
        url.set({
          sort: next === 'name' ? undefined : next,
          by: undefined,
          order: isAgain ? 'desc' : undefined,
          page: undefined,
        });
      },
      sortByChange: metric =>
        url.set({
          sort: metric,
          by: 'change',
          order: undefined,
          page: undefined,
        }),
      setPage: next => url.set({ page: next > 0 ? String(next) : undefined }),
      setPageSize: next =>
        url.set({
          pageSize: next === PAGE_SIZES[0] ? undefined : String(next),
          page: undefined,
        }),
      setColumns: next =>
        url.set(
          {
            columns: next.join() === headline.join() ? undefined : next.join(),
          },
          { replace: true },
        ),
    };
  }, [url, columns, all, headline]);
}
