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

const UNITS: [name: string, length: number][] = [
  ['day', 24 * 60 * 60_000],
  ['hour', 60 * 60_000],
  ['minute', 60_000],
  ['second', 1000],
  ['millisecond', 1],
];

const numberFormat = new Intl.NumberFormat('en-US', {
  maximumFractionDigits: 4,
});

/** Formats a number in English, with few decimals. */
export function describeNumber(value: number): string {
  return numberFormat.format(value);
}

/** Formats a duration in ms in the largest unit that it is a multiple of: `48 hours`, `7 days`. */
export function describeDuration(duration: number): string {
  const [name, length] = UNITS.find(
    ([unit, size]) =>
      duration % size === 0 &&
      // Two days or less are given in hours: the rules are known by their 48 hours.
      (unit === 'day' ? duration > 2 * size : duration > 0),
  ) ?? ['hour', 60 * 60_000];
  const count = duration / length;
  return `${describeNumber(count)} ${name}${count === 1 ? '' : 's'}`;
}

/** `"prod", "production" or "live"` */
export function describeList(values: string[]): string {
  const quoted = values.map(value => `"${value}"`);
  return quoted.length < 2
    ? quoted.join('')
    : `${quoted.slice(0, -1).join(', ')} or ${quoted[quoted.length - 1]}`;
}
