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

import type { MetricsWindow } from '@backstage-dora/plugin-dora-common';
import { addDays, dayOf, startOf } from './calendar';

/** Days `[from, to)` of an ISO week. */
export interface Week {
  from: string;
  to: string;
  /** False where the window cuts it, or where it is not over yet. */
  complete: boolean;
}

/** Each ISO week that a window touches, the first and the last one cut to it. */
export function weeksOf(
  { from, to, timezone }: Pick<MetricsWindow, 'from' | 'to' | 'timezone'>,
  now = Date.now(),
): Week[] {
  const today = dayOf(now, timezone);
  const weeks: Week[] = [];
  for (let day = from; day < to; ) {
    const weekday = (new Date(startOf(day)).getUTCDay() + 6) % 7;
    const next = addDays(day, 7 - weekday);
    weeks.push({
      from: day,
      to: next < to ? next : to,
      complete: weekday === 0 && next <= to && next <= today,
    });
    day = next;
  }
  return weeks;
}
