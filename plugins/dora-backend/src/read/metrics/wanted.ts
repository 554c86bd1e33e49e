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

import { MetricName } from '@backstage-dora/plugin-dora-common';
import { CountName, TallyName, ValueName } from '../columns/parts';
import { HistoryNeeds, Wanted } from '../columns/types';
import { DistributionRequest } from '../statistics';
import { Beside, Reads } from './aggregates';
import { BesideValues } from './MetricDefinition';
import { METRICS } from './metricDefinitions';

export function isBeside(value: Beside | BesideValues): value is Beside {
  return typeof value.of === 'function';
}

const readsOf = (values: BesideValues = {}): Reads[] =>
  Object.values(values).flatMap(value =>
    isBeside(value) ? value.reads : readsOf(value),
  );

function union(all: Reads[]): Wanted {
  const values: Partial<Record<ValueName, DistributionRequest>> = {};
  for (const reads of all) {
    for (const [key, request] of Object.entries(reads.values ?? {})) {
      const { percentiles, interval, sum, withOpen } = request;
      const name = key as ValueName;
      const known = values[name];
      values[name] = {
        percentiles: [
          ...new Set([...(known?.percentiles ?? []), ...percentiles]),
        ],
        interval: interval || known?.interval === true,
        sum: sum || known?.sum === true,
        withOpen: withOpen || known?.withOpen === true,
      };
    }
  }
  return {
    counts: [
      ...new Set(
        all.flatMap(({ counts }): readonly CountName[] => counts ?? []),
      ),
    ],
    values,
    tallies: [
      ...new Set(
        all.flatMap(({ tallies }): readonly TallyName[] => tallies ?? []),
      ),
    ],
    weeks: all.some(({ weeks }) => weeks === true),
  };
}

/** What some metrics need for their values, additional values and tiers in a window; or, without tiers, in a series. */
export const wantedOf = (
  metrics: MetricName[],
  besides?: 'beside' | 'inSeries',
  also: Reads = {},
): Wanted =>
  union([
    also,
    ...metrics.flatMap(name => [
      METRICS[name].value.reads,
      (besides !== 'inSeries' && METRICS[name].rated?.reads) || {},
      ...(besides ? readsOf(METRICS[name][besides]) : []),
    ]),
  ]);

/** What some metrics need to know of the history of a group for their states. */
export function historyNeeds(metrics: MetricName[]): HistoryNeeds {
  const needs = metrics.flatMap(name => METRICS[name].needs);
  return {
    deployments: needs.includes('deployments'),
    changes: needs.includes('changes'),
  };
}
