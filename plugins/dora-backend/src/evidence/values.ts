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

import { DateTime } from 'luxon';
import { Window } from '../metrics/Window';

/** An integer of 64 bits: text in PostgreSQL, a number in SQLite. */
export type BigInteger = string | number;

/** ISO 8601 of ms since the epoch, in UTC. */
export function isoTime(time: BigInteger): string {
  return new Date(Number(time)).toISOString();
}

/** The same of a time that may be missing, with `null` for it. */
export function isoTimeOrNull(time: BigInteger | null): string | null {
  return time === null ? null : isoTime(time);
}

/** The same of a time that may be missing, with nothing for it. */
export function optionalIsoTime(time: BigInteger | null): string | undefined {
  return time === null ? undefined : isoTime(time);
}

/** Seconds of a duration in ms that may be missing. */
export function secondsOrNull(duration: BigInteger | null): number | null {
  return duration === null ? null : Number(duration) / 1000;
}

export const optional = <T>(value: T | null): T | undefined =>
  value ?? undefined;

/** The window in ms since the epoch: from the start of its first day to the end of its last. */
export function windowTimes({ from, to, timezone }: Window): [number, number] {
  const start = (date: string) =>
    DateTime.fromISO(date, { zone: timezone }).startOf('day').toMillis();
  return [start(from), start(to)];
}

const UNITS: [string, number][] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
];

/** A duration in its two largest units: `1 h 58 min`, `3 d`, `0 s`. */
export function humanDuration(duration: number): string {
  let rest = Math.round(Math.abs(duration) / 1000) * 1000;
  const first = UNITS.findIndex(([, size]) => rest >= size);
  if (first < 0) {
    return '0 s';
  }
  const parts: string[] = [];
  for (const [name, size] of UNITS.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) {
      parts.push(`${count} ${name}`);
    }
  }
  return parts.join(' ');
}

/** Rows by the value of a column. */
export function groupBy<TRow, TKey>(
  rows: TRow[],
  keyOf: (row: TRow) => TKey,
): Map<TKey, TRow[]> {
  const groups = new Map<TKey, TRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) {
      group.push(row);
    } else {
      groups.set(key, [row]);
    }
  }
  return groups;
}
