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

/** The least value of a bucket; that of the next one is beyond all of its values. */
function leastOf(bucket: number): number {
  const sign = (bucket - BUCKETS_PER_SIGN) >> 31;
  const size = (bucket - BUCKETS_PER_SIGN) ^ sign;
  const shift = Math.max(0, (size >> 6) - 1);
  const least = (size - (shift << 6)) * 2 ** shift;
  return sign === 0 ? least : -least - 2 ** shift;
}

/** The bytes beside a value, see `Block`. */
const restAt = (data: Int32Array, rests: number, nth: number) =>
  (data[rests + (nth >> 1)] >>> ((nth & 1) << 4)) & 0xffff;

/** Counts the values of a run by bucket. */
function countRun(
  data: Int32Array,
  from: number,
  to: number,
  counts: Uint32Array,
) {
  for (let at = from; at < to; at++) {
    counts[bucketOf(data[at])] += 1;
  }
}

/** The values of a bucket among those that are gathered. */
interface Slot {
  bucket: number;
  /** How many values come before, of all */
  before: number;
  /** How many come before, of those that are gathered */
  start: number;
  size: number;
}

/** The buckets that some ranks are in, in order. */
function slotsOf(counts: Uint32Array, ranks: number[]): Slot[] {
  const wanted = [...ranks].sort((a, b) => a - b);
  const slots: Slot[] = [];
  let before = 0;
  let start = 0;
  let nth = 0;
  for (let bucket = 0; nth < wanted.length; bucket++) {
    const size = counts[bucket];
    if (wanted[nth] < before + size) {
      slots.push({ bucket, before, start, size });
      start += size;
      while (nth < wanted.length && wanted[nth] < before + size) {
        nth += 1;
      }
    }
    before += size;
  }
  return slots;
}

function gatherAll(runs: Runs, durations: boolean, values: Float64Array) {
  let next = 0;
  for (let run = 0; run < runs.data.length; run++) {
    const data = runs.data[run];
    const [first, rests] = [runs.first[run], runs.rests[run]];
    for (let at = runs.from[run]; at < runs.to[run]; at++) {
      values[next] = durations
        ? durationOf(data[at], restAt(data, rests, at - first))
        : data[at];
      next += 1;
    }
  }
}

/** Gathers the values of the buckets that have a place to go to, in places that begin with 1. */
function gatherMarked(
  runs: Runs,
  durations: boolean,
  { places, first, last }: { places: Uint32Array; first: number; last: number },
  values: Float64Array,
) {
  // Most values of a request for a median alone are outside.
  const least = leastOf(first);
  const beyond = leastOf(last + 1);
  for (let run = 0; run < runs.data.length; run++) {
    const data = runs.data[run];
    const [start, rests] = [runs.first[run], runs.rests[run]];
    for (let at = runs.from[run]; at < runs.to[run]; at++) {
      const value = data[at];
      if (value >= least && value < beyond) {
        const bucket = bucketOf(value);
        const place = places[bucket];
        if (place > 0) {
          values[place - 1] = durations
            ? durationOf(value, restAt(data, rests, at - start))
            : value;
          places[bucket] = place + 1;
        }
      }
    }
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
    for (let run = 0; run < runs.data.length; run++) {
      const data = runs.data[run];
      const [first, rests] = [runs.first[run], runs.rests[run]];
      for (let at = runs.from[run]; at < runs.to[run]; at++) {
        // Most are far from it.
        if (
          durationOf(data[at] + 1, 0) > limit &&
          durationOf(data[at], restAt(data, rests, at - first)) > limit
        ) {
          count += 1;
        }
      }
    }
    return count;
  }

  /** How many different numbers there are. */
  countDistinct(runs: Runs): number {
    const seen = new Set<number>();
    for (let run = 0; run < runs.data.length; run++) {
      const data = runs.data[run];
      for (let at = runs.from[run]; at < runs.to[run]; at++) {
        seen.add(data[at]);
      }
    }
    return seen.size;
  }

  /** The values at some ranks. */
  #select(runs: Runs, durations: boolean, ranks: number[]): number[] {
    if (runs.size <= SMALL) {
      const all = this.#room(runs.size);
      gatherAll(runs, durations, all);
      all.sort();
      return ranks.map(rank => all[rank]);
    }
    const counts = this.#counts;
    runs.data.forEach((data, run) =>
      countRun(data, runs.from[run], runs.to[run], counts),
    );
    const slots = slotsOf(counts, ranks);
    counts.fill(0);
    const [last] = slots.slice(-1);
    const values = this.#room(last.start + last.size);
    slots.forEach(({ bucket, start }) => {
      this.#next[bucket] = start + 1;
    });
    gatherMarked(
      runs,
      durations,
      { places: this.#next, first: slots[0].bucket, last: last.bucket },
      values,
    );
    slots.forEach(({ bucket, start, size }) => {
      this.#next[bucket] = 0;
      values.subarray(start, start + size).sort();
    });
    return ranks.map(rank => {
      const slot = slots.find(
        ({ before, size }) => rank >= before && rank < before + size,
      )!;
      return values[slot.start + rank - slot.before];
    });
  }

  #room(size: number): Float64Array {
    if (this.#values.length < size) {
      this.#values = new Float64Array(size * 2);
    }
    return this.#values.subarray(0, size);
  }

  #sum(runs: Runs, durations: boolean): number {
    let large = 0n;
    let sum = 0;
    let rest = 0;
    for (let run = 0; run < runs.data.length; run++) {
      const data = runs.data[run];
      const [first, rests] = [runs.first[run], runs.rests[run]];
      for (let at = runs.from[run]; at < runs.to[run]; at++) {
        sum += data[at];
      }
      if (durations) {
        for (let at = runs.from[run]; at < runs.to[run]; at++) {
          rest += restAt(data, rests, at - first);
        }
      }
      if (Math.abs(sum) > LARGE) {
        large += BigInt(sum);
        sum = 0;
      }
    }
    large += BigInt(sum);
    return durations ? sumOf(large, BigInt(rest)) : Number(large);
  }
}
