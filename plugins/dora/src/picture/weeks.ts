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

import { addDays, startOf } from '../window';

/** First day of each ISO week that a window touches, the first one cut to it. */
export function weeksOf(from: string, to: string): string[] {
  const weeks: string[] = [];
  for (let day = from; day < to; ) {
    weeks.push(day);
    const weekday = (new Date(startOf(day)).getUTCDay() + 6) % 7;
    day = addDays(day, 7 - weekday);
  }
  return weeks;
}
