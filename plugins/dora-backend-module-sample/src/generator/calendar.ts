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

import { Random } from './Random';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** When people work, in hours of a day in UTC. */
const OPENS = 8;
const CLOSES = 18;

/** How much goes out on a day of the week, from Sunday; on average 1 from Monday to Friday. */
const ACTIVITY = [0, 0.95, 1.15, 1.15, 1.1, 0.65, 0];

/** Nothing but emergencies goes out from 19 December to 3 January. */
export const FREEZE = { month: 12, from: 19, days: 16 };

const startOfDay = (time: number) => Math.floor(time / DAY) * DAY;

const isWorkingDay = (time: number) => ACTIVITY[new Date(time).getUTCDay()] > 0;

/** Whether a day lies in the freeze over the year's end. */
export function isFrozen(day: number): boolean {
  const date = new Date(day);
  const month = date.getUTCMonth() + 1;
  const dayOfMonth = date.getUTCDate();
  return (
    (month === FREEZE.month && dayOfMonth >= FREEZE.from) ||
    (month === 1 && dayOfMonth < FREEZE.days - (31 - FREEZE.from))
  );
}

/** How busy a day is, compared to an average day from Monday to Friday. */
export function activity(day: number): number {
  if (isFrozen(day)) {
    return 0;
  }
  // Holidays.
  const quiet = [6, 7].includes(new Date(day).getUTCMonth()) ? 0.8 : 1;
  return ACTIVITY[new Date(day).getUTCDay()] * quiet;
}

/** A moment of a working day; more in the morning and after lunch, none late on a Friday. */
export function workingMoment(day: number, random: Random): number {
  const last = new Date(day).getUTCDay() === 5 ? 14.5 : 17.5;
  const peak = random.chance(0.55) ? 10 : 14.5;
  const hour = random.logNormal(peak, 0.13);
  const within = hour > OPENS && hour < last;
  return day + (within ? hour : random.between(OPENS + 0.5, last)) * HOUR;
}

/** The moment from which it takes so many hours of work until `time`. */
export function beforeWorkingHours(time: number, hours: number): number {
  let day = startOfDay(time);
  let rest = hours * HOUR;
  let end = Math.min(time, day + CLOSES * HOUR);
  for (;;) {
    const available = isWorkingDay(day) ? end - (day + OPENS * HOUR) : 0;
    if (available > 0 && rest <= available) {
      return Math.round(end - rest);
    }
    rest -= Math.max(0, available);
    day -= DAY;
    end = day + CLOSES * HOUR;
  }
}
