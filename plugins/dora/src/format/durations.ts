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

/** Units of a duration, from the largest to the smallest, in seconds. */
export const DURATION_UNITS = [
  { unit: 'days', seconds: 86_400 },
  { unit: 'hours', seconds: 3_600 },
  { unit: 'minutes', seconds: 60 },
  { unit: 'seconds', seconds: 1 },
] as const;

export type DurationUnit = (typeof DURATION_UNITS)[number]['unit'];

/** One part of a duration, such as the hours of `1 d 4 h`. */
export interface DurationPart {
  unit: DurationUnit;
  value: number;
}

/** From here on the second unit says nothing to a reader: `45 d`, not `45 d 3 h`. */
const LEADING_ONLY: Record<DurationUnit, number> = {
  days: 30,
  hours: Infinity,
  minutes: 10,
  seconds: 0,
};

/**
 * Splits a duration into at most two neighbouring units, rounded to the smaller
 * one shown, so that `59 min 59.6 s` becomes `1 h` and not `60 min`.
 */
export function splitDuration(seconds: number): DurationPart[] {
  const length = Math.abs(seconds);
  let index = DURATION_UNITS.findIndex(({ seconds: size }) => length >= size);
  if (index === -1) {
    index = DURATION_UNITS.length - 1;
  }
  // Rounding may reach the next larger unit; one more turn settles it.
  for (let turn = 0; turn < 2; turn += 1) {
    const large = DURATION_UNITS[index];
    const small = DURATION_UNITS[index + 1];
    const single = !small || length / large.seconds >= LEADING_ONLY[large.unit];
    const size = single ? large.seconds : small.seconds;
    const rounded = Math.round(length / size) * size;
    const larger = DURATION_UNITS[index - 1];
    if (!larger || rounded < larger.seconds) {
      const whole = Math.floor(rounded / large.seconds);
      const rest = (rounded - whole * large.seconds) / size;
      const parts: DurationPart[] = [{ unit: large.unit, value: whole }];
      return single || rest === 0
        ? parts
        : [...parts, { unit: small.unit, value: rest }];
    }
    index -= 1;
  }
  return [{ unit: DURATION_UNITS[index].unit, value: 1 }];
}
