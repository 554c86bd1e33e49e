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

import { Level, tierPresets } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { hierarchyOf } from '../../../catalog/__testUtils__/organisation';
import { defaultRules } from '../../../rules/__testUtils__/facts';
import { DefaultAggregator } from '../../columns/DefaultAggregator';
import { DefaultMetricsService } from '../DefaultMetricsService';
import {
  CompareOptions,
  MetricsConfig,
  MetricsService,
} from '../MetricsService';
import { dateOf, resolveWindow } from '../../Window';
import { MONDAY, NOW, ORGANISATION } from './derivedRows';

const config: MetricsConfig = {
  minimumSample: 5,
  rules: defaultRules,
  hierarchy: { domain: 'group' },
  incidents: { connected: [] },
  tiers: tierPresets[0],
};

export const whole = hierarchyOf(ORGANISATION);
export const LEVELS: Level[] = ['component', 'product', 'domain', 'platform'];

export const createService = (
  knex: Knex,
  { connected = [] }: { connected?: string[] } = {},
) =>
  DefaultMetricsService.create({
    knex,
    config: { ...config, incidents: { connected } },
    now: () => NOW,
    aggregator: DefaultAggregator.create({
      knex,
      cacheSize: 2 ** 20,
      incidentWindow: config.rules.incidentWindow,
      now: () => NOW,
    }),
  });

export const windowOf = (fromDay: number, toDay: number) =>
  resolveWindow({
    from: dateOf(fromDay),
    to: dateOf(toDay),
    timezone: 'UTC',
    now: NOW,
  });

export const compareAll = (
  service: MetricsService,
  level: Level,
  options: Partial<CompareOptions> = {},
) =>
  service.compare({
    hierarchy: whole,
    level,
    window: windowOf(MONDAY, MONDAY + 14),
    sort: 'name',
    by: 'value',
    metric: 'deploymentFrequency',
    order: 'asc',
    limit: 50,
    offset: 0,
    ...options,
  });
