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

import { MetricName, tierPresets } from '@backstage-dora/plugin-dora-common';
import { METRIC_NAMES } from './metricDefinitions';
import { ratingOf, tierOf, tierRangeOf } from './tiers';

const HOUR = 3600;
const preset = (name: string) =>
  tierPresets.find(candidate => candidate.name === name)!;

describe('tierOf', () => {
  it.each<[MetricName, number, string]>([
    ['deploymentFrequency', 1, 'elite'],
    ['deploymentFrequency', 0.999, 'high'],
    ['deploymentFrequency', 0.23, 'high'],
    ['deploymentFrequency', 0.03, 'medium'],
    ['deploymentFrequency', 0.0299, 'low'],
    ['deploymentFrequency', 0, 'low'],
    ['leadTime', HOUR - 1, 'elite'],
    ['leadTime', HOUR, 'high'],
    ['leadTime', 24 * HOUR, 'medium'],
    ['leadTime', 168 * HOUR, 'low'],
    ['recoveryTime', 0, 'elite'],
    ['recoveryTime', 24 * HOUR - 0.5, 'high'],
    ['recoveryTime', 200 * HOUR, 'low'],
    ['changeFailureRate', 0, 'elite'],
    ['changeFailureRate', 0.15, 'elite'],
    ['changeFailureRate', 0.1501, 'high'],
    ['changeFailureRate', 0.3, 'high'],
    ['changeFailureRate', 0.45, 'medium'],
    ['changeFailureRate', 1, 'low'],
  ])('rates a %s of %d as %s by the guide', (metric, value, tier) => {
    expect(tierOf(metric, value, preset('guide'))).toBe(tier);
  });

  it('skips the clusters that a report does not have', () => {
    expect(tierOf('deploymentFrequency', 50, preset('dora-2022'))).toBe('high');
    expect(tierOf('changeFailureRate', 0, preset('dora-2022'))).toBe('high');
    expect(tierOf('leadTime', 9e9, preset('dora-2022'))).toBe('low');
  });

  it('takes the first cluster that a value reaches where they are out of order', () => {
    // 2024: the high cluster fails more often than the medium one.
    expect(tierOf('changeFailureRate', 0.08, preset('dora-2024'))).toBe('high');
  });

  it('rates no other metric, whatever the thresholds', () => {
    const guide = preset('guide');
    const thresholds = Object.fromEntries(
      METRIC_NAMES.map(name => [name, guide.thresholds.leadTime]),
    );
    expect(
      METRIC_NAMES.filter(name => tierOf(name, 1, { ...guide, thresholds })),
    ).toEqual([
      'deploymentFrequency',
      'leadTime',
      'changeFailureRate',
      'recoveryTime',
    ]);
    expect(tierOf('leadTime', 1, { ...guide, thresholds: {} })).toBeUndefined();
  });
});

describe('tierRangeOf', () => {
  const guide = preset('guide');
  const of = (more: object) => {
    const measurement = { sample: 9, state: 'ok' as const, ...more };
    return [
      ratingOf('recoveryTime', measurement, guide),
      tierRangeOf('recoveryTime', measurement, guide),
    ];
  };

  it('goes from the tier of one end of the interval to that of the other', () => {
    expect(
      of({ value: 2 * HOUR, rated: 2 * HOUR, ci: [60, 30 * HOUR] }),
    ).toEqual(['high', ['elite', 'medium']]);
    expect(of({ value: 60, rated: 60, ci: [30, 90] })).toEqual([
      'elite',
      ['elite', 'elite'],
    ]);
  });

  it('reaches at least to the tier, and from the value where there is no interval', () => {
    expect(of({ value: 60, rated: 200 * HOUR, ci: [30, 90] })).toEqual([
      'low',
      ['elite', 'low'],
    ]);
    expect(of({ value: 60, rated: 2 * HOUR })).toEqual([
      'high',
      ['elite', 'high'],
    ]);
  });

  it('is none without a tier', () => {
    expect(of({ value: 60, rated: 60, state: 'partial' })).toEqual([
      undefined,
      undefined,
    ]);
    expect(of({ value: 60, rated: 60, state: 'too-few' })).toEqual([
      undefined,
      undefined,
    ]);
    expect(
      tierRangeOf(
        'rolloutSpread',
        { sample: 9, state: 'ok', value: 1, rated: 1 },
        guide,
      ),
    ).toBeUndefined();
  });
});
