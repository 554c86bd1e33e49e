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
import { catalogue } from '../__testUtils__/metrics';
import { englishFormatter, englishWords } from '../__testUtils__/words';
import { heatLegend, heatStep, stepsOf } from './heatScale';

const legend = (name: MetricName) =>
  heatLegend(catalogue.of(name), englishFormatter(), englishWords()).map(
    ({ text }) => text.replace(/\u00a0/g, ' '),
  );

describe('heatScale', () => {
  it.each(catalogue.all)('has a word for every colour of %s', name => {
    const values = [0, 0.001, 0.2, 0.9, 3, 7, 20, 90, 4000, 30_000, 1e5, 1e7];
    const steps = values.map(value => heatStep(catalogue.of(name), value));
    expect([...steps].sort((a, b) => a - b)).toEqual(steps);
    expect(Math.max(...steps)).toBe(stepsOf(catalogue.of(name)));
    expect(
      heatLegend(catalogue.of(name), englishFormatter(), englishWords()).map(
        ({ step }) => step,
      ),
    ).toEqual(expect.arrayContaining(steps));
  });

  it('says where a colour begins', () => {
    expect(legend('leadTime')).toEqual([
      'under 1 h',
      '1 h to 6 h',
      '6 h to 1 d',
      '1 d to 7 d',
      '7 d or more',
    ]);
    expect(legend('changeFailureRate')).toEqual([
      '0 %',
      'under 10 %',
      '10 % to 25 %',
      '25 % to 50 %',
      '50 % or more',
    ]);
    expect(heatStep(catalogue.of('leadTime'), 3599)).toBe(1);
    expect(heatStep(catalogue.of('leadTime'), 3600)).toBe(2);
    expect(heatStep(catalogue.of('changeFailureRate'), 0)).toBe(0);
    // No time at all is a time.
    expect(heatStep(catalogue.of('rolloutSpread'), 0)).toBe(1);
  });
});
