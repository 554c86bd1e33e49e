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

/** Units of a frequency, from the shortest to the longest, in days. */
export const FREQUENCY_UNITS = [
  { unit: 'day', days: 1 },
  { unit: 'week', days: 7 },
  { unit: 'month', days: 365.25 / 12 },
  { unit: 'year', days: 365.25 },
] as const;

export type FrequencyUnit = (typeof FREQUENCY_UNITS)[number]['unit'];

/** The shortest unit in which the frequency is at least one; never happens: per week. */
export function frequencyUnit(perDay: number): {
  unit: FrequencyUnit;
  days: number;
} {
  if (perDay <= 0) {
    return FREQUENCY_UNITS[1];
  }
  return (
    FREQUENCY_UNITS.find(({ days }) => perDay * days >= 1 - 1e-9) ??
    FREQUENCY_UNITS[3]
  );
}
