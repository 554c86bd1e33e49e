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

import { durationOf, sumOfDurations } from './blocks';
import { Runs } from './Runs';

/** Above this, a sum continues as bigint. */
const LARGE = 2 ** 52;

/** Writes all values to an array, in any order. */
export function gatherAll(
  runs: Runs,
  durations: boolean,
  values: Float64Array,
) {
  let next = 0;
  for (let run = 0; run < runs.length; run++) {
    const data = runs.dataOf(run);
    const to = runs.toOf(run);
    for (let at = runs.fromOf(run); at < to; at++) {
      values[next] = durations ? runs.durationAt(run, at) : data[at];
      next += 1;
    }
  }
}

/** The sum of all values, rounded once. */
export function sumOf(runs: Runs, durations: boolean): number {
  let large = 0n;
  let sum = 0;
  let rests = 0;
  for (let run = 0; run < runs.length; run++) {
    const data = runs.dataOf(run);
    const to = runs.toOf(run);
    for (let at = runs.fromOf(run); at < to; at++) {
      sum += data[at];
      rests += durations ? runs.restAt(run, at) : 0;
    }
    if (Math.abs(sum) > LARGE) {
      large += BigInt(sum);
      sum = 0;
    }
  }
  large += BigInt(sum);
  return durations ? sumOfDurations(large, BigInt(rests)) : Number(large);
}

/** What is recent; times are ms since the epoch. */
export interface Recent {
  /** Recent is after this time, and not after `now` */
  recentAfter: number;
  now: number;
}

/** The number of recent times, and the `recentAfter` from which it may differ if `now` moves along. */
export function countRecent(
  runs: Runs,
  { recentAfter, now }: Recent,
): { count: number; until: number } {
  const span = now - recentAfter;
  let count = 0;
  let until = Infinity;
  for (let run = 0; run < runs.length; run++) {
    const data = runs.dataOf(run);
    const to = runs.toOf(run);
    for (let at = runs.fromOf(run); at < to; at++) {
      // Most times are much earlier.
      if (durationOf(data[at] + 1, 0) > recentAfter) {
        const time = runs.durationAt(run, at);
        if (time > now) {
          until = Math.min(until, time - span);
        } else if (time > recentAfter) {
          count += 1;
          until = Math.min(until, time);
        }
      }
    }
  }
  return { count, until };
}

/** The number of occurrences of each value. */
export function countEach(runs: Runs): Map<number, number> {
  const times = new Map<number, number>();
  for (let run = 0; run < runs.length; run++) {
    const data = runs.dataOf(run);
    const to = runs.toOf(run);
    for (let at = runs.fromOf(run); at < to; at++) {
      times.set(data[at], (times.get(data[at]) ?? 0) + 1);
    }
  }
  return times;
}

/** The number of distinct values. */
export const countDistinct = (runs: Runs): number => countEach(runs).size;
