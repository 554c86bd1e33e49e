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

import { Distribution, Interval } from '../statistics';
import { durationOf, sumOf } from './blocks';
import { DistributionRequest, ranksOf } from './ranks';
import { Runs } from './Runs';

/** A bucket has one value of 64 to 127, and so less than a sixty-fourth of the values' magnitude, whatever that is. */
const SHIFTLESS = 25;
const BUCKETS_PER_SIGN = 1664;
const BUCKETS = 2 * BUCKETS_PER_SIGN;

/** Up to so many values are sorted at once. */
const SMALL = 96;

/** A sum flows over into a larger kind of number from here on. */
const LARGE = 2 ** 52;

/**
 * The bucket of a value: buckets are in the order of values, and those of large values are wide. Negative values are
 * mirrored.
 */
function bucketOf(value: number): number {
  const sign = value >> 31;
  const size = value ^ sign;
  const shift = Math.max(0, SHIFTLESS - Math.clz32(size));
  return BUCKETS_PER_SIGN + (((shift << 6) + (size >>> shift)) ^ sign);
}

/** The bytes beside a value, see `Block`. */
const restAt = (block: Int32Array, rests: number, nth: number) =>
  (block[rests + (nth >> 1)] >>> ((nth & 1) << 4)) & 0xffff;

/** Counts the values of a run by bucket. */
function countRun(
  block: Int32Array,
  from: number,
  to: number,
  counts: Uint32Array,
) {
  for (let at = from; at < to; at++) {
    counts[bucketOf(block[at])] += 1;
  }
}

/**
 * Finds the values at some ranks without sorting all of them: one pass counts them by buckets, a second one gathers
 * those of the few buckets that the ranks are in, and only these are sorted. Exact.
 */
export class OrderStatistics {
  readonly #counts = new Uint32Array(BUCKETS);
  /** For each bucket that is gathered, where its next value goes, from 1 on */
  readonly #next = new Uint32Array(BUCKETS);
  #values = new Float64Array(1024);

  /** What is asked for of the values of some runs. */
  distributionOf(runs: Runs, request: DistributionRequest): Distribution {
    const { size } = runs;
    const { percentiles, interval, unit, durations } = request;
    const result: Distribution = {
      size,
      sum: request.mean ? this.#sum(runs, durations) : NaN,
      percentiles: {},
      unit,
    };
    const ranks = ranksOf(request, size);
    if (size === 0 || ranks.length === 0) {
      return result;
    }
    const values = this.#select(runs, durations, ranks);
    const pair = (index: number): Interval => [
      values[2 * index],
      values[2 * index + 1],
    ];
    percentiles.forEach((p, index) => {
      result.percentiles[p] = pair(index);
    });
    if (interval) {
      result.medianInterval = pair(percentiles.length);
    }
    return result;
  }

  /** How many durations are above a limit. */
  countAbove(runs: Runs, limit: number): number {
    let count = 0;
    for (let run = 0; run < runs.blocks.length; run++) {
      const block = runs.blocks[run];
      const [first, rests] = [runs.first[run], runs.rests[run]];
      for (let at = runs.from[run]; at < runs.to[run]; at++) {
        // Most are far from it.
        if (
          durationOf(block[at] + 1, 0) > limit &&
          durationOf(block[at], restAt(block, rests, at - first)) > limit
        ) {
          count += 1;
        }
      }
    }
    return count;
  }
}
