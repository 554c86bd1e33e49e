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

import {
  Distribution,
  DistributionRequest,
  MS_PER_SECOND,
  PERCENTILE_NAMES,
  ranksOf,
} from '../statistics';
import { BUCKETS, bucketOf, Slot, slotsOf } from './buckets';
import { Runs } from './Runs';
import { gatherAll, sumOf } from './runValues';

/** Up to this many values are simply sorted. */
const SMALL = 96;

/** Up to this many values, an insertion sort is faster than starting the built-in sort. */
const FEW = 32;

/** Sorts the first `size` values. */
function sortFirst(values: Float64Array, size: number) {
  if (size > FEW) {
    values.subarray(0, size).sort();
    return;
  }
  for (let end = 1; end < size; end++) {
    const value = values[end];
    let at = end;
    while (at > 0 && values[at - 1] > value) {
      values[at] = values[at - 1];
      at -= 1;
    }
    values[at] = value;
  }
}

/**
 * Finds the values at some ranks without sorting all values: the first pass counts values by bucket, the second gathers
 * those in the few buckets that contain the ranks, and only these are sorted. The result is exact.
 */
export class OrderStatistics {
  readonly #counts = new Uint32Array(BUCKETS);
  /** For each gathered bucket, the index of its next value plus 1 */
  readonly #next = new Uint32Array(BUCKETS);
  /** The bucket of each value */
  #buckets = new Uint16Array(1024);
  #values = new Float64Array(1024);

  /**
   * The requested statistics of the values of some runs.
   *
   * @param durations - whether the values are ms; statistics are in seconds then
   */
  distributionOf(
    runs: Runs,
    durations: boolean,
    request: DistributionRequest,
  ): Distribution {
    const { size } = runs;
    const { percentiles, interval, sum } = request;
    const values = this.#select(runs, durations, ranksOf(request, size));
    const found: Distribution['percentiles'] = {};
    let next = 0;
    for (const p of percentiles) {
      found[PERCENTILE_NAMES[p]] = [values[next], values[next + 1]];
      next += 2;
    }
    return {
      size,
      sum: sum ? sumOf(runs, durations) : NaN,
      percentiles: found,
      medianInterval: interval ? [values[next], values[next + 1]] : undefined,
      changeInterval: interval
        ? [values[next + 2], values[next + 3]]
        : undefined,
      unit: durations ? MS_PER_SECOND : 1,
    };
  }

  /** All values of some runs of durations, in ms, ascending. */
  sorted(runs: Runs): Float64Array {
    const values = new Float64Array(runs.size);
    gatherAll(runs, true, values);
    return values.sort();
  }

  /** The values at some ranks, counted from 1. */
  #select(runs: Runs, durations: boolean, ranks: number[]): number[] {
    if (runs.size <= SMALL) {
      gatherAll(runs, durations, this.#values);
      sortFirst(this.#values, runs.size);
      return ranks.map(rank => this.#values[rank - 1]);
    }
    const slots = this.#count(runs, ranks);
    const [last] = slots.slice(-1);
    const values = this.#room(last.start + last.size);
    slots.forEach(({ bucket, start }) => {
      this.#next[bucket] = start + 1;
    });
    this.#gather(runs, durations, values);
    slots.forEach(({ bucket, start, size }) => {
      this.#next[bucket] = 0;
      values.subarray(start, start + size).sort();
    });
    return ranks.map(rank => {
      const slot = slots.find(
        ({ before, size }) => rank > before && rank <= before + size,
      )!;
      return values[slot.start + rank - 1 - slot.before];
    });
  }

  /** Finds the bucket of each value, and the buckets that contain some ranks. */
  #count(runs: Runs, ranks: number[]): Slot[] {
    if (this.#buckets.length < runs.size) {
      this.#buckets = new Uint16Array(runs.size + (runs.size >> 2));
    }
    const buckets = this.#buckets;
    const counts = this.#counts;
    let nth = 0;
    let least = BUCKETS;
    let most = 0;
    for (let run = 0; run < runs.length; run++) {
      const data = runs.dataOf(run);
      const to = runs.toOf(run);
      for (let at = runs.fromOf(run); at < to; at++) {
        const bucket = bucketOf(data[at]);
        buckets[nth] = bucket;
        nth += 1;
        counts[bucket] += 1;
        least = bucket < least ? bucket : least;
        most = bucket > most ? bucket : most;
      }
    }
    const slots = slotsOf(counts, least, ranks);
    counts.fill(0, least, most + 1);
    return slots;
  }

  /** Gathers the values of the buckets that have a next index. */
  #gather(runs: Runs, durations: boolean, values: Float64Array) {
    const buckets = this.#buckets;
    const next = this.#next;
    let run = 0;
    let before = 0;
    let length = runs.toOf(0) - runs.fromOf(0);
    for (let nth = 0; nth < runs.size; nth++) {
      const place = next[buckets[nth]];
      if (place > 0) {
        while (nth - before >= length) {
          before += length;
          run += 1;
          length = runs.toOf(run) - runs.fromOf(run);
        }
        const at = runs.fromOf(run) + nth - before;
        values[place - 1] = durations
          ? runs.durationAt(run, at)
          : runs.dataOf(run)[at];
        next[buckets[nth]] = place + 1;
      }
    }
  }

  #room(size: number): Float64Array {
    if (this.#values.length < size) {
      this.#values = new Float64Array(size + (size >> 2));
    }
    return this.#values.subarray(0, size);
  }
}
