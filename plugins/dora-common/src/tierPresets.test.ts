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

import { defaultTierPreset, tierPresets } from './tierPresets';

const preset = (name: string) => {
  const found = tierPresets.find(candidate => candidate.name === name);
  if (!found) {
    throw new Error(`No preset ${name}`);
  }
  return found;
};

describe('tierPresets', () => {
  it('has the guide as the default, with its documented cut-points', () => {
    expect(defaultTierPreset).toBe('guide');
    expect(preset('guide').thresholds).toEqual({
      deploymentFrequency: {
        unit: 'per day',
        comparison: '>=',
        elite: 1,
        high: 0.23,
        medium: 0.03,
      },
      leadTime: {
        unit: 'seconds',
        comparison: '<',
        elite: 3600,
        high: 86_400,
        medium: 604_800,
      },
      changeFailureRate: {
        unit: 'ratio',
        comparison: '<=',
        elite: 0.15,
        high: 0.3,
        medium: 0.45,
      },
      recoveryTime: {
        unit: 'seconds',
        comparison: '<',
        elite: 3600,
        high: 86_400,
        medium: 604_800,
      },
    });
  });

  it('has each published report from 2021 to 2024, with where to read it', () => {
    const reports = tierPresets.filter(({ name }) => name !== 'guide');
    expect(reports.map(({ name, year }) => [name, year])).toEqual([
      ['dora-2021', 2021],
      ['dora-2022', 2022],
      ['dora-2023', 2023],
      ['dora-2024', 2024],
    ]);
    for (const { year, source, url, note } of reports) {
      expect(source).toContain(`${year}`);
      expect(url).toBe(`https://dora.dev/research/${year}/dora-report/`);
      expect(note).toContain('not cut-points');
    }
  });

  it('says which failure rates are centroids', () => {
    const withCentroids = tierPresets
      .filter(({ note }) => note.includes('centroids'))
      .map(({ name }) => name);
    expect(withCentroids).toEqual(['dora-2023', 'dora-2024']);
  });

  it('invents no elite cluster for 2022', () => {
    for (const cuts of Object.values(preset('dora-2022').thresholds)) {
      expect(cuts).not.toHaveProperty('elite');
    }
  });

  it.each([
    ['dora-2021', [0.15, 0.3, 0.3]],
    ['dora-2022', [undefined, 0.15, 0.3]],
    ['dora-2023', [0.05, 0.1, 0.15]],
    ['dora-2024', [0.05, 0.2, 0.1]],
  ])('has the failure rates that %s published', (name, expected) => {
    const { elite, high, medium } = preset(name).thresholds.changeFailureRate;
    expect([elite, high, medium]).toEqual(expected);
  });
});
