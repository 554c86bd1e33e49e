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

import { Habits, Place, Practice } from '../organisation/types';
import { Random } from './Random';
import { Reporter } from './Reporter';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** When people work, in hours of a day in UTC. */
const OPENS = 8;
const CLOSES = 18;

/** A day of an entity. */
export interface Day {
  /** How many days of the history were before. */
  index: number;
  /** When it begins, in ms since the epoch. */
  midnight: number;
  isWorkingDay: boolean;
  practice: Practice;
  random: Random;
  place: Place;
  habits: Habits;
  reporter: Reporter;
}

const isWeekend = (time: number) => [0, 6].includes(new Date(time).getUTCDay());

/** Whether a time is in the end-of-year freeze, when only emergencies are released. */
export function isFrozen(time: number, freeze: Habits['freeze']): boolean {
  const date = new Date(time).toISOString().slice(5, 10);
  return date >= freeze.from || date < freeze.until;
}

/** Whether releases go out on a day. */
export const isWorkingDay = (midnight: number, freeze: Habits['freeze']) =>
  !isWeekend(midnight) && !isFrozen(midnight, freeze);

/** A random time on a working day at which something may be released. */
export const workingMoment = ({ midnight, random }: Day) =>
  midnight + random.between(OPENS + 0.5, CLOSES - 1) * HOUR;

/** The time that lies a number of working hours before `time`. */
export function beforeWorkingHours(time: number, hours: number): number {
  let rest = hours * HOUR;
  for (let day = Math.floor(time / DAY) * DAY; ; day -= DAY) {
    const end = Math.min(time, day + CLOSES * HOUR);
    const worked = isWeekend(day) ? 0 : end - (day + OPENS * HOUR);
    if (worked > 0 && rest <= worked) {
      return Math.round(end - rest);
    }
    rest -= Math.max(0, worked);
  }
}
