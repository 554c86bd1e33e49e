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

import { readOrganisation } from '../organisation/readOrganisation';
import { PracticeSpec } from '../organisation/types';
import { practicesAt } from './practices';

const { habits, places } = readOrganisation();

describe('practicesAt', () => {
  const practicesOf = (practice: PracticeSpec) =>
    practicesAt(
      { ...places[0], delivery: { ...places[0].delivery, practice } },
      habits,
    );

  it('gives positive numbers for every place, from the first day to the last', () => {
    for (const place of places) {
      const practiceOn = practicesAt(place, habits);
      for (const day of [0, 150, 220, 435]) {
        const { stages, trainDays = 1, ...rest } = practiceOn(day);
        const numbers = [...stages, trainDays, ...Object.values(rest)];
        expect(numbers).toHaveLength(12);
        expect(numbers.filter(number => !(number > 0))).toEqual([]);
      }
    }
  });

  it('turns one practice into another between two days', () => {
    const weekly = practicesOf('weekly')(0);
    const careful = practicesOf('careful')(0);
    const practiceOn = practicesOf({
      from: 'weekly',
      to: 'careful',
      between: [10, 20],
    });
    expect(practiceOn(10).leadTime).toBeCloseTo(weekly.leadTime);
    expect(practiceOn(15).leadTime).toBeCloseTo(
      Math.sqrt(weekly.leadTime * careful.leadTime),
    );
    expect(practiceOn(25)).toEqual(careful);
    expect(practicesOf({ like: 'weekly', restore: 1 })(0)).toEqual({
      ...weekly,
      restore: 1,
    });
  });
});
