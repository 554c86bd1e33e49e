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

/**
 * Makes the function that tells on which local day of a zone a time (ms since the epoch) is, in days since 1970-01-01.
 */
export function localDays(timezone: string): (time: number) => number {
  const zone = IANAZone.create(timezone);
  // Offsets change on the quarter of an hour at most; asking Intl for each fact would take most of a rebuild.
  const offsets = new Map<number, number>();
  return time => {
    const quarter = Math.floor(time / QUARTER_HOUR);
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      offset = zone.offset(quarter * QUARTER_HOUR) * 60_000;
      if (offsets.size > 200_000) {
        offsets.clear();
      }
      offsets.set(quarter, offset);
    }
    return Math.floor((time + offset) / DAY);
  };
}
