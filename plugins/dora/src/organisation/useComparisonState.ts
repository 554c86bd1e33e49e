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
import { ALL_METRICS, HEADLINE } from '../metrics';
import { useUrlState } from '../window';

export const PAGE_SIZES = [25, 50, 100];

export interface ComparisonState {
  sort: CompareSort;
  order: 'asc' | 'desc';
  filter: string;
  page: number;
  pageSize: number;
  columns: readonly MetricName[];
  sortBy: (sort: CompareSort) => void;
  setFilter: (filter: string) => void;
  setPage: (page: number) => void;
  setPageSize: (pageSize: number) => void;
  setColumns: (columns: readonly MetricName[]) => void;
}

function isSort(name: string | undefined): name is CompareSort {
  return name === 'name' || ALL_METRICS.some(metric => metric === name);
}

/** How the table of a comparison is sorted, filtered, paged: all of it in the URL. */
export function useComparisonState(): ComparisonState {
  const url = useUrlState();
  return useMemo(() => {
    const urlSort = url.get('sort');
    const sort = isSort(urlSort) ? urlSort : 'name';
    const order = url.get('order') === 'desc' ? 'desc' : 'asc';
    const page = Number(url.get('page') ?? 0);
    const pageSize = Number(url.get('pageSize'));
    const wanted = url.get('columns')?.split(',');
    return {
      sort,
      order,
      filter: url.get('filter') ?? '',
      page: Number.isInteger(page) && page > 0 ? page : 0,
      pageSize: PAGE_SIZES.includes(pageSize) ? pageSize : PAGE_SIZES[0],
      columns: wanted
        ? ALL_METRICS.filter(name => wanted.includes(name))
        : HEADLINE,
      sortBy: next => {
        const reversed = next === sort && order === 'asc' ? 'desc' : undefined;
        url.set({
          sort: next === 'name' ? undefined : next,
          order: reversed,
          page: undefined,
        });
      },
      setFilter: filter =>
        url.set(
          { filter: filter || undefined, page: undefined },
          { replace: true },
        ),
      setPage: next => url.set({ page: next > 0 ? String(next) : undefined }),
      setPageSize: next =>
        url.set({
          pageSize: next === PAGE_SIZES[0] ? undefined : String(next),
          page: undefined,
        }),
      setColumns: columns =>
        url.set(
          {
            columns:
              columns.join() === HEADLINE.join() ? undefined : columns.join(),
          },
          { replace: true },
        ),
    };
  }, [url]);
}
