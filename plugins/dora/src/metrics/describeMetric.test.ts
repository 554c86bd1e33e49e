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
  LeftOut,
  Metric,
  MetricName,
} from '@backstage-dora/plugin-dora-common';
import {
  metric,
  metrics,
  metricsResult,
  unconnected,
} from '../__testUtils__/fixtures';
import { catalogue } from '../__testUtils__/metrics';
import { englishFormatter, englishWords } from '../__testUtils__/words';
import { describeMetric } from './describeMetric';

const format = englishFormatter();
const t = englishWords();
const describeAs = (
  name: MetricName,
  of: ReturnType<typeof metrics>,
  leftOut?: LeftOut,
) =>
  describeMetric({
    name,
    metrics: of,
    catalogue,
    days: 90,
    leftOut,
    format,
    t,
  });
const LEFT_OUT = metricsResult().leftOut;
const plain = (text?: string) => text?.replace(/\u00a0/g, ' ');

describe('describeMetric', () => {
  it('gives the value in human units, with sample, interval, tier and change', () => {
    const described = describeAs('changeFailureRate', metrics());
    expect(plain(described.value)).toBe('12.5 %');
    expect(described).toMatchObject({
      sample: '45 releases',
      tier: 'elite',
      tierRange: ['elite', 'high'],
      caveats: [],
    });
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
        ...metric({ value: 0, state: 'idle' }),
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
      tier: undefined,
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

  it('asks for what is missing, not for deployments, where only that is', () => {
    const of = metrics({
      timeToRestore: unconnected().timeToRestore,
      leadTime: unconnected().leadTime,
    });
    expect(describeAs('timeToRestore', of)).toMatchObject({
      status: 'Not connected',
      missing: 'incidents',
      reason: 'No incident source is connected here.',
    });
    expect(describeAs('leadTime', of).missing).toBe('changes');
  });

  it('says that without incidents only rollbacks and hotfixes are counted', () => {
    const of = metrics({
      changeFailureRate: {
        ...metrics().changeFailureRate,
        ...{ value: 0, state: 'partial', tier: null, tierRange: null },
        change: null,
      },
      timeToRestore: metric({ state: 'not-connected' }),
    });
    const partial =
      'No incident source is connected: only rollbacks and hotfixes are counted.';
    const rate = describeAs('changeFailureRate', of);
    expect(plain(rate.value)).toBe('0 %');
    expect(rate).toMatchObject({
      tier: undefined,
      reason: partial,
      missing: 'incidents',
    });
    // Too few goes before partial, and is no less blind.
    expect(describeAs('recoveryTime', of)).toMatchObject({
      reason: 'Only 3 recovered releases: too few for a tier',
      caveats: [{ text: partial, short: 'No incident source' }],
      missing: 'incidents',
    });
    // No failure is no good news either.
    expect(
      describeAs('recoveryTime', { ...of, recoveryTime: metric() }).reason,
    ).toBe(
      'No release was rolled back or hotfixed in this window, and no incident source is connected.',
    );
    expect(describeAs('reworkRate', of).missing).toBeUndefined();
  });

  it('says for how many of the products below incidents are connected', () => {
    const rate = (connected: number) =>
      describeAs('changeFailureRate', {
        ...metrics(),
        changeFailureRate: { ...metrics().changeFailureRate, connected, of: 5 },
      });
    expect(rate(3).caveats).toEqual([
      {
        text: 'Incidents are connected for 3 of 5 products.',
        short: 'incidents: 3 of 5',
      },
    ]);
    expect(rate(5).caveats).toEqual([]);
  });

  it('says how long it is with what is still open', () => {
    const recovery = (overrides: Partial<Metric>) =>
      describeAs('recoveryTime', {
        ...metrics(),
        recoveryTime: metric({
          ...{ value: 7200, sample: 9, state: 'ok', tier: 'high', open: 2 },
          ...overrides,
        }),
      }).caveats.map(({ text }) => plain(text));
    expect(recovery({ withOpen: 18_000 })).toEqual([
      '5 h with what is still open',
    ]);
    expect(recovery({ withOpen: null })).toEqual([
      'Not known yet with what is still open',
    ]);
    expect(recovery({ withOpen: 7201 })).toEqual([]);
    expect(recovery({ withOpen: 7200, open: 0 })).toEqual([]);
  });

  it('gives the lines of a change beside the batch size', () => {
    const of = metrics({
      batchSize: metric({ ...metrics().batchSize, changeSize: 46.5 }),
    });
    expect(describeAs('batchSize', of).details).toEqual([
      '47 lines in a change (median)',
    ]);
  });

  it('says what arrived where none of it counts', () => {
    const none = metrics({
      deploymentFrequency: metric(),
      reworkRate: metric({ state: 'idle' }),
    });
    const reason = (name: MetricName, leftOut: Partial<LeftOut>) =>
      describeAs(name, none, { ...LEFT_OUT, ...leftOut }).reason;
    const elsewhere = {
      otherEnvironment: 3,
      environments: [{ name: 'Produktion', deployments: 3 }],
    };
    const words =
      '3 deployments arrived, none counts: environment ‘Produktion’.';
    expect(reason('deploymentFrequency', elsewhere)).toBe(words);
    expect(reason('reworkRate', elsewhere)).toBe(words);
    expect(reason('timeToRestore', elsewhere)).toBe(
      'No incident in this window.',
    );
    expect(reason('deploymentFrequency', { cancelled: 1 })).toBe(
      '1 deployment arrived, and it does not count: 1 cancelled.',
    );
    expect(
      reason('deploymentFrequency', {
        ...{ otherEnvironment: 20, failed: 2, configOnly: 1, otherSource: 4 },
        environments: [
          { name: 'dev', deployments: 2 },
          { name: 'docs', deployments: 1 },
          { name: 'qa', deployments: 7 },
          { name: 'staging', deployments: 10 },
        ],
      }),
    ).toBe(
      '27 deployments arrived, none counts: 10 in ‘staging’, 7 in ‘qa’, 2 in ‘dev’, 1 in another environment, 2 failed, 1 brought nothing new, 4 from sources that do not count here.',
    );
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
