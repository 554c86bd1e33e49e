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

/*
 * Calendar days as the API has them, `2026-03-01`, without a library: the
 * platform knows the time zones, and what is left are days of 24 hours in UTC.
 */

const DAY_MS = 86_400_000;

/** Midnight of a calendar day, as if every day were one of UTC. */
export function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** The calendar day of such a point in time. */
function toDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Whether a text is a calendar day, between 1970 and 2099. */
export function isDay(text: string | undefined): text is string {
  return (
    text !== undefined &&
    /^(19[7-9]|20\d)\d-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(startOf(text)) &&
    // There is no 30 February, though the parser may think it is 2 March.
    toDay(startOf(text)) === text
  );
}

/** Moves a day by days. */
export function addDays(day: string, days: number): string {
  return toDay(startOf(day) + days * DAY_MS);
}

/** Number of days in `[from, to)`; none or fewer where that is no window. */
export function countDays(from: string, to: string): number {
  return Math.round((startOf(to) - startOf(from)) / DAY_MS);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Kept, for it takes longer to make than to use, and a chart has many times. */
function clockOf(timezone: string): Intl.DateTimeFormat {
  const clock =
    clocks.get(timezone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  clocks.set(timezone, clock);
  return clock;
}

/** The wall clock of a time zone at a point in time, as if it were UTC. */
export function wallClock(time: string | number, timezone: string): number {
  const parts = clockOf(timezone).formatToParts(new Date(time));
  const value = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find(part => part.type === type)?.value);
  return Date.UTC(
    value('year'),
    value('month') - 1,
    value('day'),
    value('hour'),
    value('minute'),
    value('second'),
  );
}

/** The calendar day of a point in time in a time zone. */
export function dayOf(time: string | number, timezone: string): string {
  return toDay(wallClock(time, timezone));
}
