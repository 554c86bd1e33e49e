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

import { InputError } from '@backstage/errors';
import { Bucket, MetricsWindow } from '@backstage-dora/plugin-dora-common';
import { DateTime } from 'luxon';

const DAY = 24 * 60 * 60_000;
const DEFAULT_DAYS = 90;
/** Accepted days: facts are only accepted between these, in any time zone. */
const EARLIEST = dayOf('1969-01-01');
const LATEST = dayOf('2101-01-01');
const MAX_BUCKETS = 1100;

/**
 * Days `[fromDay, toDay)`, counted from 1970-01-01 by local calendar date like `releases.day`, `release_changes.day`
 * and `incident_links.day`.
 */
export interface DayRange {
  fromDay: number;
  toDay: number;
}

/** The window of a request: calendar days of a time zone. */
export interface Window extends DayRange {
  /** First day */
  from: string;
  /** The day after the last */
  to: string;
  days: number;
  timezone: string;
}

/** One bucket of a series, cut to the window. */
export interface WindowBucket extends DayRange {
  from: string;
  to: string;
  /** Whether all of its days are in the window */
  whole: boolean;
}

/** An ISO week that overlaps a window, cut to it. */
export interface WindowWeek extends DayRange {
  /** See {@link weekOf} */
  week: number;
  /** Whether all of its seven days are in the window */
  whole: boolean;
}

/** A calendar date in days since 1970-01-01; NaN for an invalid date. */
function dayOf(date: string): number {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(date)
    ? DateTime.fromISO(date, { zone: 'utc' }).toMillis()
    : NaN;
  return time / DAY;
}

/** The day of a time (ms since the epoch) in a time zone, in days since 1970-01-01. */
export function todayIn(timezone: string, now: number): number {
  return dayOf(
    DateTime.fromMillis(now, { zone: timezone }).toFormat('yyyy-MM-dd'),
  );
}

/** The calendar date of a day. */
export function dateOf(day: number): string {
  return DateTime.fromMillis(day * DAY, { zone: 'utc' }).toFormat('yyyy-MM-dd');
}

/** The number of a day's ISO week (from Monday); week 0 contains 1970-01-01, a Thursday. */
export function weekOf(day: number): number {
  return Math.floor((day + 3) / 7);
}

function readDay(name: string, date: string): number {
  const day = dayOf(date);
  if (Number.isNaN(day)) {
    throw new InputError(`${name} must be a date such as 2026-03-01: ${date}`);
  }
  if (day < EARLIEST || day > LATEST) {
    throw new InputError(`${name} must be between 1969 and 2100: ${date}`);
  }
  return day;
}

/**
 * Resolves the window of a request: by default the 90 days up to and including today.
 *
 * @param options.from - first day, `YYYY-MM-DD`; by default 90 days before `to`
 * @param options.to - day after the last day; by default tomorrow
 * @param options.timezone - time zone of the days; determines what today is
 * @param options.now - ms since the epoch
 */
export function resolveWindow(options: {
  from?: string;
  to?: string;
  timezone: string;
  now: number;
}): Window {
  const { from, to, timezone, now } = options;
  const toDay =
    to === undefined ? todayIn(timezone, now) + 1 : readDay('to', to);
  const fromDay =
    from === undefined ? toDay - DEFAULT_DAYS : readDay('from', from);
  if (fromDay >= toDay) {
    throw new InputError(
      `from must be before to: from ${dateOf(fromDay)}, to ${dateOf(toDay)}`,
    );
  }
  return {
    from: dateOf(fromDay),
    to: dateOf(toDay),
    days: toDay - fromDay,
    timezone,
    fromDay,
    toDay,
  };
}

/** The window of equal length that ends where this one starts. */
export function previousWindow({ fromDay, days }: Window): DayRange {
  return { fromDay: fromDay - days, toDay: fromDay };
}

/** A window as it appears in responses. */
export function toWire({ from, to, days, timezone }: Window): MetricsWindow {
  return { from, to, days, timezone };
}

/** Start and end of a window, `[from, to)` in ms since the epoch. */
export function timesOf({
  from,
  to,
  timezone,
}: Pick<Window, 'from' | 'to' | 'timezone'>): {
  from: number;
  to: number;
} {
  const midnight = (date: string) => {
    const start = DateTime.fromISO(date, { zone: timezone }).startOf('day');
    // When clocks are set back to midnight, the day begins at the earlier of the two.
    return Math.min(...start.getPossibleOffsets().map(one => one.toMillis()));
  };
  return { from: midnight(from), to: midnight(to) };
}

function startOf(day: number, bucket: Bucket): number {
  switch (bucket) {
    case 'day':
      return day;
    case 'week':
      return weekOf(day) * 7 - 3;
    default:
      return (
        DateTime.fromMillis(day * DAY, { zone: 'utc' })
          .startOf('month')
          .toMillis() / DAY
      );
  }
}

function nextStart(day: number, bucket: Bucket): number {
  switch (bucket) {
    case 'day':
      return day + 1;
    case 'week':
      return (weekOf(day) + 1) * 7 - 3;
    default:
      return (
        DateTime.fromMillis(day * DAY, { zone: 'utc' })
          .startOf('month')
          .plus({ months: 1 })
          .toMillis() / DAY
      );
  }
}

/** Splits a window into days, ISO weeks or calendar months; the first and the last are cut to the window. */
export function bucketsOf(window: DayRange, bucket: Bucket): WindowBucket[] {
  const buckets: WindowBucket[] = [];
  for (let day = window.fromDay; day < window.toDay; ) {
    const end = nextStart(day, bucket);
    const toDay = Math.min(end, window.toDay);
    buckets.push({
      from: dateOf(day),
      to: dateOf(toDay),
      fromDay: day,
      toDay,
      whole: end <= window.toDay && startOf(day, bucket) === day,
    });
    if (buckets.length > MAX_BUCKETS) {
      throw new InputError(
        `The window has more than ${MAX_BUCKETS} ${bucket}s; choose longer buckets or a shorter window`,
      );
    }
    day = toDay;
  }
  return buckets;
}

/** The ISO weeks that overlap a window. */
export function weeksOf({ fromDay, toDay }: DayRange): WindowWeek[] {
  const first = weekOf(fromDay);
  return Array.from({ length: weekOf(toDay - 1) - first + 1 }, (_, index) => {
    const week = first + index;
    const start = week * 7 - 3;
    return {
      week,
      fromDay: Math.max(start, fromDay),
      toDay: Math.min(start + 7, toDay),
      whole: start >= fromDay && start + 7 <= toDay,
    };
  });
}
