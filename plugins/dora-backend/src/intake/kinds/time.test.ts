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
import { parseTime } from './time';

describe('parseTime', () => {
  it.each([
    ['2026-03-01T09:30:00.123Z', Date.UTC(2026, 2, 1, 9, 30, 0, 123)],
    ['2026-03-01T09:30:00.123999Z', Date.UTC(2026, 2, 1, 9, 30, 0, 123)],
    ['2026-03-01T09:30:00,5Z', Date.UTC(2026, 2, 1, 9, 30, 0, 500)],
    ['2026-03-01T09:30:07Z', Date.UTC(2026, 2, 1, 9, 30, 7)],
    ['2026-03-01T09:30Z', Date.UTC(2026, 2, 1, 9, 30)],
    ['2026-03-01T09:30:00+05:30', Date.UTC(2026, 2, 1, 4, 0)],
    ['2026-03-01T09:30:00-0800', Date.UTC(2026, 2, 1, 17, 30)],
    ['2026-03-01T00:30:00+01', Date.UTC(2026, 1, 28, 23, 30)],
    ['1970-01-01T00:00:00Z', 0],
    ['2024-02-29T12:00:00Z', Date.UTC(2024, 1, 29, 12)],
  ])('reads %s', (text, time) => {
    expect(parseTime(text)).toBe(time);
  });

  it.each([
    '2026-03-01',
    '2026-03-01T09:30:00',
    '2026-02-29T09:30:00Z',
    '2026-02-30T09:30:00Z',
    '2026-13-01T09:30:00Z',
    '2026-00-10T09:30:00Z',
    '2026-01-00T09:30:00Z',
    '2026-03-01T24:00:00Z',
    '2026-03-01T23:60:00Z',
    '2026-03-01T23:59:60Z',
    '2026-03-01T09:30:00+24:00',
    '2026-03-01 09:30:00Z',
    '0001-01-01T00:00:00Z',
    '0099-03-01T00:00:00Z',
    '0099-03-01T00:00Z',
    '2026-02-29T09:30:00.000Z',
    '2026-03-01T23:60:00.000Z',
    '2026-03-01T09:30:00.00Z0',
    '9999-12-31T23:59:59Z',
    '+012026-03-01T09:30:00Z',
    '1969-12-31T23:59:59Z',
    '1970-01-01T00:00:00+00:01',
    'yesterday',
    '',
    '1772357400',
  ])('refuses %j', text => {
    expect(parseTime(text)).toBeUndefined();
  });

  it('reads what luxon writes, in any zone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: Date.UTC(2099, 11, 31) }),
        fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/St_Johns', 'UTC-11'),
        (time, zone) => {
          const text = DateTime.fromMillis(time, { zone }).toISO()!;
          expect(parseTime(text)).toBe(time);
        },
      ),
    );
  });
});
