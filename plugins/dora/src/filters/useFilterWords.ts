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
import type { CompareFacets } from '@backstage-dora/plugin-dora-common';
import { entityName } from '../common';
import { useTranslation } from '../translations';
import { Filters, ListName, LISTS } from './useFilters';

/** One chosen value, in words. */
export interface FilterWord {
  list: ListName;
  value: string;
  text: string;
}

/** The title of an owner, where the comparison knows it. */
export function ownerTitle(
  entityRef: string,
  facets: CompareFacets | undefined,
): string {
  const owner = facets?.owners.find(known => known.entityRef === entityRef);
  return owner?.title ?? entityName(entityRef);
}

/** The chosen values in words, the text aside. */
export function useFilterWords(
  filters: Filters,
  facets: CompareFacets | undefined,
): FilterWord[] {
  const t = useTranslation();
  return useMemo(() => {
    const metric = t(`metric.${filters.metric}.title`);
    const chip = (name: string, value: string) =>
      t('filters.chip', { name, value });
    const words: Record<ListName, string[]> = {
      owner: filters.owner.map(value =>
        chip(t('filters.owner'), ownerTitle(value, facets)),
      ),
      type: filters.type.map(value => chip(t('filters.type'), value)),
      lifecycle: filters.lifecycle.map(value =>
        chip(t('filters.lifecycle'), value),
      ),
      tier: filters.tier.map(value => chip(metric, t(`tier.${value}`))),
      state: filters.state.map(value =>
        chip(metric, t(`filters.states.${value}`)),
      ),
    };
    return LISTS.flatMap(list =>
      filters[list].map((value, index) => ({
        list,
        value,
        text: words[list][index],
      })),
    );
  }, [filters, facets, t]);
}

/** All that a comparison is limited to, in words. */
export function useLimits(
  filters: Filters,
  facets: CompareFacets | undefined,
): string[] {
  const t = useTranslation();
  const words = useFilterWords(filters, facets).map(({ text }) => text);
  return filters.text
    ? [
        t('filters.chip', { name: t('compare.name'), value: filters.text }),
        ...words,
      ]
    : words;
}
