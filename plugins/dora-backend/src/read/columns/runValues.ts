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

/** A sum goes on in a larger kind of number from here on. */
const LARGE = 2 ** 52;

/** Writes all values, in any order. */
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

/** The sum, rounded once. */
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

/** How many durations are above a limit, and the least of these. */
export function countAbove(
  runs: Runs,
  limit: number,
): { count: number; least: number } {
  let count = 0;
  let least = Infinity;
  for (let run = 0; run < runs.length; run++) {
    const data = runs.dataOf(run);
    const to = runs.toOf(run);
    for (let at = runs.fromOf(run); at < to; at++) {
      // Most are far below.
      if (durationOf(data[at] + 1, 0) > limit) {
        const duration = runs.durationAt(run, at);
        if (duration > limit) {
          count += 1;
          least = Math.min(least, duration);
        }
      }
    }
  }
  return { count, least };
}

/** How many different numbers there are. */
export function countDistinct(runs: Runs): number {
  const seen = new Set<number>();
  for (let run = 0; run < runs.length; run++) {
    const data = runs.dataOf(run);
    const to = runs.toOf(run);
    for (let at = runs.fromOf(run); at < to; at++) {
      seen.add(data[at]);
    }
  }
  return seen.size;
}
