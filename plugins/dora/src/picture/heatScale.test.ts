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

import { englishFormatter, englishWords } from '../__testUtils__/words';
import { ALL_METRICS } from '../metrics';
import { heatLegend, heatStep, stepsOf } from './heatScale';

const legend = (name: (typeof ALL_METRICS)[number]) =>
  heatLegend(name, englishFormatter(), englishWords()).map(({ text }) =>
    text.replace(/\u00a0/g, ' '),
  );

describe('heatScale', () => {
  it.each(ALL_METRICS)('has a word for every colour of %s', name => {
    const values = [0, 0.001, 0.2, 0.9, 3, 7, 20, 90, 4000, 30_000, 1e5, 1e7];
    const steps = values.map(value => heatStep(name, value));
    expect([...steps].sort((a, b) => a - b)).toEqual(steps);
    expect(Math.max(...steps)).toBe(stepsOf(name));
    expect(
      heatLegend(name, englishFormatter(), englishWords()).map(
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
    expect(heatStep('leadTime', 3599)).toBe(1);
    expect(heatStep('leadTime', 3600)).toBe(2);
    expect(heatStep('changeFailureRate', 0)).toBe(0);
    // No time at all is a time.
    expect(heatStep('rolloutSpread', 0)).toBe(1);
  });
});
