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

import type { Metric } from '@backstage-dora/plugin-dora-common';
import {
  metric,
  metrics,
  metricsResult,
  WINDOW,
} from '../__testUtils__/fixtures';
import { catalogue } from '../__testUtils__/metrics';
import { verdict } from './verdict';

const frequency = (sample: number, days: number) =>
  metricsResult({
    window: { ...WINDOW, days },
    metrics: metrics({
      deploymentFrequency: {
        ...metric({ value: sample / days, sample, state: 'ok' }),
        releases: sample,
        rollouts: sample,
        deployDays: sample,
        weeklyDeployDays: 1,
      },
    }),
  });
const batch = (ci: [number, number] | null, state: 'ok' | 'too-few' = 'ok') =>
  metricsResult({
    metrics: metrics({ batchSize: metric({ value: 3, ci, sample: 9, state }) }),
  });

describe('verdict', () => {
  it('takes for chance what intervals do not tell apart', () => {
    expect(
      verdict(catalogue.of('batchSize'), batch([2, 4]), batch([4, 6])),
    ).toBe('same');
    expect(
      verdict(catalogue.of('batchSize'), batch([2, 4]), batch([5, 6])),
    ).toBe('worse');
    expect(
      verdict(catalogue.of('batchSize'), batch([5, 6]), batch([2, 4])),
    ).toBe('better');
  });

  it('compares shares by the interval of their difference, not by whether theirs overlap', () => {
    const rate = (value: number, ci: [number, number]) =>
      metricsResult({
        metrics: metrics({
          reworkRate: metric({ value, ci, sample: 100, state: 'ok' }),
        }),
      });
    // 20 and 34 of 100 with their Wilson intervals: Newcombe gives 0.017 to 0.257.
    const [few, many] = [
      rate(0.2, [0.1334, 0.2888]),
      rate(0.34, [0.2547, 0.4372]),
    ];
    const definition = catalogue.of('reworkRate');
    expect(verdict(definition, few, many)).toBe('worse');
    expect(verdict(definition, many, few)).toBe('better');
    expect(verdict(definition, few, rate(0.3, [0.2189, 0.3958]))).toBe('same');
  });

  it('calls nothing better for what has not ended', () => {
    const restore = (overrides: Partial<Metric>) =>
      metricsResult({
        metrics: metrics({
          timeToRestore: metric({ sample: 9, state: 'ok', ...overrides }),
        }),
      });
    const before = restore({ value: 9000, withOpen: 9000, ci: [8000, 9500] });
    const after = (withOpen: number | null) =>
      verdict(
        catalogue.of('timeToRestore'),
        before,
        restore({ value: 3600, withOpen, open: 5, ci: [3000, 4000] }),
      );
    expect(after(4000)).toBe('better');
    expect(after(10_000)).toBe('same');
    expect(after(null)).toBe('same');
  });

  it('says nothing without an interval or enough of a sample', () => {
    expect(
      verdict(catalogue.of('batchSize'), batch(null), batch([4, 6])),
    ).toBeUndefined();
    expect(
      verdict(
        catalogue.of('batchSize'),
        batch([2, 4], 'too-few'),
        batch([5, 6]),
      ),
    ).toBeUndefined();
  });

  it('compares frequencies over windows of different lengths', () => {
    const name = 'deploymentFrequency';
    expect(
      verdict(catalogue.of(name), frequency(10, 30), frequency(20, 60)),
    ).toBe('same');
    expect(
      verdict(catalogue.of(name), frequency(10, 30), frequency(60, 60)),
    ).toBe('better');
    expect(
      verdict(catalogue.of(name), frequency(90, 30), frequency(60, 60)),
    ).toBe('worse');
    const idle = metricsResult({
      metrics: metrics({
        deploymentFrequency: metric({ value: 0, state: 'idle' }),
      }),
    });
    expect(verdict(catalogue.of(name), frequency(60, 60), idle)).toBe('worse');
    expect(verdict(catalogue.of(name), idle, idle)).toBe('same');
  });

  it('says the same as docs/metrics.md for windows of equal length', () => {
    for (const [a, b] of [
      [10, 18],
      [10, 21],
      [50, 70],
      [50, 75],
    ]) {
      expect([
        a,
        b,
        verdict(
          catalogue.of('deploymentFrequency'),
          frequency(a, 90),
          frequency(b, 90),
        ),
      ]).toEqual([a, b, b - a < 2 * Math.sqrt(a + b) ? 'same' : 'better']);
    }
  });
});
