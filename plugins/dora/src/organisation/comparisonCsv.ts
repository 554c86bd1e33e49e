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

import type {
  CompareQuery,
  DoraApi,
  Metric,
  MetricDefinition,
} from '@backstage-dora/plugin-dora-common';
import { csvFile, CsvFile } from '../common';
import type { Cell } from '../common/csv';

type Fields = Record<string, (metric: Metric) => Cell>;

const FIELDS: Fields = {
  value: ({ value }) => value,
  low: ({ ci }) => ci?.[0],
  high: ({ ci }) => ci?.[1],
  sample: ({ sample }) => sample,
  state: ({ state }) => state,
};

const TIERS: Fields = {
  tier: ({ tier }) => tier,
  bestTier: ({ tierRange }) => tierRange?.[0],
  worstTier: ({ tierRange }) => tierRange?.[1],
};

const QUARTILES: Fields = {
  productsP25: ({ products }) => products?.p25,
  productsP50: ({ products }) => products?.p50,
  productsP75: ({ products }) => products?.p75,
};

const COUNTS: Fields = {
  productsElite: ({ products }) => products?.elite,
  productsHigh: ({ products }) => products?.high,
  productsMedium: ({ products }) => products?.medium,
  productsLow: ({ products }) => products?.low,
  productsOther: ({ products }) => products?.other,
};

const OPEN: Fields = {
  open: ({ open }) => open,
  withOpen: ({ withOpen }) => withOpen,
};

const CONNECTED: Fields = {
  connected: ({ connected }) => connected,
  of: ({ of }) => of,
};

/** The columns of a metric: those that it may have at the level. */
function fieldsOf(
  { tiered, needs, partialWithout = [], cases, unit }: MetricDefinition,
  isAboveProducts: boolean,
): Fields {
  const usesIncidents = [...needs, ...partialWithout].includes('incidents');
  return {
    ...FIELDS,
    ...(tiered && !isAboveProducts && TIERS),
    ...(isAboveProducts && QUARTILES),
    ...(tiered && isAboveProducts && COUNTS),
    ...(isAboveProducts && usesIncidents && CONNECTED),
    ...(cases && OPEN),
    ...(unit === 'changes' && {
      changeSize: ({ changeSize }: Metric) => changeSize,
    }),
    change: ({ change }) => change,
  };
}

/** All pages of a comparison as comma-separated values, in the API's units. */
export function comparisonCsv(
  api: DoraApi,
  query: CompareQuery,
  metrics: readonly MetricDefinition[],
): Promise<CsvFile> {
  const { level } = query;
  const isAboveProducts = level === 'domain' || level === 'platform';
  const columns = metrics.flatMap(definition =>
    Object.entries(fieldsOf(definition, isAboveProducts)).map(
      ([field, of]) => ({ name: definition.metric, field, of }),
    ),
  );
  return csvFile(
    page => api.compare({ ...query, ...page }),
    [
      ...['entityRef', 'title', 'parentRef', 'components', 'workspaces'],
      ...columns.map(({ name, field }) => `${name}.${field}`),
    ],
    item => [
      item.entityRef,
      item.title,
      item.parentRef,
      item.components,
      item.workspaces,
      ...columns.map(({ name, of }) => of(item.metrics[name])),
    ],
  );
}
