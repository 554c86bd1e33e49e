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
  CompareQuery,
  Level,
  MetricName,
  State,
  Tier,
} from '@backstage-dora/plugin-dora-common';
import { useMetrics } from '../metrics';
import { UrlPatch, useUrlState } from '../window';

export const TIERS: readonly Tier[] = ['elite', 'high', 'medium', 'low'];
export const STATES: readonly State[] = [
  'ok',
  'partial',
  'too-few',
  'idle',
  'no-data',
  'not-connected',
];

/** What a comparison is limited to; empty lists limit nothing. */
export interface Filters {
  /** Part of the name. */
  text: string;
  owner: readonly string[];
  type: readonly string[];
  lifecycle: readonly string[];
  /** What `tier` and `state` are about. */
  metric: MetricName;
  tier: readonly Tier[];
  state: readonly State[];
}

/** Names of the filters that hold any number of values. */
export const LISTS = ['owner', 'type', 'lifecycle', 'tier', 'state'] as const;
export type ListName = (typeof LISTS)[number];

export interface FilterState {
  filters: Filters;
  /** Whether what is compared has tiers: what is above products has none. */
  hasTiers: boolean;
  /** Number of values chosen, the text aside. */
  count: number;
  /** The part of the request that says so. */
  query: Pick<CompareQuery, 'filter' | 'metric' | ListName>;
  set: (patch: Partial<Filters>) => void;
  setText: (text: string) => void;
  clear: () => void;
}

/** Takes every filter out of the URL. */
export const FILTER_PARAMS: UrlPatch = {
  filter: undefined,
  metric: undefined,
  ...Object.fromEntries(LISTS.map(name => [name, undefined])),
};

function unlessEmpty<T>(values: readonly T[]): T[] | undefined {
  return values.length > 0 ? [...values] : undefined;
}

/** What the comparison is limited to, all of it in the URL. */
export function useFilters(level: Level): FilterState {
  const url = useUrlState();
  const metrics = useMetrics();
  const hasTiers = level === 'component' || level === 'product';
  return useMemo(() => {
    const [first] = metrics.all;
    const metric =
      metrics.all.find(name => name === url.get('metric')) ?? first;
    const chosen = (name: ListName) => url.getAll(name);
    const filters: Filters = {
      text: url.get('filter') ?? '',
      owner: chosen('owner'),
      type: chosen('type'),
      lifecycle: chosen('lifecycle'),
      metric,
      tier:
        hasTiers && metrics.of(metric).tiered
          ? TIERS.filter(name => chosen('tier').includes(name))
          : [],
      state: STATES.filter(name => chosen('state').includes(name)),
    };
    const asksForMetric = filters.tier.length + filters.state.length > 0;
    return {
      filters,
      hasTiers,
      count: LISTS.reduce((sum, name) => sum + filters[name].length, 0),
      query: {
        filter: filters.text || undefined,
        owner: unlessEmpty(filters.owner),
        type: unlessEmpty(filters.type),
        lifecycle: unlessEmpty(filters.lifecycle),
        metric: asksForMetric ? metric : undefined,
        tier: unlessEmpty(filters.tier),
        state: unlessEmpty(filters.state),
      },
      set: patch => {
        const next = { ...filters, ...patch };
        url.set({
          metric: next.metric === first ? undefined : next.metric,
          ...Object.fromEntries(LISTS.map(name => [name, next[name]])),
          page: undefined,
        });
      },
      setText: text =>
        url.set(
          { filter: text || undefined, page: undefined },
          { replace: true },
        ),
      clear: () => url.set({ ...FILTER_PARAMS, page: undefined }),
    };
  }, [url, metrics, hasTiers]);
}
