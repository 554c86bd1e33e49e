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

import type { MetricName } from '@backstage-dora/plugin-dora-common';
import { metric, metrics, unconnected } from '../__testUtils__/fixtures';
import { catalogue } from '../__testUtils__/metrics';
import { englishFormatter, englishWords } from '../__testUtils__/words';
import { describeMetric } from './describeMetric';

const format = englishFormatter();
const t = englishWords();
const describeAs = (name: MetricName, of: ReturnType<typeof metrics>) =>
  describeMetric({ name, metrics: of, catalogue, days: 90, format, t });
const plain = (text?: string) => text?.replace(/\u00a0/g, ' ');

describe('describeMetric', () => {
  it('gives the value in human units, with sample, interval, tier and change', () => {
    const described = describeAs('changeFailureRate', metrics());
    expect(plain(described.value)).toBe('12.5 %');
    expect(described).toMatchObject({ sample: '45 releases', tier: 'elite' });
    expect(described.status).toBeUndefined();
    expect(described.reason).toBeUndefined();
    expect(plain(described.interval)).toBe('6–24 %');
    expect(described.details).toEqual([
      '6 failed',
      '1 still so young that it may yet fail',
    ]);
    expect(described.change?.direction).toBe('worse');
    expect(plain(described.change?.text)).toBe(
      'Less good than the 90 days before (4 %)',
    );
  });

  it('calls no difference a change that may be chance', () => {
    expect(plain(describeAs('leadTime', metrics()).change?.text)).toBe(
      'No clear change against the 90 days before (1 d 6 h)',
    );
  });

  it('says where there is too little to compare with', () => {
    expect(describeAs('batchSize', metrics()).noChange).toBe(
      'Too little data to compare with the 90 days before',
    );
  });

  it('gives the value of a few, and says why they have no tier', () => {
    const described = describeAs('recoveryTime', metrics());
    expect(plain(described.value)).toBe('1 h 30 min');
    expect(described.tier).toBeUndefined();
    expect(described.reason).toBe(
      'Only 3 recovered releases: too few for a tier',
    );
    expect(described.details).toContain('1 failed release not recovered yet');
  });

  it('tells no incident from nothing resolved yet', () => {
    expect(describeAs('timeToRestore', metrics())).toMatchObject({
      value: undefined,
      status: 'None',
      reason: 'No incident in this window.',
    });
    const open = metrics({
      timeToRestore: { ...metric(), mean: null, p90: null, open: 2 },
    });
    expect(describeAs('timeToRestore', open).reason).toBe(
      '2 incidents still open',
    );
  });

  it('tells idle from never having had a release', () => {
    const beside = {
      releases: 0,
      rollouts: 0,
      deployDays: 0,
      weeklyDeployDays: 0,
    };
    const idle = metrics({
      deploymentFrequency: {
        ...metric({ value: 0, state: 'idle', tier: 'low' }),
        ...beside,
      },
      changeFailureRate: {
        ...metric({ state: 'idle' }),
        failed: 0,
        maturing: 0,
      },
    });
    const frequency = describeAs('deploymentFrequency', idle);
    expect(plain(frequency.value)).toBe('0 / week');
    expect(frequency).toMatchObject({
      status: 'Idle',
      tier: 'low',
      reason: 'No release in this window; a longer one shows those before it.',
    });
    expect(describeAs('changeFailureRate', idle)).toMatchObject({
      value: undefined,
      status: 'Idle',
      reason: 'No release in this window, so there is nothing to rate.',
    });

    const never = metrics({
      deploymentFrequency: { ...metric({ state: 'no-data' }), ...beside },
    });
    expect(describeAs('deploymentFrequency', never)).toMatchObject({
      value: undefined,
      status: 'None',
      reason: 'No release in this window, and none before it.',
    });
  });

  it('says what is missing where nothing is connected', () => {
    expect(
      catalogue.all.map(name => describeAs(name, unconnected()).missing),
    ).toEqual([
      'deployments',
      'deployments',
      'deployments',
      'deployments',
      'deployments',
      'incidents',
      'deployments',
      'deployments',
    ]);
  });

  it('asks for incidents, not deployments, where only they are missing', () => {
    const of = metrics({
      changeFailureRate: unconnected().changeFailureRate,
      leadTime: unconnected().leadTime,
    });
    expect(describeAs('changeFailureRate', of)).toMatchObject({
      status: 'Not connected',
      missing: 'incidents',
      reason: 'No incident has arrived from anywhere yet.',
    });
    expect(describeAs('leadTime', of).missing).toBe('changes');
  });

  it('names every state of every metric', () => {
    for (const name of catalogue.all) {
      for (const state of ['no-data', 'not-connected', 'idle'] as const) {
        const of = metrics();
        const described = describeAs(name, {
          ...of,
          [name]: { ...of[name], value: null, tier: null, state },
        });
        expect(described.value).toBeUndefined();
        expect(described.status).toMatch(/^(Idle|None|Not connected)$/);
        expect(described.reason).toMatch(/\.$|yet$|open$/);
      }
    }
  });
});
