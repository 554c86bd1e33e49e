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

import type { Metrics } from '@backstage-dora/plugin-dora-common';
import {
  compareItem,
  compareResult,
  domainMetrics,
  metric,
  metrics,
} from '../__testUtils__/fixtures';
import { catalogue } from '../__testUtils__/metrics';
import { mockDoraApi } from '../__testUtils__/mockDoraApi';
import { comparisonCsv } from './comparisonCsv';

/** The file of one entity, by the names of its columns. */
async function columnsOf(level: 'product' | 'domain', of: Metrics) {
  const api = mockDoraApi({
    compare: jest.fn(async () =>
      compareResult([compareItem({ title: 'Cart', metrics: of })]),
    ),
  });
  const definitions = catalogue.all.map(catalogue.of);
  const { text } = await comparisonCsv(api, { level }, definitions);
  const [head, row] = text
    .trim()
    .split('\r\n')
    .map(line => line.split(','));
  return Object.fromEntries(head.map((name, index) => [name, row[index]]));
}

describe('comparisonCsv', () => {
  it('has the range of a tier, what is open, and the size of changes', async () => {
    const columns = await columnsOf(
      'product',
      metrics({
        recoveryTime: metric({
          ...{ value: 7200, sample: 9, state: 'ok', tier: 'high' },
          ...{ tierRange: ['elite', 'medium'], open: 2, withOpen: 18_000 },
        }),
        batchSize: metric({ value: 2, state: 'ok', changeSize: 46 }),
      }),
    );
    expect(columns).toMatchObject({
      'recoveryTime.value': '7200',
      'recoveryTime.tier': 'high',
      'recoveryTime.bestTier': 'elite',
      'recoveryTime.worstTier': 'medium',
      'recoveryTime.open': '2',
      'recoveryTime.withOpen': '18000',
      'batchSize.changeSize': '46',
    });
    expect(Object.keys(columns)).not.toContain('batchSize.tier');
    expect(Object.keys(columns)).not.toContain('leadTime.productsP50');
  });

  it('has quartiles and counts of products in place of tiers above them', async () => {
    const columns = await columnsOf('domain', domainMetrics());
    expect(columns).toMatchObject({
      'leadTime.productsP25': '0.1',
      'leadTime.productsP75': '0.3',
      'leadTime.productsElite': '2',
      'leadTime.productsOther': '1',
      'changeFailureRate.connected': '3',
      'changeFailureRate.of': '5',
    });
    expect(Object.keys(columns).filter(name => /tier/i.test(name))).toEqual([]);
    expect(Object.keys(columns)).not.toContain('batchSize.productsElite');
  });
});
