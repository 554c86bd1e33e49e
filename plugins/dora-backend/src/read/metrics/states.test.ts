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

import { MetricName, State } from '@backstage-dora/plugin-dora-common';
import { Connected, stateOf } from './measure';
import { METRIC_NAMES } from './metricDefinitions';

const all: Connected = {
  deployments: true,
  changes: true,
  incidents: true,
  failures: true,
};

const facts = {
  sample: 5,
  connected: all,
  releasedBefore: false,
  minimumSample: 5,
};

describe('stateOf', () => {
  it.each<[keyof Connected, MetricName[]]>([
    [
      'deployments',
      [
        'deploymentFrequency',
        'leadTime',
        'changeFailureRate',
        'recoveryTime',
        'reworkRate',
        'rolloutSpread',
        'batchSize',
      ],
    ],
    ['changes', ['leadTime', 'batchSize']],
    ['incidents', ['timeToRestore']],
  ])('without any of the %s, disconnects %j before all else', (kind, names) => {
    const connected = { ...all, [kind]: false };
    expect(
      METRIC_NAMES.filter(
        metric => stateOf(metric, { ...facts, connected }) === 'not-connected',
      ),
    ).toEqual(names);
    for (const metric of names) {
      const idle = { sample: 0, releasedBefore: true };
      expect(stateOf(metric, { ...facts, ...idle, connected })).toBe(
        'not-connected',
      );
    }
  });

  it.each<[number, boolean, State, State]>([
    [0, false, 'no-data', 'no-data'],
    [0, true, 'idle', 'no-data'],
    [1, true, 'too-few', 'too-few'],
    [4, false, 'too-few', 'too-few'],
    [5, false, 'ok', 'ok'],
    [500, true, 'ok', 'ok'],
  ])(
    'of a sample of %d, with releases before: %s, is %s over releases, else %s',
    (sample, releasedBefore, overReleases, otherwise) => {
      for (const metric of METRIC_NAMES) {
        const ofReleases = [
          ...['deploymentFrequency', 'changeFailureRate', 'reworkRate'],
        ].includes(metric);
        // However few: the count is the answer.
        const isCounted = metric === 'deploymentFrequency' && sample > 0;
        const bySample = ofReleases ? overReleases : otherwise;
        expect([
          metric,
          stateOf(metric, { ...facts, sample, releasedBefore }),
        ]).toEqual([metric, isCounted ? 'ok' : bySample]);
      }
    },
  );

  it('is partial, after all else, where only rollbacks and hotfixes tell of failures', () => {
    const connected = { ...all, failures: false };
    const partial = (more: object) =>
      METRIC_NAMES.filter(
        metric =>
          stateOf(metric, { ...facts, connected, ...more }) === 'partial',
      );
    expect(partial({})).toEqual(['changeFailureRate', 'recoveryTime']);
    expect(partial({ sample: 4 })).toEqual([]);
    expect(partial({ sample: 0, releasedBefore: true })).toEqual([]);
    expect(
      partial({ connected: { ...connected, deployments: false } }),
    ).toEqual([]);
  });

  it('goes by the configured minimum', () => {
    expect(stateOf('leadTime', { ...facts, sample: 1, minimumSample: 1 })).toBe(
      'ok',
    );
    expect(
      stateOf('leadTime', { ...facts, sample: 9, minimumSample: 10 }),
    ).toBe('too-few');
  });
});
