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
import { localDays } from '../rules/days';
import {
  bucketsOf,
  dateOf,
  previousWindow,
  resolveWindow,
  timesOf,
  toWire,
  weekOf,
  weeksOf,
} from './Window';

const at = (time: string) => Date.parse(time);

const windowOf = (from: string, to: string) =>
  resolveWindow({ from, to, timezone: 'UTC', now: 0 });

describe('the window of a request', () => {
  it.each([
    // Half an hour before and after midnight, by the clocks of the zone.
    ['UTC', '2026-03-01T23:30:00Z', '2026-03-02'],
    ['UTC', '2026-03-02T00:30:00Z', '2026-03-03'],
    ['Pacific/Auckland', '2026-03-01T10:59:59.999Z', '2026-03-02'],
    ['Pacific/Auckland', '2026-03-01T11:00:00Z', '2026-03-03'],
    ['America/New_York', '2026-03-02T04:59:59.999Z', '2026-03-02'],
    ['America/New_York', '2026-03-02T05:00:00Z', '2026-03-03'],
    // The clocks go forward: 23 hours.
    ['Europe/Zurich', '2026-03-29T21:59:59Z', '2026-03-30'],
    ['Europe/Zurich', '2026-03-29T22:00:00Z', '2026-03-31'],
    // The clocks go back: 25 hours.
    ['Europe/Zurich', '2026-10-25T22:59:59Z', '2026-10-26'],
    ['Europe/Zurich', '2026-10-25T23:00:00Z', '2026-10-27'],
    // There, clocks go forward at midnight, so that the day begins at one.
    ['America/Havana', '2026-03-08T04:59:59Z', '2026-03-08'],
    ['America/Havana', '2026-03-08T05:00:00Z', '2026-03-09'],
  ])('ends with today in %s at %s', (timezone, now, to) => {
    const window = resolveWindow({ timezone, now: at(now) });
    expect(window).toMatchObject({ to, days: 90, timezone });
    expect(window.from).toBe(
      DateTime.fromISO(to).minus({ days: 90 }).toISODate(),
    );
    // The unit of the derived rows.
    expect(window.toDay).toBe(localDays(timezone)(at(now)) + 1);
  });

  it('takes the days that it is given', () => {
    const now = at('2026-03-10T12:00:00Z');
    const resolve = (from?: string, to?: string) =>
      toWire(resolveWindow({ from, to, timezone: 'Asia/Kolkata', now }));
    expect(resolve('2024-02-28', '2024-03-01')).toEqual({
      from: '2024-02-28',
      to: '2024-03-01',
      days: 2,
      timezone: 'Asia/Kolkata',
    });
    expect(resolve('2026-03-01')).toMatchObject({ to: '2026-03-11', days: 10 });
    expect(resolve(undefined, '2026-01-01')).toMatchObject({
      from: '2025-10-03',
      days: 90,
    });
    expect(windowOf('1970-01-01', '1970-01-02')).toMatchObject({
      fromDay: 0,
      toDay: 1,
    });
  });

  it.each([
    ['2026-02-29', '2026-04-01', 'from must be a date'],
    ['2026-03-01', '2026-13-01', 'to must be a date'],
    ['2026-3-1', '2026-04-01', 'from must be a date'],
    ['20260301', '2026-04-01', 'from must be a date'],
    ['2026-03-01T00:00', '2026-04-01', 'from must be a date'],
    ['', '2026-04-01', 'from must be a date'],
    ['0001-01-01', '2026-04-01', 'from must be between 1969 and 2100'],
    ['2026-03-01', '9999-12-31', 'to must be between 1969 and 2100'],
    ['2026-03-01', '2026-03-01', 'from must be before to'],
    ['2026-03-02', '2026-03-01', 'from must be before to'],
  ])('refuses from %s to %s', (from, to, message) => {
    expect(() => windowOf(from, to)).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringContaining(message),
      }),
    );
  });

  it.each([
    ['Europe/Zurich', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    // No midnight: the clocks go forward then.
    ['Asia/Beirut', '2026-03-28T22:00:00Z', '2026-03-29T21:00:00Z'],
    // Two midnights: the clocks are put back to it an hour later. The offset of today is the second one in half of the year.
    ['Atlantic/Azores', '2026-10-25T00:00:00Z', '2026-10-26T01:00:00Z'],
    ['America/Havana', '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z'],
    ['Asia/Amman', '2010-10-28T21:00:00Z', '2010-10-29T22:00:00Z'],
  ])('has the times of its local days in %s', (timezone, from, to) => {
    const dayOf = localDays(timezone);
    const [first, end] = [at(from), at(to)];
    const window = { from: dateOf(dayOf(first)), to: dateOf(dayOf(end)) };
    expect(timesOf({ ...window, timezone })).toEqual({ from: first, to: end });
    expect([first - 1, first, end - 1, end].map(dayOf)).toEqual([
      dayOf(first) - 1,
      dayOf(first),
      dayOf(first),
      dayOf(first) + 1,
    ]);
  });

  it('follows one of equal length', () => {
    const window = windowOf('2026-03-01', '2026-03-15');
    const { fromDay, toDay } = previousWindow(window);
    expect([dateOf(fromDay), dateOf(toDay)]).toEqual([
      '2026-02-15',
      '2026-03-01',
    ]);
  });
});

describe('buckets', () => {
  const cut = (from: string, to: string, bucket: 'day' | 'week' | 'month') =>
    bucketsOf(windowOf(from, to), bucket).map(b => `${b.from} ${b.to}`);

  it('are days', () => {
    expect(cut('2024-02-28', '2024-03-02', 'day')).toEqual([
      '2024-02-28 2024-02-29',
      '2024-02-29 2024-03-01',
      '2024-03-01 2024-03-02',
    ]);
  });

  it('are ISO weeks, from Monday, cut to the window', () => {
    expect(cut('2026-03-01', '2026-03-10', 'week')).toEqual([
      '2026-03-01 2026-03-02',
      '2026-03-02 2026-03-09',
      '2026-03-09 2026-03-10',
    ]);
    expect(cut('2026-03-03', '2026-03-05', 'week')).toEqual([
      '2026-03-03 2026-03-05',
    ]);
  });

  it('are months, cut to the window', () => {
    expect(cut('2025-12-31', '2026-03-02', 'month')).toEqual([
      '2025-12-31 2026-01-01',
      '2026-01-01 2026-02-01',
      '2026-02-01 2026-03-01',
      '2026-03-01 2026-03-02',
    ]);
  });

  it('are not too many', () => {
    expect(cut('2023-01-01', '2026-01-01', 'day')).toHaveLength(1096);
    expect(() => cut('2020-01-01', '2026-01-01', 'day')).toThrow(
      'The window has more than 1100 days; choose longer buckets or a shorter window',
    );
  });

  it('add up to the window, and each is within one day, week or month', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40_000 }),
        fc.integer({ min: 1, max: 400 }),
        fc.constantFrom('day' as const, 'week' as const, 'month' as const),
        (fromDay, days, unit) => {
          const window = windowOf(dateOf(fromDay), dateOf(fromDay + days));
          const buckets = bucketsOf(window, unit);
          expect(buckets[0].fromDay).toBe(window.fromDay);
          expect(buckets[buckets.length - 1].toDay).toBe(window.toDay);
          const date = (day: number) =>
            DateTime.fromISO(dateOf(day), { zone: 'utc' });
          for (const { fromDay: first, toDay } of buckets) {
            expect(toDay).toBeGreaterThan(first);
            expect(date(first).hasSame(date(toDay - 1), unit)).toBe(true);
          }
          buckets.slice(1).forEach(({ fromDay: first }, index) => {
            expect(first).toBe(buckets[index].toDay);
            expect(date(first - 1).hasSame(date(first), unit)).toBe(false);
          });
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('ISO weeks', () => {
  it('have the days that luxon says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 47_000 }), day => {
        const monday = DateTime.fromISO(dateOf(day), { zone: 'utc' }).startOf(
          'week',
        );
        expect(dateOf(weekOf(day) * 7 - 3)).toBe(monday.toISODate());
      }),
    );
  });

  it('of a window are those that it overlaps, whole or cut', () => {
    const weeks = (from: string, to: string) =>
      weeksOf(windowOf(from, to)).map(({ fromDay, toDay, whole }) => [
        dateOf(fromDay),
        dateOf(toDay),
        whole,
      ]);
    expect(weeks('2026-03-01', '2026-03-16')).toEqual([
      ['2026-03-01', '2026-03-02', false],
      ['2026-03-02', '2026-03-09', true],
      ['2026-03-09', '2026-03-16', true],
    ]);
    expect(weeks('2026-03-03', '2026-03-04')).toEqual([
      ['2026-03-03', '2026-03-04', false],
    ]);
  });
});
