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
  MetricName,
} from '@backstage-dora/plugin-dora-common';
import { csvFile, CsvFile } from '../common';

const FIELDS = ['value', 'low', 'high', 'sample', 'state', 'tier', 'change'];

/** All pages of a comparison as comma-separated values, in the API's units. */
export function comparisonCsv(
  api: DoraApi,
  query: CompareQuery,
  metrics: readonly MetricName[],
): Promise<CsvFile> {
  return csvFile(
    page => api.compare({ ...query, ...page }),
    [
      ...['entityRef', 'title', 'parentRef', 'components', 'workspaces'],
      ...metrics.flatMap(name => FIELDS.map(field => `${name}.${field}`)),
    ],
    item => [
      item.entityRef,
      item.title,
      item.parentRef,
      item.components,
      item.workspaces,
      ...metrics.flatMap(name => {
        const { value, ci, sample, state, tier, change } = item.metrics[name];
        return [value, ci?.[0], ci?.[1], sample, state, tier, change];
      }),
    ],
  );
}
