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

import { IANAZone } from 'luxon';

const QUARTER_HOUR = 15 * 60_000;
const DAY = 24 * 60 * 60_000;

/** How many days, or quarters of an hour, are cached. */
const REMEMBERED = 200_000;

function remembering(compute: (key: number) => number) {
  const known = new Map<number, number>();
  return (key: number): number => {
    let value = known.get(key);
    if (value === undefined) {
      value = compute(key);
      if (known.size > REMEMBERED) {
        known.clear();
      }
      known.set(key, value);
    }
    return value;
  };
}

/**
 * Makes a function that returns the local day of a time (ms since the epoch) in a time zone, in days since 1970-01-01.
 */
export function localDays(timezone: string): (time: number) => number {
  const zone = IANAZone.create(timezone);
  // Calling Intl for each fact would take most of a rebuild. Offsets only change at quarters of an hour, …
  const offsetAt = remembering(
    quarter => zone.offset(quarter * QUARTER_HOUR) * 60_000,
  );
  const quartersPerDay = DAY / QUARTER_HOUR;
  // … and rarely within a day. No zone has ever changed its offset and back within one day.
  const offsetOn = remembering(day => {
    const first = offsetAt(day * quartersPerDay);
    return first === offsetAt((day + 1) * quartersPerDay) ? first : NaN;
  });
  return time => {
    let offset = offsetOn(Math.floor(time / DAY));
    if (Number.isNaN(offset)) {
      offset = offsetAt(Math.floor(time / QUARTER_HOUR));
    }
    return Math.floor((time + offset) / DAY);
  };
}
