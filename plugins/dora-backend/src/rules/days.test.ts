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

import fc from 'fast-check';
import { DateTime } from 'luxon';
import { localDays } from './days';

describe('localDays', () => {
  it.each([
    'UTC',
    'Europe/Paris',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'America/St_Johns',
  ])('is the local date in %s, daylight saving included', zone => {
    const dayOf = localDays(zone);
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(1975, 0), max: Date.UTC(2060, 0) }),
        time => {
          const date = DateTime.fromMillis(time, { zone });
          expect(dayOf(time)).toBe(
            Date.UTC(date.year, date.month - 1, date.day) / 86_400_000,
          );
        },
      ),
    );
  });
});
