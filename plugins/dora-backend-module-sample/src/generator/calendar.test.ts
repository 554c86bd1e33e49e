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
import { beforeWorkingHours, isWorkingDay } from './calendar';

const at = (time: string) => Date.parse(`${time}Z`);

describe('beforeWorkingHours', () => {
  it.each([
    // Wednesday
    ['2026-03-04T15:00', 2, '2026-03-04T13:00'],
    ['2026-03-04T15:00', 7, '2026-03-04T08:00'],
    ['2026-03-04T15:00', 8, '2026-03-03T17:00'],
    // Monday, over the weekend
    ['2026-03-02T09:00', 3, '2026-02-27T16:00'],
    ['2026-03-02T09:00', 51, '2026-02-23T08:00'],
    // at night, early in the morning, and on a Sunday
    ['2026-03-04T23:00', 1, '2026-03-04T17:00'],
    ['2026-03-04T05:00', 1, '2026-03-03T17:00'],
    ['2026-03-01T12:00', 0.5, '2026-02-27T17:30'],
  ])('goes back from %s by %d hours to %s', (time, hours, start) => {
    expect(beforeWorkingHours(at(time), hours)).toBe(at(start));
  });
});

describe('isWorkingDay', () => {
  const { freeze } = readOrganisation().habits;

  it.each([
    ['2025-12-18', true],
    ['2025-12-19', false],
    ['2025-12-31', false],
    ['2026-01-02', false],
    ['2026-01-05', true],
    ['2026-11-19', true],
    ['2026-11-21', false],
    ['2026-11-22', false],
  ])('of %s is %s', (date, expected) => {
    expect(isWorkingDay(at(`${date}T00:00`), freeze)).toBe(expected);
  });
});
